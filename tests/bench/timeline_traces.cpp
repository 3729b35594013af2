// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/timeline_traces.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope::bench {

namespace {

constexpr int kSteps = 10; // to a job of a mixed trace
constexpr int kCalls = 9; // to a step
constexpr qint64 kEach = 100; // µs, of a leaf

std::size_t nth(int index)
{
    return static_cast<std::size_t>(index);
}

int parentOf(TraceShape shape, int i)
{
    switch (shape) {
    case TraceShape::Deep:
        return i - 1;
    case TraceShape::Mixed: {
        constexpr int kStep = 1 + kCalls;
        constexpr int kJob = 1 + kSteps * kStep;
        const int job = (i - 1) / kJob * kJob + 1;
        const int within = i - job;
        return within == 0 ? 0 : (within - 1) % kStep == 0 ? job : job + 1 + (within - 1) / kStep * kStep;
    }
    case TraceShape::Wide:
    case TraceShape::Parallel:
        break;
    }
    return 0;
}

void nameOne(TraceShape shape, Segment& segment, int i)
{
    static const std::array<QString, 4> names{u"orders"_s, u"stock.internal"_s, u"render"_s, u"DynamoDB"_s};
    static const auto getItem = [] {
        auto call = std::make_shared<AwsData>();
        call->operation = u"GetItem"_s;
        call->tableName = u"orders"_s;
        return std::shared_ptr<const AwsData>(std::move(call));
    }();
    segment.name = shape == TraceShape::Wide ? u"DynamoDB"_s : names.at(nth(i) % names.size());
    if (segment.name == names.back()) {
        segment.nameSpace = Namespace::Aws;
        segment.aws = getItem;
    }
}

} // namespace

std::shared_ptr<const Trace> traceOf(TraceShape shape, int count)
{
    auto trace = std::make_shared<Trace>();
    trace->id = *TraceId::fromString(u"1-6b02eec5-eb750b95f3dcfc045731060b");
    trace->start = fromEpochSeconds(1795359557);
    trace->end = trace->start + Duration{kEach * (count + 1LL)};
    trace->root = 0;
    trace->segments.resize(nth(count) + 1);
    unsigned random = 7;
    const auto next = [&random](qint64 below) {
        random = random * 1664525U + 1013904223U;
        return static_cast<qint64>(random) % below;
    };
    for (int i = 0; i <= count; ++i) {
        Segment& segment = trace->segments[nth(i)];
        segment.id = SegmentId(static_cast<std::uint64_t>(i) * std::uint64_t{0x9E3779B97F4A7C15} + 1);
        segment.next = i + 1;
        segment.start = trace->start + Duration{kEach * i};
        segment.end = segment.start + Duration{kEach};
        if (i == 0) {
            segment.name = u"batch"_s;
            continue;
        }
        segment.subsegment = true;
        segment.parent = parentOf(shape, i);
        segment.depth = trace->segments[nth(segment.parent)].depth + 1;
        segment.fault = i % 10'000 == 4711;
        nameOne(shape, segment, i);
        if (shape == TraceShape::Deep) {
            segment.start = trace->start + Duration{i * kEach / 2};
            segment.end = trace->end - Duration{i * kEach / 2};
        } else if (shape == TraceShape::Parallel) {
            segment.start = trace->start + Duration{next(kEach * count)};
            segment.end = std::min(segment.start + Duration{next(kEach * count)}, trace->end);
        }
    }
    for (int i = count; i > 0; --i) { // descendants come after their ancestors
        Segment& parent = trace->segments[nth(trace->segments[nth(i)].parent)];
        parent.next = std::max(parent.next, trace->segments[nth(i)].next);
        parent.end = std::max(parent.end, trace->segments[nth(i)].end);
    }
    trace->segments.front().end = trace->end;
    return trace;
}

} // namespace fluoroscope::bench
