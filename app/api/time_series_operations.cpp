// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// GetTimeSeriesServiceStatistics (reference 5.7).
#include "app/api/query_input.h"
#include "core/filter/filter_parser.h"
#include "core/graph/graph_json.h"
#include "core/insight/fault_forecast.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qsizetype kPageEntries = 1000;
constexpr int kPeriod = 60; // seconds: what is meant where none is given, and what every other is a multiple of

const QString kOperation = u"GetTimeSeriesServiceStatistics"_s;

// A selector is one service or one edge. None stands for the edges from the clients.
using Selector = std::variant<std::monostate, ServiceCondition, EdgeCondition>;

ApiExpected<Selector> selectorOf(const QJsonObject& input)
{
    const QString text = input[u"EntitySelectorExpression"_s].toString();
    if (text.isEmpty()) {
        return Selector();
    }
    const auto parsed = parseFilter(text);
    if (!parsed) {
        return invalidRequest(u"EntitySelectorExpression, character %1: %2"_s.arg(parsed.error().position + 1)
                                  .arg(parsed.error().message));
    }
    if (!parsed->isEmpty()) {
        const auto& content = parsed->node().content;
        if (const auto* service = std::get_if<ServiceCondition>(&content); service && service->where.isEmpty()) {
            return Selector(*service);
        }
        if (const auto* edge = std::get_if<EdgeCondition>(&content); edge && edge->where.isEmpty()) {
            return Selector(*edge);
        }
    }
    return invalidRequest(u"EntitySelectorExpression must be service(…) or edge(…), without braces."_s);
}

bool isMeant(const ServiceTarget& target, const ServiceKey& key)
{
    // As in filter expressions: a client's node has the name of the service that it calls, and is found by its type.
    const bool typeFits = target.type.isEmpty() ? key.type != "client"_L1 : target.type == key.type;
    return typeFits && (target.name.isEmpty() || target.name == key.name)
        && (target.account.isEmpty() || target.account == key.account);
}

bool isMeant(const Selector& selector, const Service& service)
{
    const auto* wanted = std::get_if<ServiceCondition>(&selector);
    return wanted && isMeant(wanted->service, service.key);
}

bool isMeant(const Selector& selector, const Edge& edge)
{
    if (edge.type == EdgeType::Link) {
        return false;
    }
    if (const auto* wanted = std::get_if<EdgeCondition>(&selector)) {
        return (wanted->from.isAny() || isMeant(wanted->from, edge.from)) && isMeant(wanted->to, edge.to);
    }
    return std::holds_alternative<std::monostate>(selector) && edge.from.type == "client"_L1;
}

// The sum of all that is meant; nothing where there is none of it.
std::optional<CallStatistics> statisticsOf(const ServiceGraph& graph, const Selector& selector)
{
    ServiceGraph sum; // of them as one
    for (Service service : graph.services) {
        if (isMeant(selector, service)) {
            service.key = {};
            sum.add({{service}, {}});
        }
    }
    for (Edge edge : graph.edges) {
        if (isMeant(selector, edge)) {
            edge.from = edge.to = {};
            sum.add({{}, {edge}});
        }
    }
    if (!sum.services.empty()) {
        return sum.services.front().statistics;
    }
    return sum.edges.empty() ? std::optional<CallStatistics>() : sum.edges.front().statistics;
}

struct Question {
    TraceSelection selection;
    Selector selector;
    Duration period{};
    Timestamp pageBegin; // the entries before it were given already
    bool forecast = false;
};

struct Entry {
    Timestamp begin;
    CallStatistics statistics;
};

ApiExpected<Question> questionOf(const ApiContext& context, const QJsonObject& input)
{
    const auto range = rangeOf(context, input);
    const auto filter = groupFilterOf(context, input);
    const auto selector = selectorOf(input);
    const auto place = pagePlace(kOperation, input);
    if (!range || !filter || !selector || !place) {
        return tl::unexpected(!range ? range.error()
                : !filter            ? filter.error()
                : !selector          ? selector.error()
                                     : place.error());
    }
    const int period = input[u"Period"_s].toInt(kPeriod);
    if (period < kPeriod || period % kPeriod != 0) {
        return invalidRequest(u"Period must be a multiple of %1 seconds, not %2."_s.arg(kPeriod).arg(period));
    }
    const bool forecast = input[u"ForecastStatistics"_s].toBool();
    if (forecast && !std::holds_alternative<ServiceCondition>(*selector)) {
        return invalidRequest(u"ForecastStatistics needs an EntitySelectorExpression that names a service."_s);
    }
    Question question;
    question.selection = {*range, *filter};
    question.selector = *selector;
    question.period = std::chrono::seconds(period);
    question.pageBegin = Timestamp{Duration{(*place)[u"begin"_s].toInteger()}};
    question.forecast = forecast;
    return question;
}

std::vector<Entry> entriesOf(const std::vector<GraphBucket>& series, const Selector& selector)
{
    std::vector<Entry> entries;
    for (const GraphBucket& bucket : series) {
        if (const auto statistics = statisticsOf(bucket.graph, selector)) {
            entries.push_back({bucket.begin, *statistics});
        }
    }
    return entries;
}

// Of `entries`, by what was before them, too.
Result<std::vector<std::optional<FaultRange>>> forecastOf(
    const ApiContext& context, const Question& question, const std::vector<Entry>& entries, const std::stop_token& stop)
{
    TraceSelection before = question.selection;
    before.range.end = before.range.begin;
    before.range.begin -= static_cast<int>(kForecastHistory) * question.period;
    const auto series = context.source.graphSeries(before, question.period, stop);
    if (!series) {
        return tl::unexpected(series.error());
    }
    std::vector<Entry> all = entriesOf(*series, question.selector);
    const auto history = static_cast<std::ptrdiff_t>(all.size());
    all.insert(all.end(), entries.begin(), entries.end());
    std::vector<FaultCount> faults;
    for (const Entry& entry : all) {
        faults.push_back({entry.begin, entry.statistics.fault, entry.statistics.total()});
    }
    const auto ranges = faultForecast(faults);
    return std::vector<std::optional<FaultRange>>(ranges.begin() + history, ranges.end());
}

QJsonObject entryJson(const Entry& entry, const Selector& selector)
{
    const bool isOfService = std::holds_alternative<ServiceCondition>(selector);
    return {{u"Timestamp"_s, toEpochSeconds(entry.begin)},
        {isOfService ? u"ServiceSummaryStatistics"_s : u"EdgeSummaryStatistics"_s, statisticsJson(entry.statistics)},
        {u"ResponseTimeHistogram"_s, histogramJson(entry.statistics.responseTimes)}};
}

ApiResult getTimeSeries(const ApiContext& context, const ApiRequest& request)
{
    const auto question = questionOf(context, request.input);
    if (!question) {
        return tl::unexpected(question.error());
    }
    const auto series = context.source.graphSeries(question->selection, question->period, request.stop);
    if (!series) {
        return internalFailure(series.error());
    }
    // All of it each time: the forecast of a page needs what was before.
    const std::vector<Entry> entries = entriesOf(*series, question->selector);
    Result<std::vector<std::optional<FaultRange>>> forecast;
    if (question->forecast) {
        forecast = forecastOf(context, *question, entries, request.stop);
        if (!forecast) {
            return internalFailure(forecast.error());
        }
    }
    QJsonArray page;
    QJsonObject answer{{u"ContainsOldGroupVersions"_s, false}};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Timestamp begin = entries[i].begin;
        if (begin < question->pageBegin) {
            continue;
        }
        if (page.size() == kPageEntries) {
            answer.insert(u"NextToken"_s,
                pageToken(
                    kOperation, request.input, {{u"begin"_s, static_cast<qint64>(begin.time_since_epoch().count())}}));
            break;
        }
        QJsonObject json = entryJson(entries[i], question->selector);
        if (question->forecast && (*forecast)[i]) {
            const FaultRange& expected = *(*forecast)[i];
            json.insert(u"ServiceForecastStatistics"_s,
                QJsonObject{{u"FaultCountHigh"_s, expected.high}, {u"FaultCountLow"_s, expected.low}});
        }
        page.append(json);
    }
    answer.insert(u"TimeSeriesServiceStatistics"_s, page);
    return answer;
}

} // namespace

std::vector<ApiOperation> timeSeriesOperations()
{
    return {{kOperation, u"/TimeSeriesServiceStatistics"_s,
        structureShape({required(u"StartTime"_s, timeShape()), required(u"EndTime"_s, timeShape()),
            optional(u"GroupName"_s, textShape(1, 32)), optional(u"GroupARN"_s, textShape(1, 400)),
            optional(u"EntitySelectorExpression"_s, textShape(1, 500)), optional(u"Period"_s, integerShape()),
            optional(u"ForecastStatistics"_s, booleanShape()), optional(u"NextToken"_s, textShape())}),
        getTimeSeries}};
}

} // namespace fluoroscope
