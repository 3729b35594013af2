// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/timeline_facts.h"

#include "core/text/units.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Timeline", text);
}

QString tableRow(const QString& label, const QString& value)
{
    return u"<tr><td style='padding-right:12px'>%1</td><td>%2</td></tr>"_s.arg(
        label.toHtmlEscaped(), value.toHtmlEscaped());
}

QString whatItIs(const Segment& segment)
{
    if (segment.placeholder) {
        return tr("Not received: other segments name it as their parent.");
    }
    if (segment.inferred) {
        return tr("Inferred: the service behind this call sends no segments of its own.");
    }
    return {};
}

} // namespace

QString durationText(const Segment& segment)
{
    return segment.inProgress || segment.placeholder ? u"–"_s
                                                     : formatDuration(std::max(segment.duration(), Duration{0}));
}

QString runLabel(const TimelineRows& rows, TimelineRow row)
{
    const SiblingRun& run = rows.run(row);
    const Segment& first = rows.segment(row);
    QStringList parts{first.aws ? first.aws->operation : first.http ? first.http->method : QString()};
    parts << (run.ended > 0 ? tr("%1 × %2").arg(formatCount(run.ended), formatDuration(run.mean()))
                            : tr("in progress"));
    const auto add = [&](int count, const char* one, const char* many) {
        if (count > 0) {
            parts << (count == 1 ? tr(one) : tr(many).arg(formatCount(count)));
        }
    };
    add(run.faults, QT_TRANSLATE_NOOP("Timeline", "1 fault"), QT_TRANSLATE_NOOP("Timeline", "%1 faults"));
    add(run.errors, QT_TRANSLATE_NOOP("Timeline", "1 error"), QT_TRANSLATE_NOOP("Timeline", "%1 errors"));
    add(run.throttles, QT_TRANSLATE_NOOP("Timeline", "1 throttle"), QT_TRANSLATE_NOOP("Timeline", "%1 throttles"));
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

QString rowName(const TimelineRows& rows, TimelineRow row)
{
    return row.isHeader() ? rows.group(row).service.name
        : row.isRun()     ? tr("%1 ×%2").arg(rows.segment(row).name, formatCount(rows.run(row).count()))
                          : rows.segment(row).name;
}

QString rowValue(const TimelineRows& rows, TimelineRow row)
{
    QStringList parts;
    if (row.isHeader()) {
        parts << rows.group(row).service.type << (rows.group(row).inferred ? tr("inferred") : QString());
    } else if (row.isRun()) {
        parts << runLabel(rows, row).split(u" · "_s) << tr("total %1").arg(formatDuration(rows.run(row).total))
              << outcomeWord(rows.run(row).outcome).toLower();
    } else {
        const Segment& segment = rows.segment(row);
        parts << callLabel(segment);
        if (segment.placeholder) {
            parts << tr("not received");
        } else {
            parts << (segment.inProgress ? tr("in progress") : durationText(segment))
                  << outcomeWord(outcomeOf(segment)).toLower();
        }
        parts << (segment.inferred ? tr("inferred") : QString());
    }
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

static QString runToolTip(const TimelineRows& rows, TimelineRow row)
{
    const SiblingRun& run = rows.run(row);
    const QString table = tableRow(tr("Status"), outcomeWord(run.outcome)) + tableRow(tr("Each"), runLabel(rows, row))
        + tableRow(tr("Total"), formatDuration(run.total)) + tableRow(tr("Begins at"), formatDuration(run.from))
        + tableRow(tr("Ends at"), formatDuration(run.to));
    return u"<b>%1</b><table>%2</table>"_s.arg(rowName(rows, row).toHtmlEscaped(), table);
}

QString rowToolTip(const TimelineRows& rows, TimelineRow row)
{
    if (row.isHeader()) {
        const TimelineGroup& group = rows.group(row);
        const QString note = group.inferred ? tr("Inferred: no segment of this service was received.") : QString();
        return u"<b>%1</b> %2<br>%3"_s.arg(
            group.service.name.toHtmlEscaped(), group.service.type.toHtmlEscaped(), note.toHtmlEscaped());
    }
    if (row.isRun()) {
        return runToolTip(rows, row);
    }
    const Segment& segment = rows.segment(row);
    const TimelineBar& bar = rows.bar(row.segment);
    const TimelineSkew skew = rows.skew(row.segment);
    QString table;
    const QString label = callLabel(segment);
    if (!label.isEmpty()) {
        table += tableRow(tr("Call"), label);
    }
    const int status = segment.status();
    const QString word = outcomeWord(bar.outcome);
    table += tableRow(tr("Status"), status > 0 ? u"%1 %2"_s.arg(word).arg(status) : word);
    if (!segment.placeholder) {
        table += tableRow(
            tr("Duration"), segment.inProgress ? tr("In progress: its end was not received") : durationText(segment));
        table += tableRow(tr("Begins at"), formatDuration(bar.begin));
        table += tableRow(tr("Start"), u"%1 (%2)"_s.arg(formatMoment(segment.start), formatUtc(segment.start)));
    }
    if (segment.duration() < Duration{0}) {
        table += tableRow(tr("Skewed"), tr("Ends %1 before it starts").arg(formatDuration(-segment.duration())));
    }
    table += tableRow(segment.subsegment ? tr("Subsegment") : tr("Segment"), segment.id.toString());
    const bool called = segment.parent < 0;
    if (skew.early > Duration{0}) {
        table += tableRow(tr("Early"),
            (called ? tr("Starts %1 before its caller: the clocks differ") : tr("Starts %1 before its parent"))
                .arg(formatDuration(skew.early)));
    }
    if (skew.late > Duration{0}) {
        table += tableRow(tr("Late"),
            (called ? tr("Ends %1 after its caller: asynchronous, or the clocks differ")
                    : tr("Ends %1 after its parent"))
                .arg(formatDuration(skew.late)));
    }
    const QString what = whatItIs(segment);
    return u"<b>%1</b>%2<table>%3</table>"_s.arg(
        segment.name.toHtmlEscaped(), what.isEmpty() ? QString() : u"<br>"_s + what.toHtmlEscaped(), table);
}

} // namespace fluoroscope
