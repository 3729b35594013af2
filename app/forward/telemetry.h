// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the daemon tells X-Ray of itself each minute: how many documents came, went, were lost and refused, and how
// often X-Ray could not be reached (reference 1.5).
#pragma once

#include "app/forward/upstream.h"

#include <QJsonArray>

namespace fluoroscope {

// Of one thread.
class Telemetry {
public:
    void received(qint64 count) { m_received += count; }
    void sent(qint64 count) { m_sent += count; }
    void spilled(qint64 count) { m_spilled += count; }
    void refused(qint64 count) { m_refused += count; }
    void failed(Trouble::Kind kind);

    // Ends the record that is being counted; there is none before the first document has come. The oldest of more than
    // thirty goes.
    void close(Timestamp time);
    // The input of PutTelemetryRecords with up to ten records, empty where there are none.
    [[nodiscard]] QJsonObject next() const;
    // They arrived.
    void acknowledge();

private:
    qint64 m_received = 0;
    qint64 m_sent = 0;
    qint64 m_spilled = 0;
    qint64 m_refused = 0;
    std::map<QString, qint64> m_failures;
    bool m_hasBegun = false;
    QJsonArray m_waiting;
};

} // namespace fluoroscope
