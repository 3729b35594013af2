// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/check/rule_evaluation.h"

#include "app/check/orphan.h"
#include "app/cli/session_access.h"
#include "core/filter/filter_evaluation.h"
#include "core/text/units.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString tracesText(qint64 count)
{
    return count == 1 ? u"1 trace"_s : u"%1 traces"_s.arg(formatCount(count));
}

FilterExpression edgeFilter(const ServiceTarget& from, const ServiceTarget& to)
{
    return FilterExpression(FilterNode{EdgeCondition{from, to, {}}});
}

bool isMeant(const ServiceTarget& target, const ServiceKey& key)
{
    // By a bare name the service is meant and not its client's node, as in filters.
    return isTarget(target, key) && (!target.type.isEmpty() || key.type != u"client"_s);
}

qint64 callsIn(const Trace& trace, const CallCount& wanted)
{
    qint64 calls = 0;
    for (const Edge& edge : graphOf(trace).edges) {
        if (edge.type == EdgeType::Call && isMeant(wanted.from, edge.from) && isMeant(wanted.to, edge.to)) {
            calls += edge.calls;
        }
    }
    return calls;
}

// The least of `sorted` that the share `p` of them does not exceed.
Duration percentileOf(const std::vector<std::pair<Duration, TraceId>>& sorted, double p)
{
    const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(sorted.size()) - 1e-9));
    return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1].first;
}

// One rule at the traces that it is about.
class Judge {
public:
    Judge(TraceSource& source, TraceSelection selection, Verdict& verdict)
        : m_source(source)
        , m_selection(std::move(selection))
        , m_verdict(verdict)
    {
    }

    Result<void> operator()(const TraceCount& wanted)
    {
        return page(m_selection.filter).map([&](const TracePage& page) {
            m_verdict.found = tracesText(page.total);
            decide(wanted.traces.contains(page.total));
            if (wanted.traces.most && page.total > *wanted.traces.most) {
                addRows(page.rows);
            }
        });
    }

    Result<void> operator()(const CallCount& wanted)
    {
        qint64 broken = 0;
        qint64 all = 0;
        qint64 most = 0;
        const auto visited = forEachWhole([&](const Trace& trace) {
            const qint64 calls = callsIn(trace, wanted);
            ++all;
            most = std::max(most, calls);
            if (!wanted.calls.contains(calls)) {
                ++broken;
                add(trace.id, calls == 1 ? u"1 call"_s : u"%1 calls"_s.arg(calls));
            }
        });
        if (!visited || isNothing(all)) {
            return visited;
        }
        decide(broken == 0);
        m_verdict.found = broken == 0
            ? u"%1 calls at most in %2"_s.arg(most).arg(tracesText(all))
            : u"%1 of %2 with other than %3 calls %4"_s.arg(formatCount(broken), tracesText(all),
                textOf(wanted.calls), edgeText(wanted.from, wanted.to));
        return {};
    }

    Result<void> operator()(const TimeBounds& wanted)
    {
        std::vector<std::pair<Duration, TraceId>> times;
        const auto visited = forEachTrace(m_source, m_selection, -1, [&](const TraceRow& row) -> Result<void> {
            if (!row.isPartial) {
                times.emplace_back(wanted.time == MeasuredTime::Response ? row.responseTime : row.duration, row.id);
            }
            return {};
        });
        if (!visited || isNothing(static_cast<qint64>(times.size()))) {
            return visited;
        }
        std::sort(times.begin(), times.end());
        QStringList found;
        for (const TimeBound& bound : wanted.bounds) {
            const Duration time = percentileOf(times, bound.p);
            decide(time <= bound.most);
            found.append((bound.p >= 1 ? u"max "_s : u"p%1 "_s.arg(bound.p * 100)) + formatDuration(time));
        }
        m_verdict.found = u"%1 of %2"_s.arg(found.join(u", "_s), tracesText(static_cast<qint64>(times.size())));
        const auto least = std::min_element(wanted.bounds.begin(), wanted.bounds.end(),
            [](const TimeBound& a, const TimeBound& b) { return a.most < b.most; });
        for (auto time = times.rbegin(); !m_verdict.holds && time != times.rend() && time->first > least->most; ++time) {
            add(time->second, formatDuration(time->first));
        }
        return {};
    }

    Result<void> operator()(const EdgeExists& wanted)
    {
        return page(FilterExpression::allOf(parts(edgeFilter(wanted.from, wanted.to)))).map([&](const TracePage& page) {
            decide(page.total > 0);
            m_verdict.found = page.total > 0 ? u"in "_s + tracesText(page.total) : u"no such call"_s;
        });
    }

    Result<void> operator()(const AnnotationExists& wanted)
    {
        const AnnotationCondition condition = wanted.value
            ? AnnotationCondition{wanted.key, FilterOperator::Equal, *wanted.value}
            : AnnotationCondition{wanted.key, FilterOperator::Exists, {}};
        const FilterExpression lacks = FilterExpression::notOf(FilterExpression(FilterNode{condition}));
        const auto all = page(m_selection.filter);
        const auto without = all ? page(FilterExpression::allOf(parts(lacks))) : all;
        if (!without) {
            return tl::unexpected(without.error());
        }
        if (isNothing(all->total)) {
            return {};
        }
        decide(without->total == 0);
        m_verdict.found = without->total == 0
            ? u"on %1"_s.arg(tracesText(all->total))
            : u"%1 of %2 without it"_s.arg(formatCount(without->total), tracesText(all->total));
        addRows(without->rows);
        return {};
    }

    Result<void> operator()(const OrphanCount& wanted)
    {
        qint64 count = 0;
        const auto visited = forEachWhole([&](const Trace& trace) {
            const std::vector<Orphan> orphans = orphansOf(trace);
            if (!orphans.empty()) {
                ++count;
                add(trace.id,
                    u"%1 waits for its parent %2%3"_s.arg(orphans[0].name, orphans[0].parent.toString(),
                        orphans.size() > 1 ? u", and %1 more"_s.arg(orphans.size() - 1) : QString()));
            }
        });
        decide(wanted.traces.contains(count));
        m_verdict.found = u"%1 with segments whose parent is missing"_s.arg(count == 0 ? u"none"_s : tracesText(count));
        return visited;
    }

private:
    // What the rule's filter selects and `further`, too.
    [[nodiscard]] std::vector<FilterExpression> parts(const FilterExpression& further) const
    {
        return m_selection.filter.isEmpty() ? std::vector{further} : std::vector{m_selection.filter, further};
    }

    Result<TracePage> page(const FilterExpression& filter)
    {
        TraceQuery query{.selection = m_selection, .limit = static_cast<qint64>(Verdict::kMostEvidence)};
        query.selection.filter = filter;
        return m_source.traces(query, {});
    }

    Result<void> forEachWhole(const std::function<void(const Trace&)>& visit)
    {
        return forEachTrace(m_source, m_selection, -1,
            [&](const TraceRow& row) { return m_source.trace(row.id, {}).map(visit); });
    }

    bool isNothing(qint64 traces)
    {
        if (traces == 0) {
            decide(false);
            m_verdict.found = u"there is no trace to judge by"_s;
        }
        return traces == 0;
    }

    void decide(bool holds) { m_verdict.holds = m_verdict.holds && holds; }
    void add(const TraceId& trace, const QString& what)
    {
        if (m_verdict.evidence.size() < Verdict::kMostEvidence) {
            m_verdict.evidence.push_back({trace, what});
        }
    }
    void addRows(const std::vector<TraceRow>& rows)
    {
        for (const TraceRow& row : rows) {
            add(row.id, QStringList{row.method, row.url}.join(u' ').trimmed());
        }
    }

    TraceSource& m_source;
    TraceSelection m_selection;
    Verdict& m_verdict;
};

// Nothing arriving must not pass for nothing being wrong.
std::vector<Rule> completed(const std::vector<Rule>& rules)
{
    const bool isCounted = std::any_of(rules.begin(), rules.end(), [](const Rule& rule) {
        return rule.filter.isEmpty() && std::holds_alternative<TraceCount>(rule.assertion);
    });
    std::vector<Rule> all;
    if (!isCounted) {
        all.push_back({u"traces came"_s, {}, TraceCount{{1, {}}}, {}});
    }
    all.insert(all.end(), rules.begin(), rules.end());
    return all;
}

} // namespace

Result<std::vector<Verdict>> checkRules(TraceSource& source, const TimeRange& range,
    const std::vector<TraceGroup>& groups, const std::vector<Rule>& rules)
{
    std::vector<Verdict> verdicts;
    for (const Rule& rule : completed(rules)) {
        const auto begin = std::chrono::steady_clock::now();
        Verdict verdict;
        verdict.rule = rule;
        Judge judge(source, {.range = range, .filter = expandGroups(rule.filter, groups)}, verdict);
        if (const auto judged = std::visit(judge, rule.assertion); !judged) {
            return tl::unexpected(judged.error());
        }
        if (verdict.holds) {
            verdict.evidence.clear();
        }
        verdict.took = std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - begin);
        verdicts.push_back(std::move(verdict));
    }
    return verdicts;
}

} // namespace fluoroscope
