// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Bytes that nobody shall read by accident: they have no text form, for a log, an error or a test's output.
#pragma once

#include <QByteArray>
#include <QDebug>

namespace fluoroscope {

class Secret {
public:
    Secret() = default;
    explicit Secret(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
    }

    // Only for whoever signs or sends it.
    [[nodiscard]] const QByteArray& reveal() const { return m_bytes; }
    [[nodiscard]] bool isEmpty() const { return m_bytes.isEmpty(); }
    bool operator==(const Secret&) const = default;

private:
    QByteArray m_bytes;
};

QDebug operator<<(QDebug, const Secret&) = delete;

} // namespace fluoroscope
