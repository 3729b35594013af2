// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_text.h"

#include "core/text/units.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Map", text);
}

// The number of formatRate(), without its unit.
QString rateNumber(qint64 count, double minutes)
{
    return formatRate(static_cast<double>(count) / minutes).remove(u"/min"_s);
}

QString lengthText(double minutes)
{
    return minutes < 120 ? tr("%1 min").arg(QString::number(minutes, 'g', 3))
                         : formatDuration(durationFromSeconds(minutes * 60));
}

QString afterLast(const QString& text, QChar separator)
{
    return text.mid(text.lastIndexOf(separator) + 1);
}

// One line each, the first bold. Names come from the network: they are escaped, or they could be markup.
QString tipOf(const QStringList& lines)
{
    QString html;
    for (const QString& line : lines) {
        html += html.isEmpty() ? u"<b>"_s + line.toHtmlEscaped() + u"</b>"_s : u"<br>"_s + line.toHtmlEscaped();
    }
    return u"<p style='white-space:pre'>"_s + html + u"</p>"_s;
}

QStringList statisticsLines(const CallStatistics& statistics, qint64 count, double minutes, const QString& rate)
{
    QStringList lines;
    if (statistics.total() > 0) {
        lines +=
            tr("%1 average · %2 p95")
                .arg(formatDuration(statistics.averageResponseTime()), formatDuration(statistics.percentile(0.95)));
        QStringList shares;
        for (const OutcomeShare& share : outcomeShares(statistics)) {
            shares += outcomeMark(share.outcome) + u' ' + shareText(share);
        }
        lines += shares.join(u" · "_s);
    }
    if (count > 0 && minutes > 0) {
        lines += rate.arg(rateNumber(count, minutes), lengthText(minutes));
    }
    if (count > statistics.total()) {
        lines += tr("%1 in progress").arg(formatCount(count - statistics.total()));
    }
    return lines;
}

} // namespace

QString mapName(const ServiceKey& key)
{
    if (key.type == u"client") {
        return tr("Client");
    }
    QString last = key.name;
    if (key.name.startsWith(u"arn:")) {
        last = afterLast(afterLast(key.name, u':'), u'/');
    } else if (key.name.startsWith(u"https://") || key.name.startsWith(u"http://")) {
        last = afterLast(key.name, u'/');
    }
    return last.isEmpty() ? key.name : last;
}

Outcome worstOutcome(const CallStatistics& statistics)
{
    return statistics.fault > 0   ? Outcome::Fault
        : statistics.throttle > 0 ? Outcome::Throttle
        : statistics.error > 0    ? Outcome::Error
                                  : Outcome::Ok;
}

std::vector<OutcomeShare> outcomeShares(const CallStatistics& statistics)
{
    std::vector<OutcomeShare> shares;
    const auto add = [&](Outcome outcome, qint64 count) {
        if (count > 0) {
            shares.push_back({outcome, static_cast<double>(count) / static_cast<double>(statistics.total())});
        }
    };
    add(Outcome::Ok, statistics.ok);
    add(Outcome::Error, statistics.error);
    add(Outcome::Fault, statistics.fault);
    add(Outcome::Throttle, statistics.throttle);
    return shares;
}

QString shareText(const OutcomeShare& share)
{
    const QString word = outcomeWord(share.outcome);
    return formatShare(share.share) + u' ' + (share.outcome == Outcome::Ok ? word : word.toLower());
}

QString durationText(const CallStatistics& statistics)
{
    return statistics.total() > 0 ? formatDuration(statistics.averageResponseTime()) : tr("in progress");
}

QString rateText(qint64 count, double minutes)
{
    return minutes > 0 ? formatRate(static_cast<double>(count) / minutes) : QString();
}

QString edgeText(const Edge& edge, double minutes)
{
    if (edge.calls == 0) {
        return {};
    }
    const QString rate = rateText(edge.calls, minutes);
    if (edge.statistics.total() == 0) {
        return rate;
    }
    const Outcome worst = worstOutcome(edge.statistics);
    const QString mark = worst == Outcome::Ok ? QString() : outcomeMark(worst) + u' ';
    const QString time = mark + formatDuration(edge.statistics.averageResponseTime());
    return rate.isEmpty() ? time : time + u" · "_s + rate;
}

QString nodeTip(const Service& service, double minutes, bool pinned)
{
    QStringList lines{service.key.name};
    const QStringList pin = pinned ? QStringList{tr("Pinned: stays where it was put")} : QStringList();
    if (service.isClient()) {
        return tipOf(lines << tr("Clients of %1").arg(service.key.name) << pin);
    }
    if (!service.key.type.isEmpty()) {
        lines += service.key.type;
    }
    if (service.isInferred()) {
        lines += tr("Inferred: known from its callers only");
    }
    return tipOf(lines
        + statisticsLines(service.statistics, service.requests, minutes, tr("%1 requests per minute, over %2")) + pin);
}

QString edgeTip(const Edge& edge, double minutes)
{
    QStringList lines{mapName(edge.from) + u" → "_s + mapName(edge.to)};
    if (edge.type == EdgeType::Link) {
        lines += tr("Linked traces (asynchronous)");
    }
    return tipOf(lines + statisticsLines(edge.statistics, edge.calls, minutes, tr("%1 calls per minute, over %2")));
}

QString nodeSpeech(const Service& service, double minutes, bool pinned)
{
    QStringList parts{mapName(service.key)};
    if (service.isClient()) {
        return (parts << tr("calls %1").arg(service.key.name) << (pinned ? QStringList{tr("pinned")} : QStringList()))
            .join(u", "_s);
    }
    if (!service.key.type.isEmpty()) {
        parts += service.key.type;
    }
    if (service.isInferred()) {
        parts += tr("inferred");
    }
    if (service.statistics.total() > 0) {
        parts += tr("%1 average").arg(formatDuration(service.statistics.averageResponseTime()));
    } else {
        parts += tr("in progress");
    }
    if (minutes > 0) {
        parts += tr("%1 requests per minute").arg(rateNumber(service.requests, minutes));
    }
    for (const OutcomeShare& share : outcomeShares(service.statistics)) {
        if (share.outcome != Outcome::Ok) {
            parts += shareText(share);
        }
    }
    if (pinned) {
        parts += tr("pinned");
    }
    return parts.join(u", "_s);
}

} // namespace fluoroscope
