// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/waterfall.h"

#include "app/cli/outcome_text.h"
#include "core/text/units.h"
#include "core/trace/timeline.h"
#include "core/trace/trace_summary.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kCodeWidth = 4;
constexpr int kDurationWidth = 9;
constexpr int kIndent = 2;

class Drawing {
public:
    Drawing(const Trace& trace, const WaterfallStyle& style)
        : m_trace(trace)
        , m_style(style)
        , m_name(std::clamp(style.width * 2 / 5, 24, 56))
        , m_bar(style.width - m_name - 2 - 2 - kCodeWidth - 2 - kDurationWidth - 2)
    {
    }

    QString draw()
    {
        title();
        scale();
        for (const TimelineGroup& group : timelineGroups(m_trace)) {
            const QString type = group.service.type.isEmpty() ? QString() : u"  "_s + group.service.type;
            const QString text = fitted(group.service.name + type, m_style.width, m_style.ascii).trimmed();
            m_text += inked(text, Ink::Bold, m_style.colour) + u'\n';
            for (const std::int32_t top : group.segments) {
                const std::int32_t end = m_trace.segments[static_cast<std::size_t>(top)].next;
                for (std::int32_t i = top; i < end; ++i) {
                    row(m_trace.segments[static_cast<std::size_t>(i)]);
                }
            }
        }
        return m_text;
    }

private:
    // What was asked for, then how it went.
    void title()
    {
        const TraceRow about = traceRow(m_trace);
        const QString asked = about.url.isEmpty() ? about.entryPoint.name : (about.method + u' ' + about.url).trimmed();
        m_text += inked(fitted(asked, m_style.width, m_style.ascii).trimmed(), Ink::Bold, m_style.colour) + u'\n';
        const QString mark =
            inked(outcomeMark(about.outcome(), m_style.ascii), outcomeInk(about.outcome()), m_style.colour);
        const QString code = about.status > 0 ? u"  "_s + QString::number(about.status) : QString();
        m_text += m_trace.id.toString() + u"  "_s + mark + code + u"  "_s + plain(formatDuration(about.responseTime))
            + u"  "_s + formatUtc(about.start) + u'\n';
    }

    // Where the bars' time is: none, half, all of the trace's duration.
    void scale()
    {
        const QString half = formatDuration(m_trace.duration() / 2);
        const QString whole = formatDuration(m_trace.duration());
        QString line(m_style.width - m_bar, u' ');
        line += fitted(u"0"_s, m_bar / 2) + (m_bar >= 30 ? half : QString());
        line = line.leftJustified(m_style.width - static_cast<int>(whole.size())) + whole;
        m_text += inked(plain(line), Ink::Dim, m_style.colour) + u'\n';
    }

    void row(const Segment& segment)
    {
        const Outcome outcome = outcomeOf(segment);
        const QString call = callLabel(segment);
        QString name(kIndent * (1 + std::min(segment.depth, 12)), u' ');
        name += segment.name;
        if (!call.isEmpty() && call != segment.name) {
            name += u' ' + call;
        }
        const QString code = segment.status() > 0 ? QString::number(segment.status()) : u"-"_s;
        const QString duration = segment.inProgress ? u"open"_s : formatDuration(segment.duration());
        m_text += fitted(name, m_name, m_style.ascii) + u"  "_s
            + inked(
                segment.placeholder ? u"?"_s : outcomeMark(outcome, m_style.ascii), outcomeInk(outcome), m_style.colour)
            + u' ' + rightAligned(code, kCodeWidth) + u"  "_s + plain(rightAligned(duration, kDurationWidth)) + u"  "_s
            + inked(bar(segment), outcomeInk(outcome), m_style.colour) + u'\n';
    }

    // To an eighth of a column at the right end; nothing is shorter than that.
    [[nodiscard]] QString bar(const Segment& segment) const
    {
        const double whole = static_cast<double>(std::max<qint64>(1, m_trace.duration().count()));
        const auto column = [&](Timestamp time) {
            return std::clamp(static_cast<double>((time - m_trace.start).count()) / whole, 0.0, 1.0) * m_bar;
        };
        const int begin = std::min(static_cast<int>(column(segment.start)), m_bar - 1);
        const double length = std::max(0.125, (segment.inProgress ? m_bar : column(segment.end)) - begin);
        const QString space(begin, u' ');
        if (segment.inProgress) {
            return space + QString(m_bar - begin - 1, m_style.ascii ? u'-' : u'░') + u'>';
        }
        if (m_style.ascii) {
            return space + (length < 0.5 ? u"|"_s : QString(std::max(1, static_cast<int>(std::lround(length))), u'='));
        }
        static constexpr char16_t eighths[] = u"▏▎▍▌▋▊▉";
        const int parts = std::max(1, static_cast<int>(std::lround(length * 8)));
        QString text = space + QString(parts / 8, u'█');
        if (parts % 8 > 0) {
            text += QChar(eighths[parts % 8 - 1]);
        }
        return text;
    }

    [[nodiscard]] QString plain(const QString& text) const
    {
        return m_style.ascii ? QString(text).replace(u"µ"_s, u"u"_s) : text;
    }

    const Trace& m_trace;
    WaterfallStyle m_style;
    int m_name;
    int m_bar;
    QString m_text;
};

} // namespace

QString waterfall(const Trace& trace, const WaterfallStyle& style)
{
    return Drawing(trace, style).draw();
}

} // namespace fluoroscope
