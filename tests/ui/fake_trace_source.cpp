// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/fake_trace_source.h"

#include "core/filter/filter_evaluation.h"
#include "core/trace/trace_assembly.h"

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace fluoroscope::test {

namespace {

void addAnnotations(TraceRow& row, const Trace& trace, const QStringList& keys)
{
    for (const SummaryAnnotation& entry : summarize(trace).annotations) {
        if (keys.contains(entry.annotation.key)) {
            row.annotations.push_back(entry.annotation);
        }
    }
}

const AnnotationValue* annotationOf(const TraceRow& row, const QString& key)
{
    const auto found = std::find_if(row.annotations.begin(), row.annotations.end(),
        [&](const Annotation& annotation) { return annotation.key == key; });
    return found == row.annotations.end() ? nullptr : &found->value;
}

bool isSelected(const Trace& trace, const TraceSelection& selection)
{
    return selection.range.contains(trace.start) && matches(selection.filter, FilterSubject(trace));
}

} // namespace

void FakeTraceSource::add(const TraceId& id, const std::vector<QByteArray>& documents)
{
    std::vector<std::shared_ptr<const TraceDocument>> read;
    for (const QByteArray& bytes : documents) {
        for (SegmentDocument& content : readSegmentDocuments(bytes).documents) {
            read.push_back(std::make_shared<const TraceDocument>(TraceDocument{std::move(content), bytes}));
        }
    }
    const Trace trace = assembleTrace(id, read);
    const std::scoped_lock lock(m_mutex);
    m_traces.push_back(trace);
    m_rows.push_back(traceRow(trace));
}

void FakeTraceSource::addFinding(const Finding& finding)
{
    const std::scoped_lock lock(m_mutex);
    m_findings.insert(m_findings.begin(), finding);
}

void FakeTraceSource::announce()
{
    std::function<void()> advanced;
    {
        const std::scoped_lock lock(m_mutex);
        advanced = m_advanced;
    }
    if (advanced) {
        advanced();
    }
}

Result<TracePage> FakeTraceSource::traces(const TraceQuery& query, std::stop_token)
{
    const std::scoped_lock lock(m_mutex);
    std::vector<TraceRow> rows;
    for (const Trace& trace : m_traces) {
        if (isSelected(trace, query.selection)) {
            rows.push_back(traceRow(trace));
            addAnnotations(rows.back(), trace, query.annotations);
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [&](const TraceRow& a, const TraceRow& b) {
        if (query.order == TraceOrder::Annotation) { // none is last
            const AnnotationValue* own = annotationOf(a, query.orderKey);
            const AnnotationValue* other = annotationOf(b, query.orderKey);
            return own && (!other || (query.descending ? *own > *other : *own < *other));
        }
        const bool less = query.order == TraceOrder::ResponseTime ? a.responseTime < b.responseTime : a.start < b.start;
        const bool more = query.order == TraceOrder::ResponseTime ? b.responseTime < a.responseTime : b.start < a.start;
        return query.descending ? more : less;
    });
    TracePage page{qint64(rows.size()), qint64(rows.size()), {}};
    for (std::size_t i = 0; i < rows.size() && query.sought; ++i) {
        page.soughtRow = rows[i].id == *query.sought ? qint64(i) : page.soughtRow;
    }
    if (query.after) { // the rows are as long as the test wrote them: no need to be quick
        const auto last =
            std::find_if(rows.begin(), rows.end(), [&](const TraceRow& row) { return row.id == query.after->id; });
        rows.erase(rows.begin(), last == rows.end() ? last : last + 1);
    }
    const auto left = static_cast<qint64>(rows.size());
    const auto first = std::min<qint64>(query.offset, left);
    const auto count = query.limit < 0 ? left - first : std::min(query.limit, left - first);
    page.rows.assign(rows.begin() + first, rows.begin() + first + count);
    return page;
}

Result<Trace> FakeTraceSource::trace(const TraceId& id, std::stop_token)
{
    const std::scoped_lock lock(m_mutex);
    for (const Trace& trace : m_traces) {
        if (trace.id == id) {
            return trace;
        }
    }
    return failure(u"Trace %1 is not in this session."_s.arg(id.toString()));
}

Result<ServiceGraph> FakeTraceSource::serviceGraph(const TraceSelection& selection, std::stop_token)
{
    const std::scoped_lock lock(m_mutex);
    ServiceGraph sum;
    for (const Trace& trace : m_traces) {
        if (isSelected(trace, selection)) {
            sum.add(graphOf(trace));
        }
    }
    return sum;
}

Result<std::vector<GraphBucket>> FakeTraceSource::graphSeries(
    const TraceSelection& selection, Duration step, std::stop_token)
{
    const std::scoped_lock lock(m_mutex);
    std::map<Timestamp, ServiceGraph> buckets;
    for (const Trace& trace : m_traces) {
        if (isSelected(trace, selection)) {
            buckets[Timestamp(trace.start.time_since_epoch() / step * step)].add(graphOf(trace));
        }
    }
    std::vector<GraphBucket> result;
    for (const auto& [begin, graph] : buckets) {
        result.push_back({begin, graph});
    }
    return result;
}

Result<std::vector<ActivityBucket>> FakeTraceSource::activity(
    const TraceSelection& selection, Duration step, std::stop_token)
{
    const TimeRange range = selection.range;
    const std::scoped_lock lock(m_mutex);
    std::map<qint64, ActivityBucket> buckets;
    for (const Trace& trace : m_traces) {
        if (!isSelected(trace, selection)) {
            continue;
        }
        const TraceRow row = traceRow(trace);
        const qint64 number = (row.start - range.begin) / step;
        ActivityBucket& bucket = buckets[number];
        bucket.begin = range.begin + number * step;
        switch (row.outcome()) {
        case Outcome::Ok:
            ++bucket.ok;
            break;
        case Outcome::Error:
            ++bucket.error;
            break;
        case Outcome::Throttle:
            ++bucket.throttle;
            break;
        case Outcome::Fault:
            ++bucket.fault;
            break;
        }
    }
    std::vector<ActivityBucket> result;
    for (const auto& [number, bucket] : buckets) {
        result.push_back(bucket);
    }
    return result;
}

Result<TraceStatistics> FakeTraceSource::statistics(const TraceSelection& selection, qint64 most, std::stop_token)
{
    const std::scoped_lock lock(m_mutex);
    TraceStatistics sum;
    std::map<QString, std::pair<FilterExpression, qint64>> services;
    std::map<int, qint64> codes;
    for (const Trace& trace : m_traces) {
        if (!isSelected(trace, selection)) {
            continue;
        }
        const TraceSummary summary = summarize(trace);
        ++sum.traces;
        ++sum.requests.responseTimes[summary.row.responseTime / std::chrono::milliseconds(1)];
        sum.requests.totalResponseTime += summary.row.responseTime;
        ++(summary.row.outcome() == Outcome::Fault ? sum.requests.fault : sum.requests.ok);
        ++codes[summary.row.status];
        for (const ServiceKey& service : summary.services) {
            auto& [clause, count] = services[service.name];
            clause = FilterExpression(FilterNode{ServiceCondition{{service.name, service.type, service.account}, {}}});
            ++count;
        }
    }
    Facet byService{FacetKind::Service, {}, {}};
    for (const auto& [name, entry] : services) {
        byService.values.push_back({name, entry.first, entry.second});
    }
    Facet byCode{FacetKind::Status, {}, {}};
    for (const auto& [code, count] : codes) {
        byCode.values.push_back({QString::number(code), statusClause(code), count});
    }
    for (Facet* facet : {&byService, &byCode}) {
        std::stable_sort(facet->values.begin(), facet->values.end(),
            [](const FacetValue& a, const FacetValue& b) { return a.traces > b.traces; });
        facet->distinct = static_cast<qint64>(facet->values.size());
        facet->values.resize(std::min(facet->values.size(), static_cast<std::size_t>(most)));
        if (!facet->values.empty()) {
            sum.facets.push_back(*facet);
        }
    }
    return sum;
}

Result<QStringList> FakeTraceSource::filterWords(
    const FilterCompletion& completion, const QString& typed, qint64, std::stop_token)
{
    const std::scoped_lock lock(m_mutex);
    QStringList words;
    for (const Trace& trace : m_traces) {
        for (const ServiceKey& service : summarize(trace).services) {
            const QString word = quotedFilterText(service.name);
            if (completion.blank == FilterBlank::ServiceName && word.contains(typed) && !words.contains(word)) {
                words.append(word);
            }
        }
    }
    return words;
}

Result<std::vector<Finding>> FakeTraceSource::findings(qint64, std::stop_token)
{
    const std::scoped_lock lock(m_mutex);
    return m_findings;
}

Result<TimeRange> FakeTraceSource::extent(std::stop_token)
{
    const std::scoped_lock lock(m_mutex);
    TimeRange extent{};
    if (m_rows.empty()) {
        return TimeRange{Timestamp(), Timestamp()};
    }
    const auto [first, last] = std::minmax_element(
        m_rows.begin(), m_rows.end(), [](const TraceRow& a, const TraceRow& b) { return a.start < b.start; });
    extent.begin = first->start;
    extent.end = last->start + Duration(1);
    return extent;
}

SessionCounters FakeTraceSource::counters() const
{
    const std::scoped_lock lock(m_mutex);
    SessionCounters counters;
    for (const Trace& trace : m_traces) {
        counters.documents += qint64(trace.documents.size());
        counters.segments += qint64(trace.segments.size());
    }
    counters.traces = qint64(m_rows.size());
    counters.findings = qint64(m_findings.size());
    counters.documents += counters.findings;
    counters.indexed = counters.documents;
    counters.fileBytes = 21'000'000;
    return counters;
}

void FakeTraceSource::onAdvanced(std::function<void()> advanced)
{
    const std::scoped_lock lock(m_mutex);
    m_advanced = std::move(advanced);
}

} // namespace fluoroscope::test
