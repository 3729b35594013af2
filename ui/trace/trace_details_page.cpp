// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/trace_details_page.h"

#include "core/text/units.h"
#include "core/trace/trace_digest.h"
#include "ui/inspector/inspector.h"
#include "ui/theme/notice.h"
#include "ui/theme/theme.h"
#include "ui/trace/find_bar.h"
#include "ui/trace/large_trace.h"
#include "ui/trace/minimap.h"
#include "ui/trace/root_bar.h"
#include "ui/trace/timeline_canvas.h"
#include "ui/trace/totals_bar.h"
#include "ui/trace/trace_header.h"
#include "ui/trace/trace_search.h"
#include "ui/trace/trace_splitter.h"

#include <QApplication>
#include <QDataStream>
#include <QFocusEvent>
#include <QPainter>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kMapHeight = 168;
constexpr int kLeastForMap = 640; // pixels down, where the inspector is below the timeline
constexpr qint32 kLayoutVersion = 3;

// A hairline across.
class Hairline : public QWidget {
public:
    Hairline() { setFixedHeight(1); }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), Theme::current().color(Role::Line)); }
};

} // namespace

TraceDetailsPage::TraceDetailsPage(QWidget* parent)
    : QWidget(parent)
    , m_zoom(new TimeZoom(this))
    , m_stack(new QStackedLayout(this))
    , m_message(new Notice(Notice::Place::Page))
    , m_header(new TraceHeader)
    , m_find(new FindBar)
    , m_finder(1)
    , m_findLane(m_finder.addLane())
    , m_readyLane(m_finder.addLane())
    , m_totalsLane(m_finder.addLane())
    , m_root(new RootBar)
    , m_minimap(new TraceMinimap(*m_zoom))
    , m_timeline(new TimelineCanvas(*m_zoom))
    , m_totals(new TotalsBar)
    , m_inspector(new Inspector)
{
    auto* column = new QWidget;
    m_column = new QVBoxLayout(column);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addWidget(m_header);
    m_column->addWidget(new Hairline);
    m_column->addWidget(m_find);
    m_column->addWidget(m_root);
    m_column->addSpacing(8);
    m_column->addWidget(m_minimap);
    m_column->addWidget(m_timeline, 1);
    m_column->addWidget(m_totals);
    m_splitter = new TraceSplitter(column, m_inspector);
    m_stack->addWidget(m_splitter);
    m_stack->addWidget(m_message);
    connect(m_timeline, &TimelineCanvas::segmentSelected, this, &TraceDetailsPage::inspect);
    connect(m_inspector, &Inspector::segmentRequested, this, &TraceDetailsPage::selectSegment);
    connect(m_inspector, &Inspector::linkedTraceRequested, this, &TraceDetailsPage::linkedTraceRequested);
    connect(m_timeline, &TimelineCanvas::findRequested, this, &TraceDetailsPage::startSearch);
    connect(m_timeline, &TimelineCanvas::listingChanged, this, &TraceDetailsPage::showListing);
    connect(m_timeline, &TimelineCanvas::choiceChanged, this, &TraceDetailsPage::addUp);
    connect(m_totals, &TotalsBar::closed, m_timeline, &TimelineCanvas::chooseNone);
    connect(m_root, &RootBar::wholeRequested, this, &TraceDetailsPage::showWholeTrace);
    connect(m_root, &RootBar::stepRequested, this, &TraceDetailsPage::showStep);
    connect(m_find, &FindBar::wordsChanged, this, [this](const QString& words) { find(words, true); });
    connect(m_find, &FindBar::nextRequested, m_timeline, &TimelineCanvas::goToMatch);
    connect(m_find, &FindBar::left, m_timeline, [this] { m_timeline->setFocus(); });
    connect(m_timeline, &TimelineCanvas::searchLeft, this, &TraceDetailsPage::endSearch);
    connect(m_find, &FindBar::closed, this, &TraceDetailsPage::endSearch);
    connect(m_message, &Notice::retryRequested, this, &TraceDetailsPage::retryRequested);
    connect(m_header, &TraceHeader::mapToggled, this, &TraceDetailsPage::showMap);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
    clear();
}

void TraceDetailsPage::setTrace(std::shared_ptr<const Trace> trace)
{
    if (!trace || trace->segments.empty()) {
        clear();
        return;
    }
    if (!m_trace || m_trace->id != trace->id) {
        clear();
        m_message->say({}, tr("Laying out %1 segments…").arg(formatCount(static_cast<qint64>(trace->segments.size()))));
    }
    const Trace& read = *trace;
    const auto ready = [trace = std::move(trace), options = m_timeline->options()](
                           const std::stop_token& stop) { return timelineOrder(trace, options, stop); };
    if (m_atOnce) {
        showOrder(ready(std::stop_token()));
    } else {
        askOf(read, m_finder, m_readyLane, ready,
            [this](std::shared_ptr<const TimelineOrder> order) { showOrder(std::move(order)); });
    }
}

void TraceDetailsPage::showOrder(std::shared_ptr<const TimelineOrder> order)
{
    const std::shared_ptr<const Trace> trace = order->skeleton().trace;
    const bool same = m_trace && m_trace->id == trace->id;
    const SegmentId selected =
        same && m_current >= 0 ? m_trace->segments[static_cast<std::size_t>(m_current)].id : SegmentId{};
    m_trace = trace;
    if (!same) {
        m_zoom->setUnbounded();
        m_zoom->fit();
    }
    m_zoom->setTotal(order->skeleton().length);
    m_header->setTrace(*m_trace);
    m_current = selected.isNull() ? -1 : order->skeleton().indexOf(selected);
    const int first = digestOf(*m_trace)->ofInterest;
    m_timeline->setOrder(std::move(order));
    if (m_find->isVisible()) {
        find(m_find->words(), false);
    }
    m_stack->setCurrentWidget(m_splitter);
    if (m_current >= 0) {
        m_inspector->setSegment(m_trace, m_current);
        if (m_trace->segments.size() >= kLargeTrace) {
            emit currentSegmentChanged(m_current); // its index may be another, and setTrace() has returned long since
        }
    } else {
        m_timeline->setCurrentSegment(first, false);
        inspect(first);
    }
}

void TraceDetailsPage::clear()
{
    setMessage(tr("No trace is open"));
}

void TraceDetailsPage::setMessage(const QString& message)
{
    showNothing();
    m_message->say({}, message);
}

void TraceDetailsPage::setProblem(const QString& problem)
{
    showNothing();
    m_message->sayProblem(tr("This trace could not be read"), problem);
}

void TraceDetailsPage::showNothing()
{
    m_finder.cancel(m_readyLane);
    m_trace.reset();
    m_current = -1;
    m_timeline->setOrder(nullptr);
    if (m_inspector->isAncestorOf(QApplication::focusWidget())) {
        m_timeline->setFocus(); // else the keys go to whatever comes next when the tab that has them is hidden
    }
    m_inspector->clear();
    m_stack->setCurrentWidget(m_message);
}

QString TraceDetailsPage::subject() const
{
    const QString request = m_header->request();
    return request.isEmpty() && m_trace && m_trace->root >= 0
        ? m_trace->segments[static_cast<std::size_t>(m_trace->root)].name
        : request;
}

void TraceDetailsPage::setMapWidget(QWidget* map)
{
    delete m_map;
    m_map = map;
    if (map) {
        map->setFixedHeight(kMapHeight);
        m_column->insertWidget(2, map);
        m_header->setMapVisible(m_mapWanted);
    }
    makeRoomForMap();
}

void TraceDetailsPage::makeRoomForMap()
{
    const bool room = m_map && (width() >= TraceSplitter::kLeastSideBySide || height() >= kLeastForMap);
    m_header->setMapAvailable(room);
    if (m_map) {
        m_map->setVisible(room && m_mapWanted);
    }
}

void TraceDetailsPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    makeRoomForMap();
}

void TraceDetailsPage::showMap(bool visible)
{
    m_mapWanted = visible;
    makeRoomForMap();
}

void TraceDetailsPage::selectSegment(int segment)
{
    m_timeline->setCurrentSegment(segment);
    inspect(segment);
}

void TraceDetailsPage::startSearch()
{
    if (m_trace) {
        m_find->start();
    }
}

// A million segments take a second to look through: not on this thread.
void TraceDetailsPage::find(const QString& words, bool typed)
{
    m_finder.ask(
        m_findLane,
        [trace = m_trace, words](
            std::stop_token stop) { return trace ? findSegments(*trace, words, stop) : std::vector<std::int32_t>(); },
        [this, typed](std::vector<std::int32_t> matches) {
            m_timeline->setMatches(std::move(matches));
            if (typed && !m_timeline->marks().isMatch(m_current)) {
                m_timeline->goToMatch(true);
            }
            tellMatches();
        });
}

void TraceDetailsPage::tellMatches()
{
    const std::vector<std::int32_t>& matches = m_timeline->marks().matches();
    const auto at = std::lower_bound(matches.begin(), matches.end(), m_current);
    m_find->setMatches(
        at != matches.end() && *at == m_current ? at - matches.begin() : -1, static_cast<qsizetype>(matches.size()));
}

void TraceDetailsPage::endSearch()
{
    m_finder.cancel(m_findLane);
    m_timeline->setMatches({});
    m_find->hide();
    m_timeline->setFocus();
}

void TraceDetailsPage::inspect(int segment)
{
    m_current = segment;
    tellMatches();
    const TimelineRow row = m_timeline->current();
    m_inspector->setSegment(m_trace, segment, row.isRun() ? m_timeline->rows().run(row).count() : 1);
    emit currentSegmentChanged(segment);
}

QByteArray TraceDetailsPage::saveLayout() const
{
    QByteArray layout;
    QDataStream stream(&layout, QIODevice::WriteOnly);
    stream << kLayoutVersion << m_splitter->saveSizes() << m_mapWanted << areRepeatsFolded();
    return layout;
}

void TraceDetailsPage::restoreLayout(const QByteArray& layout)
{
    QDataStream stream(layout);
    qint32 version = 0;
    QByteArray splitter;
    bool map = true;
    bool folded = true;
    stream >> version >> splitter >> map >> folded;
    if (stream.status() == QDataStream::Ok && version == kLayoutVersion) {
        m_splitter->restoreSizes(splitter);
        showMap(map);
        m_header->setMapVisible(map);
        foldRepeats(folded);
    }
}

// Not a focus proxy: Tab would jump to it over all that stands before it.
void TraceDetailsPage::focusInEvent(QFocusEvent* event)
{
    m_timeline->setFocus(event->reason());
}

void TraceDetailsPage::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), Theme::current().color(Role::Surface));
}

} // namespace fluoroscope
