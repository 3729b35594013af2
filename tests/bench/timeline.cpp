// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the timeline takes for a trace of a million subsegments: one JSON object a line, run.py makes a table of them.
// usage: fluoroscope_bench_timeline [--count N]
#include "core/trace/critical_path.h"
#include "core/trace/segment_totals.h"
#include "tests/bench/timeline_traces.h"
#include "ui/trace/minimap.h"
#include "ui/trace/timeline_canvas.h"
#include "ui/trace/trace_search.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <numeric>

using namespace fluoroscope;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRounds = 9;
constexpr double kFrame = 16; // ms
const QSize kSize(1280, 800);

// What this thread has used: on a machine that does other things as well, time alone says little.
double processorMs()
{
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

class Figures {
public:
    explicit Figures(QString shape)
        : m_shape(std::move(shape))
    {
    }

    // The median of several runs, in ms; `reach` is what it must not exceed, 0: whatever it is.
    template <typename Work> void measure(const QString& what, double reach, Work&& work, int rounds = kRounds) const
    {
        std::vector<double> times;
        std::vector<double> processor;
        for (int round = 0; round < rounds; ++round) {
            const double before = processorMs();
            QElapsedTimer timer;
            timer.start();
            work(round);
            times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
            processor.push_back(processorMs() - before);
        }
        std::sort(times.begin(), times.end());
        std::sort(processor.begin(), processor.end());
        QJsonObject line{{u"what"_s, u"%1: %2"_s.arg(m_shape, what)}, {u"medianMs"_s, times[times.size() / 2]},
            {u"cpuMs"_s, processor[processor.size() / 2]}};
        if (reach > 0) {
            line[u"reachMs"_s] = reach;
        }
        std::puts(QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
        std::fflush(stdout);
    }

private:
    QString m_shape;
};

void press(QWidget& widget, Qt::Key key, Qt::KeyboardModifiers modifiers = {})
{
    QKeyEvent event(QEvent::KeyPress, key, modifiers);
    QCoreApplication::sendEvent(&widget, &event);
}

// On the GUI thread, in a window of the usual size.
void measureCanvas(const Figures& figures, const std::shared_ptr<const TimelineOrder>& order)
{
    const Trace& trace = *order->skeleton().trace;
    TimeZoom zoom;
    TimelineCanvas canvas(zoom);
    canvas.resize(kSize);
    zoom.setTotal(trace.duration());
    zoom.fit();
    figures.measure(u"shown"_s, 50, [&](int) { canvas.setOrder(order); });
    canvas.show();
    QImage picture(kSize, QImage::Format_RGB32);
    const auto frame = [&] { canvas.viewport()->render(&picture); };
    QScrollBar& bar = *canvas.verticalScrollBar();
    const auto scrollTo = [&](int round) { bar.setValue(bar.maximum() / kRounds * round); };

    figures.measure(u"frame, as it opens"_s, kFrame, [&](int) { frame(); });
    figures.measure(u"all unfolded"_s, kFrame, [&](int) { canvas.setAllExpanded(true); });
    figures.measure(u"frame, all unfolded, scrolling"_s, kFrame, [&](int round) {
        scrollTo(round);
        frame();
    });
    zoom.setWindow({trace.duration() / 2, trace.duration() / 2 + trace.duration() / 1000});
    figures.measure(u"frame, zoomed to a thousandth, panning"_s, kFrame, [&](int) {
        zoom.pan(zoom.window().length() / 8);
        frame();
    });
    zoom.fit();
    const TimelineRow first = canvas.rows().at(1);
    figures.measure(u"one fold and unfold of all"_s, kFrame, [&](int) {
        canvas.setExpanded(first, false);
        canvas.setExpanded(first, true);
    });
    canvas.setAllExpanded(false);
    bar.setValue(0);
    figures.measure(u"frame, all folded, zooming"_s, kFrame, [&](int round) {
        zoom.setWindow({Duration{0}, trace.duration() / (round + 1)});
        frame();
    });
    zoom.fit();
    canvas.setAllExpanded(true);

    const std::int32_t last = canvas.rows().count() - 1;
    figures.measure(u"1 000 rows found by what they are"_s, kFrame, [&](int) {
        for (int i = 0; i < 1000; ++i) {
            Q_UNUSED(canvas.rows().indexOf(canvas.rows().at(static_cast<int>(qint64{last} * i / 1000))))
        }
    });
    canvas.setCurrentSegment(0);
    figures.measure(u"next problem, with its frame"_s, kFrame, [&](int) {
        canvas.goToProblem(true);
        frame();
    });
    canvas.setMatches({order->skeleton().segmentCount() - 1});
    figures.measure(u"next match, a million rows away"_s, kFrame, [&](int) {
        canvas.setCurrentSegment(0);
        canvas.goToMatch(true);
    });
    canvas.setCurrentSegment(0);
    figures.measure(u"all chosen"_s, 50, [&](int) {
        canvas.chooseNone();
        press(canvas, Qt::Key_A, Qt::ControlModifier);
    });
    figures.measure(u"frame, all chosen"_s, kFrame, [&](int) { frame(); });
    canvas.chooseNone();
    canvas.setRoot(canvas.rows().at(1));
    figures.measure(u"root here and back"_s, 50, [&](int) {
        press(canvas, Qt::Key_Escape);
        canvas.setRoot(canvas.rows().at(1));
    });

    TraceMinimap minimap(zoom);
    minimap.resize(kSize.width(), minimap.sizeHint().height());
    QImage map(minimap.size(), QImage::Format_RGB32);
    figures.measure(u"minimap drawn anew"_s, kFrame, [&](int) {
        minimap.setOrder(order);
        minimap.render(&map);
    });
}

void measureShape(bench::TraceShape shape, const QString& name, int count)
{
    const std::shared_ptr<const Trace> trace = bench::traceOf(shape, count);
    const Figures figures(name);
    std::shared_ptr<const TimelineOrder> order;
    const auto make = [&](int) { order = timelineOrder(trace, {}); };
    figures.measure(u"made ready (not on the GUI thread)"_s, 1000, make, 3);
    figures.measure(
        u"ordered by duration (not on the GUI thread)"_s, 1000,
        [&](int) {
            TimelineOrder(order->sharedSkeleton(), {true, true});
        },
        3);
    figures.measure(
        u"critical path (not on the GUI thread)"_s, 1000, [&](int) { criticalPath(*trace); }, 3);
    std::vector<std::int32_t> all(trace->segments.size());
    std::iota(all.begin(), all.end(), 0);
    figures.measure(
        u"totals of all (not on the GUI thread)"_s, 1000, [&](int) { totalsOf(*trace, all); }, 3);
    figures.measure(
        u"search (not on the GUI thread)"_s, 0, [&](int) { findSegments(*trace, u"nowhere"_s, {}); }, 1);
    measureCanvas(figures, order);
}

} // namespace

int main(int argc, char* argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    Theme::current().apply(application, Scheme::Light);
    const QStringList arguments = QCoreApplication::arguments();
    const auto at = arguments.indexOf(u"--count"_s);
    const int count = at > 0 ? arguments.value(at + 1).toInt() : 1'000'000;
    measureShape(bench::TraceShape::Wide, u"wide"_s, count);
    measureShape(bench::TraceShape::Deep, u"deep"_s, count);
    measureShape(bench::TraceShape::Mixed, u"mixed"_s, count);
    measureShape(bench::TraceShape::Parallel, u"parallel"_s, count);
    return 0;
}
