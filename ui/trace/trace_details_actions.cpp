// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a trace's page does for menus, and how its lines above and below the timeline follow it.

#include "core/text/units.h"
#include "ui/inspector/inspector.h"
#include "ui/trace/large_trace.h"
#include "ui/trace/minimap.h"
#include "ui/trace/root_bar.h"
#include "ui/trace/timeline_canvas.h"
#include "ui/trace/timeline_facts.h"
#include "ui/trace/totals_bar.h"
#include "ui/trace/trace_details_page.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kMostSteps = 4; // of the way to the root that is shown

} // namespace

// The parts of the page that follow what the timeline lists.
void TraceDetailsPage::showListing()
{
    const TimelineRows& rows = m_timeline->rows();
    m_minimap->setOrder(rows.order(), rows.firstPlace(), rows.lastPlace());
    QStringList path;
    QString facts;
    if (const TimelineRow root = rows.root(); !root.isNull()) {
        for (const TimelineRow& step : rows.pathTo(root, kMostSteps)) {
            path << rowName(rows, step);
        }
        const qint64 segments = rows.segmentsListed();
        facts = formatDuration(rows.timeOf(root).length()) + u" · "_s
            + (segments == 1 ? tr("1 segment") : tr("%1 segments").arg(formatCount(segments)));
    }
    m_root->setPath(path, facts);
}

void TraceDetailsPage::showStep(int step)
{
    const TimelineRows& rows = m_timeline->rows();
    const std::vector<TimelineRow> path = rows.pathTo(rows.root(), kMostSteps);
    if (step >= 0 && static_cast<std::size_t>(step) < path.size()) {
        m_timeline->setRoot(path[static_cast<std::size_t>(step)]);
    }
}

void TraceDetailsPage::addUp()
{
    const std::vector<std::int32_t>& chosen = m_timeline->marks().chosen();
    if (chosen.empty() || !m_trace) {
        m_finder.cancel(m_totalsLane);
        m_totals->setTotals({});
        return;
    }
    askOf(
        *m_trace, m_finder, m_totalsLane,
        [trace = m_timeline->rows().sharedTrace(), chosen](
            const std::stop_token& stop) { return totalsOf(*trace, chosen, stop); },
        [this](const SegmentTotals& totals) { m_totals->setTotals(totals); });
}

void TraceDetailsPage::setApiAddress(const QString& address)
{
    m_timeline->setApiAddress(address);
    m_inspector->setApiAddress(address);
}

bool TraceDetailsPage::isCriticalPathShown() const
{
    return m_timeline->isCriticalPathShown();
}

bool TraceDetailsPage::areRepeatsFolded() const
{
    return m_timeline->options().foldRepeats;
}

bool TraceDetailsPage::isLongestFirst() const
{
    return m_timeline->options().longestFirst;
}

void TraceDetailsPage::showCriticalPath(bool shown)
{
    m_timeline->setCriticalPathShown(shown);
}

void TraceDetailsPage::foldRepeats(bool folded)
{
    m_timeline->setRepeatsFolded(folded);
}

void TraceDetailsPage::sortLongestFirst(bool longest)
{
    m_timeline->setLongestFirst(longest);
}

void TraceDetailsPage::rootHere()
{
    m_timeline->rootHere();
}

void TraceDetailsPage::showWholeTrace()
{
    m_timeline->setRoot({});
    m_timeline->setFocus();
}

void TraceDetailsPage::goToNextProblem()
{
    m_timeline->goToProblem(true);
}

void TraceDetailsPage::goToPreviousProblem()
{
    m_timeline->goToProblem(false);
}

void TraceDetailsPage::unfoldAll()
{
    m_timeline->setAllExpanded(true);
}

void TraceDetailsPage::foldAll()
{
    m_timeline->setAllExpanded(false);
}

} // namespace fluoroscope
