// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// GetTraceSummaries and BatchGetTraces (reference 5.4 and 5.5).
#include "app/api/query_input.h"
#include "core/trace/trace_json.h"

#include <QJsonArray>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qint64 kPageTraces = 100;
constexpr qsizetype kPageCharacters = 4 << 20; // of documents, after which a page ends
constexpr qsizetype kStrictTraces = 5;

const QString kSummaries = u"GetTraceSummaries"_s;
const QString kTraces = u"BatchGetTraces"_s;

TraceTime timeOf(const QString& type)
{
    return type == "Event"_L1 ? TraceTime::Activity : type == "Service"_L1 ? TraceTime::End : TraceTime::Start;
}

// The share of traces that SamplingStrategy wants. A PartialScan looks at fewer traces to answer sooner; here nothing
// is gained by that, and all are given.
ApiExpected<double> shareOf(const QJsonObject& input)
{
    const QJsonObject strategy = input[u"SamplingStrategy"_s].toObject();
    const double share = strategy[u"Value"_s].toDouble(1);
    if (!(share >= 0 && share <= 1)) {
        return invalidRequest(u"SamplingStrategy.Value must be from 0 to 1."_s);
    }
    return strategy[u"Name"_s] == u"FixedRate"_s ? share : 1.0;
}

// Decided by the id alone, so that every page and every repetition gives the same traces.
bool isSampled(const TraceId& id, double share)
{
    const QByteArray bytes = id.bytes(); // the last of which are random
    return qFromBigEndian<quint32>(bytes.constData() + bytes.size() - 4) < share * 0x1p32;
}

ApiExpected<TraceQuery> queryOf(const ApiContext& context, const QJsonObject& input)
{
    TraceQuery query;
    query.limit = kPageTraces;
    query.counted = false;
    query.selection.time = timeOf(input[u"TimeRangeType"_s].toString());
    const auto range = rangeOf(context, input);
    const auto filter = filterOf(context, input[u"FilterExpression"_s].toString());
    const auto place = pagePlace(kSummaries, input);
    if (!range || !filter || !place) {
        return tl::unexpected(!range ? range.error() : !filter ? filter.error() : place.error());
    }
    query.selection.range = *range;
    query.selection.filter = *filter;
    if (!place->isEmpty()) {
        query.after = TracePosition{Timestamp{Duration{(*place)[u"start"_s].toInteger()}},
            TraceId::fromString((*place)[u"id"_s].toString()).value_or(TraceId())};
    }
    return query;
}

QString tokenAfter(const QJsonObject& input, const TraceRow& last)
{
    return pageToken(kSummaries, input,
        {{u"start"_s, static_cast<qint64>(last.start.time_since_epoch().count())}, {u"id"_s, last.id.toString()}});
}

ApiResult getTraceSummaries(const ApiContext& context, const ApiRequest& request)
{
    const auto query = queryOf(context, request.input);
    const auto share = shareOf(request.input);
    if (!query || !share) {
        return tl::unexpected(query ? share.error() : query.error());
    }
    const auto page = context.source.traces(*query, request.stop);
    if (!page) {
        return internalFailure(page.error());
    }
    QJsonArray summaries;
    for (const TraceRow& row : page->rows) {
        if (!isSampled(row.id, *share)) {
            continue;
        }
        // One that was evicted meanwhile is left out.
        if (const auto trace = context.source.trace(row.id, request.stop)) {
            summaries.append(summaryJson(*trace));
        }
    }
    const auto count = static_cast<qint64>(page->rows.size());
    const Timestamp newest =
        count > 0 ? page->rows.front().start : std::min(query->selection.range.end, context.clock());
    QJsonObject answer{{u"TraceSummaries"_s, summaries}, {u"ApproximateTime"_s, std::floor(toEpochSeconds(newest))},
        {u"TracesProcessedCount"_s, std::max(page->scanned, count)}};
    if (count == kPageTraces) {
        answer.insert(u"NextToken"_s, tokenAfter(request.input, page->rows.back()));
    }
    return answer;
}

qsizetype charactersOf(const QJsonObject& trace)
{
    qsizetype characters = 0;
    for (const QJsonValue& segment : trace[u"Segments"_s].toArray()) {
        characters += segment[u"Document"_s].toString().size();
    }
    return characters;
}

ApiResult batchGetTraces(const ApiContext& context, const ApiRequest& request)
{
    QJsonArray unprocessed;
    const std::vector<TraceId> ids = traceIdsOf(request.input, unprocessed);
    if (context.strict && static_cast<qsizetype>(ids.size()) + unprocessed.size() > kStrictTraces) {
        return invalidRequest(u"TraceIds must have at most %1 entries."_s.arg(kStrictTraces));
    }
    const auto place = pagePlace(kTraces, request.input);
    if (!place) {
        return tl::unexpected(place.error());
    }
    auto next = static_cast<std::size_t>((*place)[u"next"_s].toInteger());
    if (next > 0) {
        unprocessed = {}; // the first page told the malformed ones
    }
    QJsonArray traces;
    qsizetype characters = 0;
    for (; next < ids.size() && characters < kPageCharacters; ++next) {
        if (const auto trace = context.source.trace(ids[next], request.stop)) {
            traces.append(traceJson(*trace));
            characters += charactersOf(traces.last().toObject());
        } else {
            unprocessed.append(ids[next].toString());
        }
    }
    QJsonObject answer{{u"Traces"_s, traces}, {u"UnprocessedTraceIds"_s, unprocessed}};
    if (next < ids.size()) {
        answer.insert(u"NextToken"_s, pageToken(kTraces, request.input, {{u"next"_s, static_cast<qint64>(next)}}));
    }
    return answer;
}

} // namespace

std::vector<ApiOperation> traceOperations()
{
    return {
        {kSummaries, u"/TraceSummaries"_s,
            structureShape({required(u"StartTime"_s, timeShape()), required(u"EndTime"_s, timeShape()),
                optional(u"TimeRangeType"_s, choiceShape({u"TraceId"_s, u"Event"_s, u"Service"_s})),
                optional(u"Sampling"_s, booleanShape()),
                optional(u"SamplingStrategy"_s,
                    structureShape({optional(u"Name"_s, choiceShape({u"PartialScan"_s, u"FixedRate"_s})),
                        optional(u"Value"_s, numberShape())})),
                optional(u"FilterExpression"_s, textShape()), optional(u"NextToken"_s, textShape())}),
            getTraceSummaries},
        {kTraces, u"/Traces"_s,
            structureShape(
                {required(u"TraceIds"_s, listShape(textShape(1, 35))), optional(u"NextToken"_s, textShape())}),
            batchGetTraces},
    };
}

} // namespace fluoroscope
