// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/telemetry.h"

#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qsizetype kMostWaiting = 30;
constexpr qsizetype kMostAtOnce = 10;

QString nameOf(Trouble::Kind kind)
{
    switch (kind) {
    case Trouble::Kind::Timeout:
        return u"TimeoutCount"_s;
    case Trouble::Kind::ConnectionRefused:
        return u"ConnectionRefusedCount"_s;
    case Trouble::Kind::UnknownHost:
        return u"UnknownHostCount"_s;
    case Trouble::Kind::ClientError:
        return u"HTTPCode4XXCount"_s;
    case Trouble::Kind::ServerError:
        return u"HTTPCode5XXCount"_s;
    case Trouble::Kind::Other:
        break;
    }
    return u"OtherCount"_s;
}

} // namespace

void Telemetry::failed(Trouble::Kind kind)
{
    ++m_failures[nameOf(kind)];
}

void Telemetry::close(Timestamp time)
{
    m_hasBegun = m_hasBegun || m_received > 0;
    if (!m_hasBegun) {
        return;
    }
    QJsonObject failures;
    for (const auto kind : {Trouble::Kind::Timeout, Trouble::Kind::ConnectionRefused, Trouble::Kind::UnknownHost,
             Trouble::Kind::ClientError, Trouble::Kind::ServerError, Trouble::Kind::Other}) {
        failures.insert(nameOf(kind), m_failures[nameOf(kind)]);
    }
    m_waiting.append(
        QJsonObject{{u"Timestamp"_s, qint64(toEpochSeconds(time))}, {u"SegmentsReceivedCount"_s, m_received},
            {u"SegmentsSentCount"_s, m_sent}, {u"SegmentsSpilloverCount"_s, m_spilled},
            {u"SegmentsRejectedCount"_s, m_refused}, {u"BackendConnectionErrors"_s, failures}});
    if (m_waiting.size() > kMostWaiting) {
        m_waiting.removeFirst();
    }
    m_received = m_sent = m_spilled = m_refused = 0;
    m_failures.clear();
}

QJsonObject Telemetry::next() const
{
    if (m_waiting.isEmpty()) {
        return {};
    }
    QJsonArray records;
    for (qsizetype i = 0; i < std::min(m_waiting.size(), kMostAtOnce); ++i) {
        records.append(m_waiting[i]);
    }
    QJsonObject input{{u"TelemetryRecords"_s, records}};
    const QString host = qEnvironmentVariable("AWS_HOSTNAME", QSysInfo::machineHostName());
    input.insert(u"Hostname"_s, host.left(255));
    if (const QString instance = qEnvironmentVariable("AWS_INSTANCE_ID"); !instance.isEmpty()) {
        input.insert(u"EC2InstanceId"_s, instance.left(20));
    }
    return input;
}

void Telemetry::acknowledge()
{
    for (qsizetype i = std::min(m_waiting.size(), kMostAtOnce); i > 0; --i) {
        m_waiting.removeFirst();
    }
}

} // namespace fluoroscope
