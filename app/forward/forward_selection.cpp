// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/forward_selection.h"

#include "app/replay/restamp.h"
#include "core/filter/filter_evaluation.h"

#include <QCryptographicHash>
#include <QtEndian>

namespace fluoroscope {

namespace {

constexpr std::size_t kJudgementsKept = 100'000;

} // namespace

ForwardSelection::ForwardSelection(FilterExpression filter, double share, TraceSource& traces)
    : m_filter(std::move(filter))
    , m_share(share)
    , m_traces(traces)
{
}

double ForwardSelection::placeOf(const TraceId& trace)
{
    const QByteArray hash = QCryptographicHash::hash(trace.bytes(), QCryptographicHash::Sha256);
    return static_cast<double>(qFromBigEndian<quint32>(hash.constData())) / 4294967296.0;
}

bool ForwardSelection::takes(const ReceivedDocument& received, const QByteArray& json, const std::stop_token& stop)
{
    if (takesAll()) {
        return true;
    }
    const TraceId trace = stampOf(json).traceId;
    if (trace.isNull() || placeOf(trace) >= m_share) {
        return false;
    }
    return !hasFilter() || judge(trace, received.received, stop);
}

bool ForwardSelection::judge(const TraceId& trace, Timestamp received, const std::stop_token& stop)
{
    if (const auto known = m_judged.find(trace);
        known != m_judged.end() && (known->second.isTaken || received < known->second.time)) {
        return known->second.isTaken;
    }
    // Received, written and indexed are up to a second apart.
    const Timestamp time = now() - std::chrono::seconds(2);
    const auto found = m_traces.trace(trace, stop);
    const bool isTaken = found && matches(m_filter, FilterSubject(*found));
    if (m_judged.size() >= kJudgementsKept) {
        m_judged.clear();
    }
    m_judged[trace] = {isTaken, time};
    return isTaken;
}

} // namespace fluoroscope
