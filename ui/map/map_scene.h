// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The trace map as a thing to draw and to point at: a graph, where its parts stand, and what is written on them.
#pragma once

#include "ui/map/map_curve.h"
#include "ui/map/map_shaped_text.h"

#include <memory>

namespace fluoroscope {

// Compact: the map of one trace, in a strip; smaller discs, times without rates.
enum class MapStyle : std::uint8_t { Full, Compact };

// What the size of a node's disc says.
enum class MapSizing : std::uint8_t { Nothing, Traffic };

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
    ShapedText name; // elided to the text's width
    ShapedText type;
    QString time; // "209 ms"
    QString rate; // "26/min"
    QString icon;
    QSizeF textSize;
    bool pinned = false; // put where it is by hand
};

struct MapEdgeItem {
    int from = -1; // indexes of nodes; -1: not in the graph, nothing to draw
    int to = -1;
    MapCurve curve;
    QPolygonF line; // the curve, flattened
    QRectF box; // of the line
    qreal width = 0;
    QString label;
    qreal labelWidth = 0;
    qreal placedWidth = 0; // for which the label's place was looked for
    qreal labelShare = -1; // of the line's length, where the label's middle was put; < 0: nowhere
    QRectF labelRect; // null: no room
};

// Some of the nodes and edges, parallel to the scene's.
struct MapParts {
    std::vector<bool> nodes;
    std::vector<bool> edges;

    [[nodiscard]] bool isEmpty() const;
    bool operator==(const MapParts&) const = default;
};

class MapScene {
public:
    explicit MapScene(MapStyle style);

    // `minutes` is the length of the window. To be followed by setLayout(), or by refresh() where only numbers differ.
    void setGraph(std::shared_ptr<const ServiceGraph> graph, double minutes);
    void setLayout(MapLayout layout);
    // Discs and labels may have got other sizes.
    void refresh();
    // Centres parallel to the graph's services, and labels where there is room for them now.
    void setPositions(const std::vector<QPointF>& positions);
    // In the middle of a movement: labels go along with their lines. Only `parts` move.
    void move(const std::vector<QPointF>& positions, const MapParts& parts);
    void setSizing(MapSizing sizing); // to be followed by refresh()
    [[nodiscard]] MapSizing sizing() const { return m_sizing; }
    void setPinned(const MapPositions& pinned);

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
    // The name alone, as it is drawn where the map is too small for the rest of the text: `scale` times as large.
    [[nodiscard]] const ShapedText& largeName(int node, qreal scale) const;
    [[nodiscard]] QRectF largeNameRect(int node, qreal scale) const;
    // `node` and what is called by it or calls it; of an edge, its ends.
    [[nodiscard]] MapParts around(int node, int edge) const;
    [[nodiscard]] std::vector<bool> only(int node) const;
    // The nodes and all edges at one of them.
    [[nodiscard]] MapParts touching(std::vector<bool> nodes) const;
    // Of everything that is drawn.
    [[nodiscard]] QRectF bounds() const;

private:
    void nameNode(MapNodeItem& node, const ServiceKey& key);
    void sizeNodes();
    void updateCurve(std::size_t edge);
    void placeLabels();

    MapStyle m_style;
    std::shared_ptr<const ServiceGraph> m_graph;
    double m_minutes = 0;
    std::vector<MapRoute> m_routes;
    std::vector<MapNodeItem> m_nodes;
    std::vector<MapEdgeItem> m_edges;
    MapSizing m_sizing = MapSizing::Nothing;
    struct Named {
        ShapedText name;
        ShapedText type;
        QString icon;
    };
    QHash<ServiceKey, Named> m_named; // texts once shaped
    struct LargeNames {
        qreal scale = 0;
        std::vector<ShapedText> names;
    };
    mutable std::vector<LargeNames> m_largeNames; // of these nodes, made when asked for
};

} // namespace fluoroscope
