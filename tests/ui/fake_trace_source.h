// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sessions written by hand for tests of the window: five traces of a small shop, or a list as long as one likes.
#pragma once

#include "core/filter/filter_evaluation.h"
#include "core/ports/capture.h"
#include "core/ports/trace_source.h"
#include "core/trace/trace_assembly.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>

namespace fluoroscope::test {

using namespace Qt::StringLiterals;

// Keeps traces in memory and answers from them. add() may be called while the window asks.
class FakeTraceSource : public TraceSource {
public:
    // A trace of `documents`, whose ids need not be in them right.
    void add(const TraceId& id, const std::vector<QByteArray>& documents)
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

    void addFinding(const Finding& finding)
    {
        const std::scoped_lock lock(m_mutex);
        m_findings.insert(m_findings.begin(), finding);
    }

    // As the session's own thread would, after a commit.
    void announce()
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

    Result<TracePage> traces(const TraceQuery& query, std::stop_token) override
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
            const bool less =
                query.order == TraceOrder::ResponseTime ? a.responseTime < b.responseTime : a.start < b.start;
            const bool more =
                query.order == TraceOrder::ResponseTime ? b.responseTime < a.responseTime : b.start < a.start;
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

    Result<Trace> trace(const TraceId& id, std::stop_token) override
    {
        const std::scoped_lock lock(m_mutex);
        for (const Trace& trace : m_traces) {
            if (trace.id == id) {
                return trace;
            }
        }
        return failure(u"Trace %1 is not in this session."_s.arg(id.toString()));
    }

    Result<ServiceGraph> serviceGraph(const TraceSelection& selection, std::stop_token) override
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

    Result<std::vector<GraphBucket>> graphSeries(
        const TraceSelection& selection, Duration step, std::stop_token) override
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

    Result<std::vector<ActivityBucket>> activity(
        const TraceSelection& selection, Duration step, std::stop_token) override
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

    Result<TraceStatistics> statistics(const TraceSelection& selection, qint64 most, std::stop_token) override
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
                clause =
                    FilterExpression(FilterNode{ServiceCondition{{service.name, service.type, service.account}, {}}});
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
            facet->values.resize(std::min(facet->values.size(), static_cast<std::size_t>(most)));
            if (!facet->values.empty()) {
                sum.facets.push_back(*facet);
            }
        }
        return sum;
    }

    Result<QStringList> filterWords(
        const FilterCompletion& completion, const QString& typed, qint64, std::stop_token) override
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

    Result<std::vector<Finding>> findings(qint64, std::stop_token) override
    {
        const std::scoped_lock lock(m_mutex);
        return m_findings;
    }

    Result<TimeRange> extent(std::stop_token) override
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

    [[nodiscard]] SessionCounters counters() const override
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

    [[nodiscard]] QString name() const override { return u"shop.fluoro"_s; }

    void onAdvanced(std::function<void()> advanced) override
    {
        const std::scoped_lock lock(m_mutex);
        m_advanced = std::move(advanced);
    }

private:
    static void addAnnotations(TraceRow& row, const Trace& trace, const QStringList& keys)
    {
        for (const SummaryAnnotation& entry : summarize(trace).annotations) {
            if (keys.contains(entry.annotation.key)) {
                row.annotations.push_back(entry.annotation);
            }
        }
    }

    static const AnnotationValue* annotationOf(const TraceRow& row, const QString& key)
    {
        const auto found = std::find_if(row.annotations.begin(), row.annotations.end(),
            [&](const Annotation& annotation) { return annotation.key == key; });
        return found == row.annotations.end() ? nullptr : &found->value;
    }

    static bool isSelected(const Trace& trace, const TraceSelection& selection)
    {
        return selection.range.contains(trace.start) && matches(selection.filter, FilterSubject(trace));
    }

    mutable std::mutex m_mutex;
    std::vector<Trace> m_traces;
    std::vector<TraceRow> m_rows;
    std::vector<Finding> m_findings;
    std::function<void()> m_advanced;
};

inline TraceId traceIdAt(Timestamp start, int number)
{
    const auto seconds = quint32(start.time_since_epoch().count() / 1'000'000);
    return *TraceId::fromString(
        u"1-%1-%2"_s.arg(seconds, 8, 16, QChar(u'0')).arg(quint64(number) + 0xabc000ULL, 24, 16, QChar(u'0')));
}

// One request: service-a calls the table "orders" and, unless `status` is 404, service-b.
inline std::vector<QByteArray> requestDocuments(
    const TraceId& id, Timestamp start, int number, int status, Duration took)
{
    const auto time = [&](double share) {
        return QByteArray::number(toEpochSeconds(start) + share * toSeconds(took), 'f', 6);
    };
    const QByteArray n = QByteArray::number(number + 0x1000, 16);
    const QByteArray idA = "aaaaaaaaaaaa" + n;
    const QByteArray idB = "bbbbbbbbbbbb" + n;
    const QByteArray call = "cccccccccccc" + n;
    const QByteArray table = "dddddddddddd" + n;
    const QByteArray flags = status >= 500 ? R"("fault":true,)"
        : status == 429                    ? R"("error":true,"throttle":true,)"
        : status >= 400                    ? R"("error":true,)"
                                           : "";
    const QByteArray code = QByteArray::number(status);
    const QByteArray trace = id.toString().toLatin1();
    std::vector<QByteArray> documents;
    documents.push_back(R"({"trace_id":")" + trace + R"(","id":")" + idA + R"(","name":"service-a",)" + flags
        + R"("origin":"AWS::ECS::Container","start_time":)" + time(0) + R"(,"end_time":)" + time(1)
        + R"(,"http":{"request":{"method":"GET","url":"http://localhost:3000/order/)" + QByteArray::number(number % 9)
        + R"(","client_ip":"::ffff:127.0.0.1","user_agent":"curl/7.88"},"response":{"status":)" + code
        + R"(}},"subsegments":[{"id":")" + table + R"(","name":"DynamoDB","namespace":"aws","start_time":)" + time(0.05)
        + R"(,"end_time":)" + time(0.2)
        + R"(,"aws":{"operation":"GetItem","table_name":"orders","request_id":"REQ1"},"http":{"response":{"status":200}}},)"
        + R"({"id":")" + call + R"(","name":"service-b","namespace":"remote",)" + flags + R"("start_time":)" + time(0.3)
        + R"(,"end_time":)" + time(0.95) + R"(,"http":{"request":{"method":"GET","url":"http://service-b/price"},)"
        + R"("response":{"status":)" + code + R"(}}}]})");
    if (status != 404) {
        documents.push_back(R"({"trace_id":")" + trace + R"(","id":")" + idB + R"(","parent_id":")" + call
            + R"(","name":"service-b",)" + flags + R"("origin":"AWS::ECS::Container","start_time":)" + time(0.35)
            + R"(,"end_time":)" + time(0.9) + R"(,"http":{"request":{"method":"GET","url":"http://service-b/price"},)"
            + R"("response":{"status":)" + code + R"(}}})");
    }
    return documents;
}

inline TraceId addRequest(FakeTraceSource& source, Timestamp start, int number, int status, Duration took)
{
    const TraceId id = traceIdAt(start, number);
    source.add(id, requestDocuments(id, start, number, status, took));
    return id;
}

// Five requests, the newest a second before `now`: 200, 200, 404, 429, 502 from the oldest to the newest.
inline std::vector<TraceId> addFiveTraces(FakeTraceSource& source, Timestamp now)
{
    using std::chrono::milliseconds;
    using std::chrono::seconds;
    return {addRequest(source, now - seconds(50), 1, 200, milliseconds(209)),
        addRequest(source, now - seconds(40), 2, 200, milliseconds(183)),
        addRequest(source, now - seconds(30), 3, 404, milliseconds(96)),
        addRequest(source, now - seconds(20), 4, 429, milliseconds(88)),
        addRequest(source, now - seconds(1), 5, 502, milliseconds(1240))};
}

// A list of `count` traces, made up when it is asked for: trace n starts n seconds after the epoch of the session.
class LongTraceSource : public FakeTraceSource {
public:
    explicit LongTraceSource(qint64 count)
        : m_count(count)
    {
    }

    void setCount(qint64 count) { m_count = count; }

    [[nodiscard]] static TraceRow rowOf(qint64 number)
    {
        TraceRow row;
        row.start = Timestamp{std::chrono::seconds(1'600'000'000 + number)};
        row.id = traceIdAt(row.start, int(number));
        row.responseTime = row.duration = std::chrono::milliseconds(1 + number % 997);
        row.status = 200;
        row.method = u"GET"_s;
        row.url = u"http://localhost:3000/order/%1"_s.arg(number);
        row.segmentCount = 3;
        return row;
    }

    Result<TracePage> traces(const TraceQuery& query, std::stop_token) override
    {
        const qint64 count = m_count;
        const auto seconds = [](Timestamp time) {
            return time == Timestamp::min() ? 0
                                            : (time.time_since_epoch().count() + 999'999) / 1'000'000 - 1'600'000'000;
        };
        const qint64 first = std::clamp<qint64>(seconds(query.selection.range.begin), 0, count);
        const qint64 end = query.selection.range.end == Timestamp::max()
            ? count
            : std::clamp<qint64>(seconds(query.selection.range.end), first, count);
        TracePage page{end - first, end - first, {}};
        const qint64 last = std::min(page.total, query.limit < 0 ? page.total : query.offset + query.limit);
        for (qint64 i = query.offset; i < last; ++i) {
            page.rows.push_back(rowOf(query.descending ? end - 1 - i : first + i));
        }
        ++m_asked;
        return page;
    }

    [[nodiscard]] int asked() const { return m_asked; }

private:
    std::atomic<qint64> m_count;
    std::atomic<int> m_asked = 0;
};

class FakeCapture : public Capture {
public:
    CaptureStatus shown{true, u"127.0.0.1:2000"_s, {}, u"127.0.0.1:2000"_s, {}, 0, 0, 8'388'608};
    std::function<void()> onTestSegment;

    [[nodiscard]] CaptureStatus status() const override
    {
        const std::scoped_lock lock(m_mutex);
        return shown;
    }
    Result<QString> rebind(const QString&) override
    {
        const std::scoped_lock lock(m_mutex);
        shown.listening = true;
        shown.address = u"127.0.0.1:40123"_s;
        shown.problem.clear();
        return shown.address;
    }
    Result<void> sendTestSegment() override
    {
        if (onTestSegment) {
            onTestSegment();
        }
        return {};
    }
    Result<void> playDemo() override { return sendTestSegment(); }

private:
    mutable std::mutex m_mutex;
};

} // namespace fluoroscope::test
