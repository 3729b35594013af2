// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A StateStore without a file, for tests of what is configured.
#pragma once

#include "core/ports/state_store.h"

#include <QHash>

namespace fluoroscope::test {

class MemoryState : public StateStore {
public:
    Result<QJsonObject> state(const QString& name) override
    {
        return broken ? Result<QJsonObject>(failure(QStringLiteral("The file is gone."))) : m_objects.value(name);
    }
    Result<void> changeState(const QString& name, const Change& change) override
    {
        if (broken) {
            return failure(QStringLiteral("The file is gone."));
        }
        auto changed = change(m_objects.value(name));
        if (!changed) {
            return tl::unexpected(changed.error());
        }
        m_objects.insert(name, *changed);
        return {};
    }

    bool broken = false;

private:
    QHash<QString, QJsonObject> m_objects;
};

} // namespace fluoroscope::test
