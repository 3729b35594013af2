// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "map_crossings.h"

#include "ui/map/map_scene.h"

#include <QLineF>
#include <QPainterPath>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace fluoroscope::bench {

namespace {

constexpr qreal kTogether = 90; // pixels from a shared end within which lines may touch

QHash<ServiceKey, int> indexesOf(const ServiceGraph& graph)
{
    QHash<ServiceKey, int> indexes;
    for (const Service& service : graph.services) {
        indexes.insert(service.key, int(indexes.size()));
    }
    return indexes;
}

// The picture that we ask dot for: the same discs, as far apart, in the same columns.
QByteArray dotText(const ServiceGraph& graph)
{
    const QHash<ServiceKey, int> indexes = indexesOf(graph);
    QByteArray text = "digraph { rankdir=LR; ranksep=2.33; nodesep=1.17; node [shape=circle fixedsize=true width=1 "
                      "label=\"\"];\n";
    for (int i = 0; i < int(graph.services.size()); ++i) {
        text += "n" + QByteArray::number(i) + ";\n";
    }
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        text += "n" + QByteArray::number(indexes.value(graph.edges[i].from)) + " -> n"
            + QByteArray::number(indexes.value(graph.edges[i].to)) + " [label=\"\" tooltip=\"" + QByteArray::number(i)
            + "\"];\n";
    }
    return text + "}\n";
}

// A B-spline as dot writes it: one point and three for each cubic.
QPolygonF flattened(const QList<QByteArray>& words, qsizetype first, int count)
{
    const auto point = [&](int i) {
        return QPointF(words[first + 2 * i].toDouble(), words[first + 2 * i + 1].toDouble()) * 72;
    };
    QPainterPath path(point(0));
    for (int i = 1; i + 2 < count; i += 3) {
        path.cubicTo(point(i), point(i + 1), point(i + 2));
    }
    return path.toSubpathPolygons().value(0);
}

bool cross(const QPolygonF& a, const QPolygonF& b, const std::vector<QPointF>& sharedEnds)
{
    for (qsizetype i = 0; i + 1 < a.size(); ++i) {
        const QLineF left(a[i], a[i + 1]);
        const auto [x0, x1] = std::minmax({a[i].x(), a[i + 1].x()});
        const auto [y0, y1] = std::minmax({a[i].y(), a[i + 1].y()});
        for (qsizetype j = 0; j + 1 < b.size(); ++j) {
            if (std::max(b[j].x(), b[j + 1].x()) < x0 || std::min(b[j].x(), b[j + 1].x()) > x1
                || std::max(b[j].y(), b[j + 1].y()) < y0 || std::min(b[j].y(), b[j + 1].y()) > y1) {
                continue;
            }
            QPointF where;
            if (left.intersects(QLineF(b[j], b[j + 1]), &where) == QLineF::BoundedIntersection
                && std::none_of(sharedEnds.begin(), sharedEnds.end(),
                    [&](const QPointF& end) { return QLineF(end, where).length() < kTogether; })) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

Drawing drawnByUs(const ServiceGraph& graph)
{
    MapScene scene(MapStyle::Full);
    scene.setGraph(std::make_shared<const ServiceGraph>(graph), 15);
    scene.setLayout(layoutMap(graph, kFullMap, {}, {}));
    Drawing drawing{scene.positions(), {}};
    for (const MapEdgeItem& edge : scene.edges()) {
        drawing.lines.push_back(edge.line);
    }
    return drawing;
}

std::optional<Drawing> drawnByDot(const ServiceGraph& graph)
{
    QProcess dot;
    dot.start(u"dot"_s, {u"-Tplain"_s});
    dot.write(dotText(graph));
    dot.closeWriteChannel();
    if (!dot.waitForFinished(600'000) || dot.exitCode() != 0) {
        return std::nullopt;
    }
    // Lines come in any order: those between the same two nodes are told apart by their turn.
    const QHash<ServiceKey, int> indexes = indexesOf(graph);
    QHash<std::pair<int, int>, std::vector<std::size_t>> edges;
    for (std::size_t i = graph.edges.size(); i-- > 0;) {
        edges[{indexes.value(graph.edges[i].from), indexes.value(graph.edges[i].to)}].push_back(i);
    }
    Drawing drawing{std::vector<QPointF>(graph.services.size()), std::vector<QPolygonF>(graph.edges.size())};
    for (const QByteArray& line : dot.readAllStandardOutput().split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words[0] == "node") {
            drawing.nodes[words[1].mid(1).toUInt()] = QPointF(words[2].toDouble(), words[3].toDouble()) * 72;
        } else if (words[0] == "edge") {
            std::vector<std::size_t>& ours = edges[{words[1].mid(1).toInt(), words[2].mid(1).toInt()}];
            drawing.lines[ours.back()] = flattened(words, 4, words[3].toInt());
            ours.pop_back();
        }
    }
    return drawing;
}

int crossings(const ServiceGraph& graph, const Drawing& drawing)
{
    const QHash<ServiceKey, int> indexes = indexesOf(graph);
    std::vector<QRectF> boxes;
    for (const QPolygonF& line : drawing.lines) {
        boxes.push_back(line.boundingRect().adjusted(0, 0, 1, 1));
    }
    int count = 0;
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        for (std::size_t j = i + 1; j < graph.edges.size(); ++j) {
            if (!boxes[i].intersects(boxes[j])) {
                continue;
            }
            std::vector<QPointF> shared;
            for (const ServiceKey& a : {graph.edges[i].from, graph.edges[i].to}) {
                for (const ServiceKey& b : {graph.edges[j].from, graph.edges[j].to}) {
                    if (a == b) {
                        shared.push_back(drawing.nodes[std::size_t(indexes.value(a))]);
                    }
                }
            }
            count += shared.size() < 2 && cross(drawing.lines[i], drawing.lines[j], shared) ? 1 : 0;
        }
    }
    return count;
}

} // namespace fluoroscope::bench
