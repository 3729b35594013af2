// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The trace map: crossings beside those of Graphviz' dot, and what a frame of a large map costs. Prints JSON, one
// object in a line.

#include "map_crossings.h"
#include "tests/ui/map/map_graphs.h"
#include "tests/ui/map/map_shapes.h"
#include "ui/map/map_canvas.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMouseEvent>
#include <cstdio>
#include <ctime>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::bench;

namespace {

void print(const QJsonObject& result)
{
    std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

// Of the processor: a busy machine does not count.
template <typename Work> double milliseconds(Work&& work)
{
    const std::clock_t begin = std::clock();
    work();
    return 1000.0 * double(std::clock() - begin) / CLOCKS_PER_SEC;
}

// Median and longest; `reach`: what the median is to stay under, 0: nothing.
void report(const QString& name, std::vector<double> times, double reach)
{
    std::sort(times.begin(), times.end());
    QJsonObject line{{u"step"_s, name}, {u"medianMs"_s, times[times.size() / 2]}, {u"longestMs"_s, times.back()}};
    if (reach > 0) {
        line[u"reachMs"_s] = reach;
    }
    print(line);
}

// `rounds` times, after one that is not counted.
template <typename Work> void measure(const QString& name, int rounds, double reach, Work&& work)
{
    std::vector<double> times;
    for (int round = 0; round <= rounds; ++round) {
        const double time = milliseconds([&] { work(round); });
        if (round > 0) {
            times.push_back(time);
        }
    }
    report(name, std::move(times), reach);
}

void compareCrossings()
{
    for (const auto& [name, graph] : test::mapShapes()) {
        QJsonObject line{{u"shape"_s, name}, {u"crossings"_s, crossings(graph, drawnByUs(graph))}};
        if (const std::optional<Drawing> dot = drawnByDot(graph)) {
            line[u"dot"_s] = crossings(graph, *dot);
        } else {
            line[u"note"_s] = u"dot of Graphviz is not installed"_s;
        }
        print(line);
    }
}

std::shared_ptr<const ServiceGraph> withOtherNumbers(const ServiceGraph& graph, int round)
{
    ServiceGraph changed = graph;
    for (Service& service : changed.services) {
        service.requests += 37 * round;
        service.statistics.ok += 37 * round;
        service.statistics.totalResponseTime += std::chrono::milliseconds(900 * round);
    }
    for (Edge& edge : changed.edges) {
        edge.calls += 31 * round;
        edge.statistics.ok += 31 * round;
        edge.statistics.totalResponseTime += std::chrono::milliseconds(700 * round);
    }
    return std::make_shared<const ServiceGraph>(std::move(changed));
}

void drag(MapCanvas& canvas, QEvent::Type type, const QPointF& at)
{
    const Qt::MouseButton button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
    QMouseEvent event(type, at, canvas.mapToGlobal(at), button,
        type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&canvas, &event);
}

void measureFrames(qreal scale)
{
    const ServiceGraph graph = test::bigGraph(300, 1000);
    const double reach = scale > 1 ? 0 : 1000.0 / 60;
    const QString at = scale > 1 ? u" at scale %1"_s.arg(scale) : QString();
    MapCanvas canvas;
    canvas.resize(1280, 800);
    QImage screen(canvas.size() * scale, QImage::Format_ARGB32_Premultiplied);
    screen.setDevicePixelRatio(scale);
    const auto frame = [&] { canvas.render(&screen, {}, {}, {}); };
    measure(u"laying out, the first time"_s, 3, 0, [&](int) { layoutMap(graph, kFullMap, {}, {}); });
    canvas.setAttribute(Qt::WA_DontShowOnScreen);
    canvas.show();
    canvas.setGraph(std::make_shared<const ServiceGraph>(graph), 15);
    measure(u"frame of the whole"_s + at, 20, reach, [&](int) { frame(); });
    std::vector<double> turns; // the longest of the event loop until other numbers are drawn
    for (int round = 0; round < 20; ++round) {
        const auto changed = withOtherNumbers(graph, round);
        double longest = milliseconds([&] {
            canvas.setGraph(changed, 15);
            frame();
        });
        for (int turn = 0; turn < 40; ++turn) {
            longest = std::max(longest, milliseconds([&] {
                QCoreApplication::removePostedEvents(&canvas, QEvent::UpdateRequest); // frame() is the screen
                QCoreApplication::processEvents();
                frame();
            }));
        }
        turns.push_back(longest);
    }
    report(u"longest frame while other numbers come"_s + at, turns, reach);
    const auto pan = [&](const QString& name) {
        drag(canvas, QEvent::MouseButtonPress, {3, 3});
        measure(name + at, 60, reach, [&](int round) {
            drag(canvas, QEvent::MouseMove, {60.0 + 7 * (round % 30), 60.0 + 3 * (round % 30)});
            frame();
        });
        drag(canvas, QEvent::MouseButtonRelease, {60, 60});
    };
    pan(u"frame while panning the whole"_s);
    measure(u"frame while zooming"_s + at, 40, reach, [&](int round) {
        canvas.zoomBy(round < 20 ? 1.12 : 0.9);
        frame();
    });
    canvas.fit();
    canvas.zoomBy(1 / canvas.zoom());
    pan(u"frame while panning at 1:1"_s);
    canvas.fit();
    const int node = canvas.scene().nodeOf(graph.services[150].key);
    const QPointF middle = canvas.toWidget({canvas.scene().nodes()[std::size_t(node)].position, QSizeF()}).topLeft();
    drag(canvas, QEvent::MouseButtonPress, middle);
    measure(u"frame while a node is dragged"_s + at, 60, reach, [&](int round) {
        drag(canvas, QEvent::MouseMove, middle + QPointF(5 * (round % 20), 3 * (round % 20)));
        frame();
    });
}

void measureGrowth()
{
    MapCanvas canvas;
    canvas.resize(1280, 800);
    QImage screen(canvas.size(), QImage::Format_ARGB32_Premultiplied);
    std::vector<std::shared_ptr<const ServiceGraph>> grown;
    for (int i = 0; i <= 10; ++i) {
        ServiceGraph graph = test::bigGraph(300, 1000);
        for (int j = 0; j < i; ++j) {
            Service service = graph.services[20];
            service.key.name = u"zz-new-%1"_s.arg(j);
            Edge edge = graph.edges[20];
            edge.to = service.key;
            graph.services.push_back(service);
            graph.edges.push_back(edge);
        }
        grown.push_back(std::make_shared<const ServiceGraph>(std::move(graph)));
    }
    measure(u"new node, on the thread of the window"_s, 10, 0,
        [&](int round) { canvas.setGraph(grown[std::size_t(round)], 15); });
}

} // namespace

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    Theme::current().apply(application, Scheme::Light);
    const QStringList arguments = QApplication::arguments();
    if (!arguments.contains(u"frames"_s)) {
        compareCrossings();
    }
    if (!arguments.contains(u"crossings"_s)) {
        measureFrames(1);
        measureFrames(2);
        measureGrowth();
    }
    return 0;
}
