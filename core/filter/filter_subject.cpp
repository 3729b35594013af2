// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/filter/filter_subject.h"

#include "core/trace/trace_json.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

template <typename Fact, typename Find> const Fact& once(std::optional<Fact>& fact, Find&& find)
{
    if (!fact) {
        fact.emplace(find());
    }
    return *fact;
}

void addLinks(const Segment& segment, const ServiceKey& own, std::vector<FilterSubject::Node>& nodes,
    std::vector<FilterSubject::Call>& calls)
{
    for (const Link& link : *segment.links) {
        if (link.name.isEmpty()) {
            continue;
        }
        const ServiceKey other{link.name, link.type, {}};
        nodes.push_back({other, -1, false, false});
        calls.push_back(link.toParent ? FilterSubject::Call{other, own, -1} : FilterSubject::Call{own, other, -1});
    }
}

} // namespace

const TraceSummary& FilterSubject::summary() const
{
    return once(m_summary, [this] { return summarize(m_trace); });
}

const std::vector<FilterSubject::Node>& FilterSubject::nodes() const
{
    return map().nodes;
}

const std::vector<FilterSubject::Call>& FilterSubject::calls() const
{
    return map().calls;
}

const FilterSubject::Map& FilterSubject::map() const
{
    return once(m_map, [this] {
        Map map;
        std::vector<ServiceKey> owners; // the node of the top-level segment around each entry
        owners.reserve(m_trace.segments.size());
        for (const Segment& segment : m_trace.segments) {
            owners.push_back(
                segment.parent < 0 ? serviceKeyOf(segment) : owners[static_cast<std::size_t>(segment.parent)]);
        }
        for (std::size_t i = 0; i < owners.size(); ++i) {
            const Segment& segment = m_trace.segments[i];
            if (segment.links) {
                addLinks(segment, owners[i], map.nodes, map.calls);
            }
            if (segment.parent < 0) {
                addTopLevel(map, static_cast<std::int32_t>(i), owners);
            }
        }
        return map;
    });
}

// The same nodes and edges as graphOf() draws.
void FilterSubject::addTopLevel(Map& map, std::int32_t index, const std::vector<ServiceKey>& owners) const
{
    const Segment& segment = m_trace.segments[static_cast<std::size_t>(index)];
    const ServiceKey& own = owners[static_cast<std::size_t>(index)];
    const auto client = clientKeyOf(segment);
    map.nodes.push_back({own, index, client || index == m_trace.root, false});
    if (segment.caller >= 0) {
        const auto caller = static_cast<std::size_t>(segment.caller);
        map.calls.push_back({owners[caller], own, m_trace.segments[caller].subsegment ? segment.caller : index});
    } else if (client) {
        map.nodes.push_back({*client, index, false, true});
        map.calls.push_back({*client, own, index});
    }
}

const std::optional<RootCause>& FilterSubject::rootCause(RootCauseKind kind) const
{
    return once(m_rootCauses[static_cast<std::size_t>(kind)], [&] {
        return kind == RootCauseKind::ResponseTime
            ? responseTimeRootCause(m_trace)
            : fluoroscope::rootCause(m_trace, kind == RootCauseKind::Fault ? Outcome::Fault : Outcome::Error);
    });
}

const QJsonArray& FilterSubject::rootCausesJson() const
{
    return once(m_rootCausesJson, [this] {
        const QJsonObject json = summaryJson(m_trace);
        QJsonArray all;
        for (const QString& member : {u"FaultRootCauses"_s, u"ErrorRootCauses"_s, u"ResponseTimeRootCauses"_s}) {
            for (const QJsonValue cause : json.value(member).toArray()) {
                all.append(cause);
            }
        }
        return all;
    });
}

} // namespace fluoroscope
