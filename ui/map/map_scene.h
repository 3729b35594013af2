// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The trace map as a thing to draw and to point at: a graph, where its parts stand, and what is written on them.
#pragma once

#include "ui/map/map_curve.h"

#include <memory>

namespace fluoroscope {

// Compact: the map of one trace, in a strip; smaller discs, times without rates.
enum class MapStyle : std::uint8_t { Full, Compact };

inline constexpr qreal kNodeRimGap = 5; // from a disc to the dashed rim of an inferred one
inline constexpr qreal kNodeTextGap = 12; // from a disc to the name under it
inline constexpr qreal kNodeLeading = 2; // between the lines under it

struct MapEdgeKey {
    ServiceKey from;
    ServiceKey to;
    EdgeType type = EdgeType::Call;
    bool operator==(const MapEdgeKey&) const = default;
};

struct MapNodeItem {
    QPointF position;
    qreal radius = 0;
    QString name; // elided to the text's width
    QString type;
    QString time; // "209 ms"
    QString rate; // "26 t/min"
    QString icon;
    QSizeF textSize;
};

struct MapEdgeItem {
    int from = -1; // indexes of nodes; -1: not in the graph, nothing to draw
    int to = -1;
    MapCurve curve;
    QPolygonF line; // the curve, flattened
    qreal width = 0;
    QString label;
    QRectF labelRect; // null: no room
};

class MapScene {
public:
    explicit MapScene(MapStyle style);

    // `minutes` is the length of the window. To be followed by setLayout(), or by placeLabels() where only numbers
    // differ.
    void setGraph(std::shared_ptr<const ServiceGraph> graph, double minutes);
    void setLayout(MapLayout layout);
    // Centres parallel to the graph's services. `settled` is false in the middle of a movement: many labels wait for
    // its end.
    void setPositions(const std::vector<QPointF>& positions, bool settled = true);
    void placeLabels();

    [[nodiscard]] const ServiceGraph& graph() const { return *m_graph; }
    [[nodiscard]] std::shared_ptr<const ServiceGraph> sharedGraph() const { return m_graph; }
    [[nodiscard]] double minutes() const { return m_minutes; }
    [[nodiscard]] MapStyle style() const { return m_style; }
    [[nodiscard]] const MapMetrics& metrics() const;
    [[nodiscard]] const std::vector<MapNodeItem>& nodes() const { return m_nodes; }
    [[nodiscard]] const std::vector<MapEdgeItem>& edges() const { return m_edges; }
    [[nodiscard]] std::vector<QPointF> positions() const;
    [[nodiscard]] const Service& service(int node) const { return m_graph->services[static_cast<std::size_t>(node)]; }

    [[nodiscard]] int nodeOf(const ServiceKey& key) const; // -1: none
    [[nodiscard]] int edgeOf(const MapEdgeKey& key) const;
    [[nodiscard]] MapEdgeKey edgeKey(int edge) const;
    // What is at a point of the scene, -1 for nothing; edges within `tolerance`.
    [[nodiscard]] int nodeAt(const QPointF& point) const;
    [[nodiscard]] int edgeAt(const QPointF& point, qreal tolerance) const;
    // Disc, rim and text.
    [[nodiscard]] QRectF nodeRect(int node) const;
    [[nodiscard]] QRectF textRect(int node) const;
    // Of everything that is drawn.
    [[nodiscard]] QRectF bounds() const;

private:
    void updateCurves();

    MapStyle m_style;
    std::shared_ptr<const ServiceGraph> m_graph;
    double m_minutes = 0;
    std::vector<MapRoute> m_routes;
    std::vector<MapNodeItem> m_nodes;
    std::vector<MapEdgeItem> m_edges;
};

} // namespace fluoroscope
