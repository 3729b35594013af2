// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/trace_text.h"

#include "core/text/units.h"
#include "ui/traces/trace_columns.h"

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
    const bool plain = std::none_of(text.begin(), text.end(), [](QChar c) { return special.contains(c); });
    return plain ? text : u'"' + QString(text).replace(u'"', u"\"\""_s) + u'"';
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
        {u"response_time_ms"_s, milliseconds(row.responseTime)}, {u"duration_ms"_s, milliseconds(row.duration)},
        {u"entry_service"_s, row.entryPoint.name}, {u"segments"_s, row.segmentCount}};
    const auto add = [&](const QString& key, const QJsonValue& value, bool isGiven) {
        if (isGiven) {
            json.insert(key, value);
        }
    };
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

QByteArray csvHeader(const QStringList& annotations)
{
    QStringList cells{u"trace_id"_s, u"status"_s, u"in_progress"_s, u"start"_s, u"response_code"_s,
        u"response_time_ms"_s, u"duration_ms"_s, u"method"_s, u"url"_s, u"client_ip"_s, u"entry_service"_s,
        u"entry_type"_s, u"segments"_s};
    for (const QString& key : annotations) {
        cells << cell(key);
    }
    return line(cells);
}

QByteArray csvLine(const TraceRow& row, const QStringList& annotations)
{
    QStringList cells{row.id.toString(), outcomeName(row.outcome()), row.isPartial ? u"true"_s : u"false"_s,
        isoTime(row.start), row.status > 0 ? QString::number(row.status) : QString(),
        QString::number(milliseconds(row.responseTime), 'f', 3), QString::number(milliseconds(row.duration), 'f', 3),
        cell(row.method), cell(row.url), cell(row.clientIp), cell(row.entryPoint.name), cell(row.entryPoint.type),
        QString::number(row.segmentCount)};
    for (const QString& key : annotations) {
        cells << cell(annotationTextOf(row, key, u"; "_s));
    }
    return line(cells);
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
    parts.removeAll(QString());
    return parts.join(u' ');
}

} // namespace fluoroscope
