// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/trace_shapes.h"

#include <algorithm>

namespace fluoroscope {

namespace {

constexpr qint64 kTopBytes = 64 << 10; // of a larger trace the top is shape enough
constexpr std::size_t kMostKnown = 2000;

} // namespace

TraceShapes::TraceShapes(TraceSource& source, QueryRunner& runner, QObject* parent)
    : QObject(parent)
    , m_source(source)
    , m_runner(runner)
    , m_lane(runner.addLane())
{
}

const TraceShape* TraceShapes::of(const TraceId& id) const
{
    const auto known = m_known.find(id);
    return known == m_known.end() ? nullptr : &known->second.shape;
}

bool TraceShapes::isKnown(const TraceRow& row) const
{
    const auto known = m_known.find(row.id);
    return known != m_known.end() && known->second.segments == row.segmentCount
        && known->second.duration == row.duration && known->second.outcome == row.outcome();
}

void TraceShapes::want(const std::vector<TraceRow>& rows)
{
    m_wanted = rows;
    if (!m_runner.isBusy(m_lane)) {
        ask();
    }
}

// One question after the other, so that while much comes in each has an answer.
void TraceShapes::ask()
{
    std::erase_if(m_wanted, [this](const TraceRow& row) { return isKnown(row); });
    if (m_wanted.empty()) {
        return;
    }
    if (m_isAtOnce) {
        take(shapesOf(m_source, m_wanted, {}));
        return;
    }
    m_runner.ask(
        m_lane,
        [&source = m_source, rows = m_wanted](const std::stop_token& stop) { return shapesOf(source, rows, stop); },
        [this](Shapes shapes) {
            take(std::move(shapes));
            ask();
        });
}

void TraceShapes::take(Shapes shapes)
{
    if (m_known.size() > kMostKnown) {
        m_known.clear();
    }
    for (auto& [id, known] : shapes) {
        m_known.insert_or_assign(id, std::move(known));
    }
    emit changed();
}

TraceShapes::Shapes TraceShapes::shapesOf(
    TraceSource& source, const std::vector<TraceRow>& rows, const std::stop_token& stop)
{
    Shapes shapes;
    for (const TraceRow& row : rows) {
        // One that cannot be read has no shape, and is not asked for again.
        const Result<Trace> trace = source.traceTop(row.id, kTopBytes, stop);
        if (stop.stop_requested()) {
            break;
        }
        shapes.push_back(
            {row.id, {trace ? shapeOf(*trace) : TraceShape(), row.segmentCount, row.duration, row.outcome()}});
    }
    return shapes;
}

} // namespace fluoroscope
