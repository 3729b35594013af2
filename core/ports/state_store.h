// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The port through which is kept what was configured and not captured: sampling rules, groups, tags, policies. Each is
// a JSON object of the session under a name of its own, and outlives the process.
#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <functional>

namespace fluoroscope {

// Thread-safe. Nothing is cached: what another process stores is seen by the next call.
class StateStore {
public:
    // Gets what is stored and gives what shall be. An error leaves all as it was.
    using Change = std::function<Result<QJsonObject>(const QJsonObject&)>;

    virtual ~StateStore() = default;

    // Empty where nothing was ever stored under `name`.
    virtual Result<QJsonObject> state(const QString& name) = 0;
    // Reads, changes and stores in one step that no other call, of this process or another, comes between.
    virtual Result<void> changeState(const QString& name, const Change& change) = 0;
};

} // namespace fluoroscope
