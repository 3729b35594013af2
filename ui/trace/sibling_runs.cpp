// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/sibling_runs.h"

#include <QHashFunctions>
#include <algorithm>
#include <unordered_map>

namespace fluoroscope {

namespace {

std::size_t nth(std::int32_t index)
{
    return static_cast<std::size_t>(index);
}

// What members of a run have in common; refers to the trace.
struct Kind {
    QStringView name;
    QStringView call;
    Namespace nameSpace = Namespace::Local;
    bool isLeaf = true;
    bool operator==(const Kind&) const = default;
};

struct KindHash {
    std::size_t operator()(const Kind& kind) const
    {
        return qHashMulti(0, kind.name, kind.call, static_cast<int>(kind.nameSpace), kind.isLeaf);
    }
};

Kind kindOf(const Segment& segment, std::int32_t index)
{
    const QStringView call = segment.aws ? QStringView(segment.aws->operation)
        : segment.http                   ? QStringView(segment.http->method)
                                         : QStringView();
    return {segment.name, call, segment.nameSpace, segment.next == index + 1};
}

} // namespace

SiblingRuns::SiblingRuns(
    const Trace& trace, const std::vector<TimelineGroup>& groups, std::span<const TimelineBar> bars)
    : m_runOf(trace.segments.size(), -1)
{
    std::unordered_map<Kind, std::int32_t, KindHash> known;
    std::vector<std::int32_t> siblings;
    std::vector<std::int32_t> kinds;
    const auto look = [&] {
        if (siblings.size() < nth(kLeast)) {
            return;
        }
        kinds.clear();
        for (const std::int32_t i : siblings) {
            const auto [kind, isNew] =
                known.try_emplace(kindOf(trace.segments[nth(i)], i), static_cast<std::int32_t>(known.size()));
            kinds.push_back(kind->second);
        }
        join(trace, siblings, kinds);
    };
    for (const TimelineGroup& group : groups) {
        siblings = group.segments;
        look();
    }
    const auto count = static_cast<std::int32_t>(trace.segments.size());
    for (std::int32_t i = 0; i < count; ++i) {
        const std::int32_t end = trace.segments[nth(i)].next;
        siblings.clear();
        for (std::int32_t child = i + 1; child < end; child = trace.segments[nth(child)].next) {
            siblings.push_back(child);
        }
        look();
    }
    measure(trace, bars);
}

void SiblingRuns::join(const Trace& trace, std::span<const std::int32_t> siblings, std::span<const std::int32_t> kinds)
{
    std::vector<std::pair<std::int32_t, std::int32_t>> sorted; // by kind, then in order
    sorted.reserve(siblings.size());
    for (std::size_t i = 0; i < siblings.size(); ++i) {
        if (!trace.segments[nth(siblings[i])].placeholder) {
            sorted.emplace_back(kinds[i], siblings[i]);
        }
    }
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < sorted.size();) {
        std::size_t end = i;
        while (end < sorted.size() && sorted[end].first == sorted[i].first) {
            ++end;
        }
        if (end - i >= nth(kLeast)) {
            const auto begin = static_cast<std::int32_t>(m_members.size());
            for (std::size_t member = i; member < end; ++member) {
                m_runOf[nth(sorted[member].second)] = count();
                m_members.push_back(sorted[member].second);
            }
            m_runs.push_back({begin, static_cast<std::int32_t>(m_members.size())});
        }
        i = end;
    }
}

void SiblingRuns::measure(const Trace& trace, std::span<const TimelineBar> bars)
{
    for (std::int32_t i = 0; i < count(); ++i) {
        SiblingRun& run = m_runs[nth(i)];
        run.from = Duration::max();
        for (const std::int32_t member : members(i)) {
            const Segment& segment = trace.segments[nth(member)];
            const TimelineBar& bar = bars[nth(member)];
            run.from = std::min(run.from, bar.begin);
            run.to = std::max(run.to, bar.end);
            if (!segment.inProgress) {
                run.total += bar.length();
                ++run.ended;
            }
            run.errors += bar.outcome == Outcome::Error ? 1 : 0;
            run.throttles += bar.outcome == Outcome::Throttle ? 1 : 0;
            run.faults += bar.outcome == Outcome::Fault ? 1 : 0;
            run.outcome = std::max(run.outcome, bar.outcome);
            run.worst = std::max(run.worst, bar.worst);
        }
    }
}

} // namespace fluoroscope
