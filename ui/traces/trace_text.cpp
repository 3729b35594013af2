// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/trace_text.h"

#include "core/text/units.h"
#include "core/trace/trace.h"
#include "ui/traces/trace_columns.h"
#include "ui/traces/trace_list_model.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString cell(const QString& text)
{
    static const QString special = u",\"\r\n"_s;
    static const QString formula = u"=+-@\t\r"_s;
    bool isNumber = false;
    text.toDouble(&isNumber);
    const QString safe = !text.isEmpty() && formula.contains(text.front()) && !isNumber ? u'\'' + text : text;
    const bool plain = std::none_of(safe.begin(), safe.end(), [](QChar c) { return special.contains(c); });
    return plain ? safe : u'"' + QString(safe).replace(u'"', u"\"\""_s) + u'"';
}

QByteArray line(const QStringList& cells)
{
    return (cells.join(u',') + u"\r\n"_s).toUtf8();
}

QString isoTime(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count() / 1000, Qt::UTC).toString(Qt::ISODateWithMs);
}

double milliseconds(Duration duration)
{
    return static_cast<double>(duration.count()) / 1000;
}

QString outcomeName(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Ok:
        return u"ok"_s;
    case Outcome::Error:
        return u"error"_s;
    case Outcome::Throttle:
        return u"throttle"_s;
    case Outcome::Fault:
        return u"fault"_s;
    }
    return {};
}

QJsonObject jsonOf(const TraceRow& row)
{
    QJsonObject json{{u"trace_id"_s, row.id.toString()}, {u"status"_s, outcomeName(row.outcome())},
        {u"in_progress"_s, row.isPartial}, {u"start"_s, isoTime(row.start)},
        {u"duration_ms"_s, milliseconds(row.duration)}, {u"entry_service"_s, row.entryPoint.name},
        {u"segments"_s, row.segmentCount}};
    const auto add = [&](const QString& key, const QJsonValue& value, bool isGiven) {
        if (isGiven) {
            json.insert(key, value);
        }
    };
    add(u"response_time_ms"_s, milliseconds(row.responseTime), !row.isUnanswered);
    add(u"response_code"_s, row.status, row.status > 0);
    add(u"method"_s, row.method, !row.method.isEmpty());
    add(u"url"_s, row.url, !row.url.isEmpty());
    add(u"client_ip"_s, row.clientIp, !row.clientIp.isEmpty());
    add(u"entry_type"_s, row.entryPoint.type, !row.entryPoint.type.isEmpty());
    QJsonObject annotations;
    for (const Annotation& annotation : row.annotations) {
        annotations.insert(
            annotation.key, std::visit([](const auto& value) { return QJsonValue(value); }, annotation.value));
    }
    add(u"annotations"_s, annotations, !annotations.isEmpty());
    return json;
}

} // namespace

CsvColumns CsvColumns::all(const QStringList& annotations)
{
    CsvColumns columns{annotations, {}};
    for (int column = 0; column < TraceListModel::ColumnCount + int(annotations.size()); ++column) {
        columns.order.push_back(column);
    }
    return columns;
}

QByteArray csvHeader(const CsvColumns& columns)
{
    static const QStringList names{u"trace_id"_s, u"status,in_progress"_s, u"start"_s, u"response_code"_s,
        u"response_time_ms"_s, u"duration_ms"_s, u"method"_s, u"url"_s, u"client_ip"_s, u"entry_service,entry_type"_s,
        u"segments"_s};
    QStringList cells;
    for (const int column : columns.order) {
        cells << (column < names.size() ? names[column] : cell(columns.annotations.value(column - int(names.size()))));
    }
    return line(cells);
}

QByteArray csvLine(const TraceRow& row, const CsvColumns& columns)
{
    QStringList cells;
    for (const int column : columns.order) {
        switch (column) {
        case TraceListModel::Id:
            cells << row.id.toString();
            break;
        case TraceListModel::Status:
            cells << outcomeName(row.outcome()) << (row.isPartial ? u"true"_s : u"false"_s);
            break;
        case TraceListModel::Start:
            cells << isoTime(row.start);
            break;
        case TraceListModel::Code:
            cells << (row.status > 0 ? QString::number(row.status) : QString());
            break;
        case TraceListModel::ResponseTime:
            cells << (row.isUnanswered ? QString() : QString::number(milliseconds(row.responseTime), 'f', 3));
            break;
        case TraceListModel::Length:
            cells << QString::number(milliseconds(row.duration), 'f', 3);
            break;
        case TraceListModel::Method:
            cells << cell(row.method);
            break;
        case TraceListModel::Url:
            cells << cell(row.url);
            break;
        case TraceListModel::ClientIp:
            cells << cell(row.clientIp);
            break;
        case TraceListModel::EntryPoint:
            cells << cell(row.entryPoint.name) << cell(row.entryPoint.type);
            break;
        case TraceListModel::Segments:
            cells << QString::number(row.segmentCount);
            break;
        default:
            cells << cell(
                annotationTextOf(row, columns.annotations.value(column - TraceListModel::ColumnCount), u"; "_s));
        }
    }
    return line(cells);
}

QByteArray segmentsCsv(const Trace& trace)
{
    QByteArray text = line({u"segment_id"_s, u"parent_id"_s, u"name"_s, u"depth"_s, u"inferred"_s, u"status"_s,
        u"in_progress"_s, u"start"_s, u"duration_ms"_s, u"response_code"_s, u"method"_s, u"url"_s});
    for (const Segment& segment : trace.segments) {
        const std::int32_t outer = segment.parent >= 0 ? segment.parent : segment.caller;
        const SegmentId parent = outer >= 0 ? trace.segments[static_cast<std::size_t>(outer)].id : segment.parentId;
        const bool isTimed = !segment.inProgress && !segment.placeholder;
        text += line({segment.id.toString(), parent.isNull() ? QString() : parent.toString(), cell(segment.name),
            QString::number(segment.depth), segment.inferred ? u"true"_s : u"false"_s, outcomeName(outcomeOf(segment)),
            segment.inProgress ? u"true"_s : u"false"_s, segment.placeholder ? QString() : isoTime(segment.start),
            isTimed ? QString::number(milliseconds(segment.duration()), 'f', 3) : QString(),
            segment.status() > 0 ? QString::number(segment.status()) : QString(),
            segment.http ? cell(segment.http->method) : QString(), segment.http ? cell(segment.http->url) : QString()});
    }
    return text;
}

QByteArray jsonOf(const std::vector<TraceRow>& rows)
{
    QJsonArray array;
    for (const TraceRow& row : rows) {
        array.append(jsonOf(row));
    }
    return QJsonDocument(array).toJson();
}

QString summaryLine(const TraceRow& row)
{
    QStringList parts{row.id.toString(), row.method, row.url, row.status > 0 ? QString::number(row.status) : QString(),
        outcomeName(row.outcome()), formatDuration(row.responseTime), formatUtc(row.start)};
    return parts.join(u' ').simplified(); // what was recorded may have lines of its own
}

} // namespace fluoroscope
