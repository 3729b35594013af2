// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/outcome_text.h"
#include "app/cli/terminal.h"
#include "app/run/run_summary.h"
#include "core/text/units.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kIdWidth = 35;

class SummaryLines {
public:
    explicit SummaryLines(const SummaryStyle& style)
        : m_style(style)
    {
    }

    void heading(const QString& text) { m_text += u"\n  "_s + inked(text, Ink::Dim, m_style.colour) + u'\n'; }
    void line(const QString& text) { m_text += u"  "_s + text + u'\n'; }
    [[nodiscard]] QString ink(const QString& text, Ink ink) const { return inked(text, ink, m_style.colour); }
    // What is left of a line after `used` columns; what does not fit is cut.
    [[nodiscard]] QString rest(const QString& text, int used) const
    {
        return fitted(text, std::max(16, m_style.width - 2 - used)).trimmed();
    }
    [[nodiscard]] const QString& text() const { return m_text; }

private:
    SummaryStyle m_style;
    QString m_text;
};

void addServices(SummaryLines& lines, const ServiceGraph& graph)
{
    qsizetype longest = 7;
    for (const Service& service : graph.services) {
        longest = std::max(longest, service.key.name.size());
    }
    const int names = static_cast<int>(std::min<qsizetype>(longest, 40));
    const auto head = [](QStringView text, int width) { return rightAligned(text.toString(), width); };
    lines.heading(fitted(u"SERVICE"_s, names) + head(u"REQUESTS", 10) + head(u"ERRORS", 9) + head(u"FAULTS", 9)
        + head(u"MEDIAN", 10) + head(u"P95", 10));
    for (const Service& service : graph.services) {
        if (service.isClient()) {
            continue;
        }
        const CallStatistics& calls = service.statistics;
        const auto count = [&](qint64 number, int width, Ink ink) {
            return lines.ink(rightAligned(QString::number(number), width), number > 0 ? ink : Ink::Plain);
        };
        const auto time = [&](double p) {
            return rightAligned(calls.total() > 0 ? formatDuration(calls.percentile(p)) : u"-"_s, 10);
        };
        lines.line(fitted(service.key.name, names) + count(service.requests, 10, Ink::Plain)
            + count(calls.error + calls.throttle, 9, Ink::Amber) + count(calls.fault, 9, Ink::Red) + time(0.5)
            + time(0.95));
    }
}

QString requestOf(const TraceRow& row)
{
    const QString request = QStringList{row.method, row.url}.join(u' ').trimmed();
    return request.isEmpty() ? row.entryPoint.name : request;
}

} // namespace

QString runSummaryText(const RunSummary& summary, const SummaryStyle& style)
{
    if (summary.traces == 0) {
        return {};
    }
    SummaryLines lines(style);
    addServices(lines, summary.graph);
    lines.heading(u"SLOWEST"_s);
    for (const TraceRow& row : summary.slowest) {
        const QString mark = outcomeMark(row.outcome(), false);
        lines.line(rightAligned(row.isPartial ? u"in progress"_s : formatDuration(row.responseTime), 11) + u"  "_s
            + row.id.toString() + u"  "_s + lines.ink(mark, outcomeInk(row.outcome())) + u' '
            + lines.rest(requestOf(row), 13 + kIdWidth + 4));
    }
    if (summary.faults.empty()) {
        return lines.text();
    }
    lines.heading(u"FAULTS"_s);
    for (const RunSummary::Fault& fault : summary.faults) {
        lines.line(lines.ink(outcomeMark(Outcome::Fault, false), Ink::Red) + u' ' + fault.row.id.toString() + u"  "_s
            + lines.rest(requestOf(fault.row), 2 + kIdWidth + 2));
        lines.line(u"  began in "_s
            + lines.rest(
                fault.exception.isEmpty() ? fault.way : fault.way + u": "_s + fault.exception.section(u'\n', 0, 0),
                11));
    }
    if (const qint64 more = summary.faultyTraces - static_cast<qint64>(summary.faults.size()); more > 0) {
        lines.line(u"  and %1 more"_s.arg(more));
    }
    return lines.text();
}

} // namespace fluoroscope
