// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The whole window while documents come in: each page in its turn, moved all the while. Prints where it listens, then
// for each page what its frames cost, then what was received; run.py sends, and looks at the memory.

#include "app/desktop/desktop_windows.h"
#include "app/desktop/event_loop_watchdog.h"
#include "ui/frame/trace_tabs.h"
#include "ui/frame/trace_with_map.h"
#include "ui/map/map_page.h"
#include "ui/theme/theme.h"
#include "ui/trace/timeline_canvas.h"
#include "ui/traces/trace_list_view.h"
#include "ui/traces/traces_page.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollBar>
#include <QTimer>
#include <QWheelEvent>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <execinfo.h>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

namespace {

void print(const QJsonObject& object)
{
    std::puts(QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

QJsonObject summaryOf(std::vector<double> times)
{
    if (times.empty()) {
        return {};
    }
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) { return times[std::size_t(share * double(times.size() - 1))]; };
    return {{u"count"_s, qint64(times.size())}, {u"p50"_s, at(0.5)}, {u"p99"_s, at(0.99)}, {u"max"_s, times.back()}};
}

// Milliseconds that this thread has had of a processor.
double processorTime()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

// Frames as the window draws them: an update of its backing store, with all that is painted for it.
class Application : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (event->type() != QEvent::UpdateRequest || receiver != window) {
            return QApplication::notify(receiver, event);
        }
        QElapsedTimer watch;
        watch.start();
        const double processor = processorTime();
        const bool done = QApplication::notify(receiver, event);
        frames.push_back(double(watch.nsecsElapsed()) / 1e6);
        processors.push_back(processorTime() - processor);
        if (since.isValid()) {
            intervals.push_back(double(since.nsecsElapsed()) / 1e6);
        }
        since.start();
        return done;
    }

    void forget()
    {
        frames.clear();
        processors.clear();
        intervals.clear();
        since.invalidate();
    }

    QObject* window = nullptr;
    std::vector<double> frames; // ms
    std::vector<double> processors; // ms of processor that they took on the GUI thread
    std::vector<double> intervals; // ms from one to the next
    QElapsedTimer since;
};

class Soak : public QObject {
public:
    Soak(Application& application, DesktopWindow& desktop, int secondsOfEach)
        : m_application(application)
        , m_desktop(desktop)
        , m_secondsOfEach(std::max(secondsOfEach - kGlance, 1))
        , m_watchdog(std::chrono::milliseconds(100), [this](const Blockage& blockage) { note(blockage); })
    {
        m_application.window = &desktop.window();
        connect(&m_move, &QTimer::timeout, this, [this] { move(); });
        connect(&m_turn, &QTimer::timeout, this, [this] { turn(); });
        m_move.setTimerType(Qt::PreciseTimer);
        m_move.start(16);
        m_turn.start(kGlance * 1000);
        begin();
    }

private:
    static constexpr std::array kPages{PageKind::Map, PageKind::Traces, PageKind::Trace};
    static constexpr std::array kNames{u"map", u"traces", u"trace"};
    // Seconds of each page at first, which do not count: what a page keeps is there before the first minute has passed.
    static constexpr int kGlance = 8;

    // On the watchdog's thread.
    void note(const Blockage& blockage)
    {
        QJsonArray frames;
        char** names = backtrace_symbols(blockage.frames.data(), int(blockage.frames.size()));
        for (std::size_t i = 0; names && i < blockage.frames.size(); ++i) {
            frames.append(QString::fromLocal8Bit(names[i]));
        }
        std::free(names); // NOLINT: made by backtrace_symbols
        print({{u"blocked"_s, qint64(blockage.length.count())}, {u"running"_s, qint64(blockage.running.count())},
            {u"queued"_s, qint64(blockage.queued.count())}, {u"frames"_s, frames}});
    }

    void begin()
    {
        MainWindow& window = m_desktop.window();
        m_application.forget();
        if (kPages.at(m_page) == PageKind::Trace) {
            TraceQuery newest;
            newest.limit = 1;
            const auto page = m_desktop.session().source().traces(newest, {});
            if (page && !page->rows.empty()) {
                window.openTrace(page->rows.front().id);
            }
        } else {
            window.openPage(kPages.at(m_page));
        }
        m_steps = 0;
    }

    // As a hand that does not rest: drags the map, scrolls the list, pans the timeline.
    void move()
    {
        MainWindow& window = m_desktop.window();
        ++m_steps;
        const int sign = m_steps / 100 % 2 == 0 ? 1 : -1;
        if (auto* map = window.findChild<MapPage*>(); map && map->isVisible()) {
            map->canvas()->zoomBy(sign > 0 ? 1.01 : 1 / 1.01);
        } else if (auto* list = window.findChild<TraceListView*>(); list && list->isVisible()) {
            list->verticalScrollBar()->setValue(list->verticalScrollBar()->value() + sign * 4);
        } else if (auto* tabs = window.findChild<TraceTabs*>(); tabs && tabs->isVisible() && tabs->currentPage()) {
            QWidget* canvas = tabs->currentPage()->timeline()->viewport();
            const QPointF middle = QRectF(canvas->rect()).center();
            QWheelEvent wheel(middle, canvas->mapToGlobal(middle), {}, {0, sign * 15}, Qt::NoButton,
                Qt::ControlModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(canvas, &wheel);
        }
    }

    void turn()
    {
        if (m_isGlance) {
            m_page = (m_page + 1) % kPages.size();
            m_isGlance = m_page != 0;
            m_turn.start((m_isGlance ? kGlance : m_secondsOfEach) * 1000);
            begin();
            return;
        }
        print({{u"page"_s, QString::fromUtf16(kNames.at(m_page))}, {u"frame"_s, summaryOf(m_application.frames)},
            {u"processor"_s, summaryOf(m_application.processors)},
            {u"interval"_s, summaryOf(m_application.intervals)}});
        if (++m_page == kPages.size()) {
            const SessionCounters counters = m_desktop.session().source().counters();
            print({{u"documents"_s, counters.documents}, {u"indexed"_s, counters.indexed},
                {u"refused"_s, counters.dropped}, {u"kernelDrops"_s, m_desktop.capture()->status().kernelDrops},
                {u"blockages"_s, m_watchdog.blockages()}});
            QCoreApplication::quit();
            return;
        }
        begin();
    }

    Application& m_application;
    DesktopWindow& m_desktop;
    int m_secondsOfEach;
    EventLoopWatchdog m_watchdog;
    QTimer m_move;
    QTimer m_turn;
    bool m_isGlance = true;
    std::size_t m_page = 0;
    int m_steps = 0;
};

} // namespace

// fluoroscope_bench_soak SESSION SECONDS_OF_EACH_PAGE
int main(int argc, char* argv[])
{
    Application application(argc, argv);
    if (argc != 3) {
        return 2;
    }
    Theme::current().apply(application, Scheme::Light);
    Settings settings;
    DesktopWindows windows(settings);
    QString notice;
    const auto desktop = windows.makeReceiving(QString::fromLocal8Bit(argv[1]), notice);
    const auto listening =
        desktop ? (*desktop)->capture()->rebind(u"127.0.0.1:0"_s) : Result<QString>(tl::unexpected(desktop.error()));
    if (!listening) {
        std::fprintf(stderr, "%s\n", qPrintable(listening.error().message));
        return 1;
    }
    (*desktop)->show();
    (*desktop)->window().resize(1600, 1000);
    std::printf("listening udp %s\n", qPrintable(*listening));
    std::fflush(stdout);
    const Soak soak(application, **desktop, QString::fromLocal8Bit(argv[2]).toInt());
    return QApplication::exec();
}
