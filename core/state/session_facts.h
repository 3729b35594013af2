// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a session is, in the words of the person and of the program that made it; kept in the session.
#pragma once

#include "core/ports/state_store.h"
#include "core/time/timestamp.h"

#include <QString>
#include <optional>

namespace fluoroscope {

struct SessionFacts {
    QString name; // empty: it goes by its file's name
    QString notes;
    std::optional<Timestamp> created; // nothing: made by a version that did not write it down
    QString program; // "fluoro 0.1.0"
    QString commandLine; // of that program, as a shell takes it
    QString commit; // 40 or 64 hex digits: what was checked out where it was made; empty: no repository
    QString branch; // empty: none, or no repository
    bool operator==(const SessionFacts&) const = default;
};

// What of the facts a person may change; what is not given stays.
struct SessionNaming {
    std::optional<QString> name;
    std::optional<QString> notes;
};

Result<SessionFacts> sessionFacts(StateStore& store);
Result<void> nameSession(StateStore& store, const SessionNaming& naming);

// For who makes a session: as they are stored under kSessionFacts.
inline constexpr QStringView kSessionFacts = u"session";
QJsonObject toJson(const SessionFacts& facts);
SessionFacts sessionFactsFromJson(const QJsonObject& json);

} // namespace fluoroscope
