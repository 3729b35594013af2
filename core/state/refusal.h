// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reading and changing what is configured in a session, where a change may be refused for a reason that X-Ray has a
// name for.
#pragma once

#include "core/ports/state_store.h"

#include <optional>

namespace fluoroscope {

struct Refusal {
    QString type = QStringLiteral("InvalidRequestException"); // of reference 5.1; empty: the session itself failed
    QString message; // one sentence for a person
    QString resource; // the ARN, where the type is about one
};

template <typename T> using Configured = tl::expected<T, Refusal>;

inline tl::unexpected<Refusal> refused(const QString& message)
{
    return tl::unexpected(Refusal{QStringLiteral("InvalidRequestException"), message, {}});
}

inline tl::unexpected<Refusal> sessionFailed(const Error& error)
{
    return tl::unexpected(Refusal{{}, error.message, {}});
}

inline Configured<QJsonObject> configured(StateStore& store, const QString& name)
{
    auto state = store.state(name);
    return state ? Configured<QJsonObject>(std::move(*state)) : sessionFailed(state.error());
}

// Lets `change` alter the object `name` and stores it, unless it refuses.
template <typename T>
Configured<T> changeConfigured(
    StateStore& store, const QString& name, const std::function<Configured<T>(QJsonObject&)>& change)
{
    std::optional<Configured<T>> outcome;
    const auto stored = store.changeState(name, [&](const QJsonObject& before) -> Result<QJsonObject> {
        QJsonObject state = before;
        outcome.emplace(change(state));
        if (!*outcome) {
            return failure(outcome->error().message);
        }
        return state;
    });
    if (outcome && (stored || !*outcome)) {
        return std::move(*outcome);
    }
    return sessionFailed(stored.error());
}

} // namespace fluoroscope
