// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/trace_columns.h"

#include "core/segment/annotation_text.h"
#include "core/text/units.h"
#include "ui/filter/filter_clauses.h"
#include "ui/theme/theme.h"
#include "ui/traces/trace_list_model.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TraceColumn", text);
}

// What the list's status column says, as a filter. A trace counts as throttled when any of its calls was.
FilterExpression outcomeClause(Outcome outcome)
{
    const FilterKeyword keyword = outcome == Outcome::Fault ? FilterKeyword::Fault
        : outcome == Outcome::Throttle                      ? FilterKeyword::Throttle
        : outcome == Outcome::Error                         ? FilterKeyword::Error
                                                            : FilterKeyword::Ok;
    const FilterExpression clause(FilterNode{KeywordCondition{keyword, FilterOperator::Equal, true}});
    return outcome == Outcome::Throttle
        ? FilterExpression::anyOf({clause, FilterExpression(FilterNode{ServiceCondition{{}, clause}})})
        : clause;
}

const std::array<TraceColumn, TraceListModel::ColumnCount> kColumns{{
    {[] { return tr("ID"); }, [](const TraceRow& row) { return shortTraceId(row.id); },
        [](const TraceRow& row) { return row.id.toString(); }, TraceOrder::Id, false, 88},
    {[] { return tr("Status"); },
        [](const TraceRow& row) { return isOpen(row) ? tr("In progress") : outcomeWord(row.outcome()); },
        [](const TraceRow& row) { return row.isPartial ? tr("A segment is still in progress") : QString(); },
        TraceOrder::Outcome, false, 96},
    {[] { return tr("Timestamp"); }, [](const TraceRow& row) { return formatMomentShort(row.start); },
        [](const TraceRow& row) { return formatUtc(row.start); }, TraceOrder::Start, false, 108},
    {[] { return tr("Code"); }, [](const TraceRow& row) { return row.status ? QString::number(row.status) : u"–"_s; },
        nullptr, TraceOrder::Status, true, 52},
    {[] { return tr("Response time"); },
        [](const TraceRow& row) { return row.isUnanswered ? u"–"_s : formatDuration(row.responseTime); },
        [](const TraceRow&) { return tr("What the client waited for the first segment"); }, TraceOrder::ResponseTime,
        true, 108},
    {[] { return tr("Duration"); },
        [](const TraceRow& row) { return row.isUnanswered ? u"–"_s : formatDuration(row.duration); },
        [](const TraceRow&) { return tr("Until the last work of the trace ended"); }, TraceOrder::Length, true, 84},
    {[] { return tr("Method"); }, [](const TraceRow& row) { return row.method; }, nullptr, TraceOrder::Method, false,
        68},
    {[] { return tr("URL"); }, [](const TraceRow& row) { return row.url; }, [](const TraceRow& row) { return row.url; },
        TraceOrder::Url, false, 200},
    {[] { return tr("Client IP"); }, [](const TraceRow& row) { return row.clientIp; },
        [](const TraceRow& row) { return row.clientIp; }, TraceOrder::ClientIp, false, 100},
    {[] { return tr("Entry service"); }, [](const TraceRow& row) { return row.entryPoint.name; },
        [](const TraceRow& row) { return row.entryPoint.name + u'\n' + row.entryPoint.type; }, TraceOrder::EntryPoint,
        false, 120},
    {[] { return tr("Segments"); }, [](const TraceRow& row) { return formatCount(row.segmentCount); }, nullptr,
        TraceOrder::Segments, true, 92},
}};

} // namespace

bool isOpen(const TraceRow& row)
{
    return row.isPartial && row.outcome() == Outcome::Ok;
}

const TraceColumn& traceColumn(int column)
{
    return kColumns.at(std::size_t(column));
}

FilterExpression valueClause(const TraceRow& row, int column, const QStringList& keys)
{
    const auto text = [](FilterKeyword keyword, const QString& value) {
        return value.isEmpty() ? FilterExpression() : textClause(keyword, value);
    };
    switch (column) {
    case TraceListModel::Status:
        return outcomeClause(row.outcome());
    case TraceListModel::Code:
        return row.status > 0 ? statusClause(row.status) : FilterExpression();
    case TraceListModel::Method:
        return text(FilterKeyword::HttpMethod, row.method);
    case TraceListModel::Url:
        return text(FilterKeyword::HttpUrl, row.url);
    case TraceListModel::ClientIp:
        return text(FilterKeyword::HttpClientIp, row.clientIp);
    case TraceListModel::EntryPoint:
        return row.entryPoint.name.isEmpty() ? FilterExpression() : serviceClause(row.entryPoint);
    default:
        break;
    }
    const QString key = keys.value(column - TraceListModel::ColumnCount);
    const auto own = std::find_if(row.annotations.begin(), row.annotations.end(),
        [&](const Annotation& annotation) { return annotation.key == key; });
    return own == row.annotations.end() ? FilterExpression() : annotationClause(key, own->value);
}

QString annotationTextOf(const TraceRow& row, const QString& key, const QString& separator)
{
    QStringList texts;
    for (const Annotation& annotation : row.annotations) {
        if (annotation.key == key) {
            texts << annotationText(annotation.value);
        }
    }
    return texts.join(separator);
}

bool isNumberAnnotation(const TraceRow& row, const QString& key)
{
    return std::any_of(row.annotations.begin(), row.annotations.end(), [&](const Annotation& annotation) {
        return annotation.key == key && std::holds_alternative<double>(annotation.value);
    });
}

QStringView hostOf(const QString& url)
{
    const qsizetype scheme = url.indexOf("://"_L1);
    const qsizetype path = scheme < 0 ? -1 : url.indexOf(u'/', scheme + 3);
    return path < 0 ? QStringView() : QStringView(url).sliced(scheme + 3, path - scheme - 3);
}

QString shortTraceId(const TraceId& id)
{
    return u'…' + id.toString().right(8);
}

} // namespace fluoroscope
