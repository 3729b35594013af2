// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The trace map as a widget: draws a service graph and lets people point at it, walk through it and rearrange it.
#pragma once

#include "ui/map/map_layer.h"
#include "ui/query/query_runner.h"

#include <QPointer>
#include <QTimer>
#include <QVariantAnimation>
#include <QWidget>
#include <optional>

namespace fluoroscope {

class MapLegend;
class MapZoomBar;

class MapCanvas : public QWidget {
    Q_OBJECT

public:
    static constexpr qreal kZoomStep = 1.25;

    explicit MapCanvas(MapStyle style = MapStyle::Full, QWidget* parent = nullptr);
    ~MapCanvas() override;

    // Large graphs are laid out on one of its threads from now on; without, all are laid out at once.
    void setRunner(QueryRunner* runner);

    // `minutes` is the length of the window that the graph sums up, for rates. Nodes that were there stay where they
    // were; with the same nodes and edges only numbers change.
    void setGraph(std::shared_ptr<const ServiceGraph> graph, double minutes);
    // Emit nothing. A node or an edge that is not in the graph clears the selection.
    void setSelected(const std::optional<ServiceKey>& service);
    void setSelectedEdge(const std::optional<MapEdgeKey>& edge);

    // Nodes put by hand, to be kept with the session; those that are not in the graph, too.
    [[nodiscard]] const MapPositions& pinned() const { return m_pinned; }
    void setPinned(const MapPositions& pinned);
    // Pins a node where it is, or lets it go.
    void togglePin(int node);

    [[nodiscard]] MapSizing sizing() const { return m_scene.sizing(); }
    void setSizing(MapSizing sizing);
    void chooseSizing(MapSizing sizing); // and announces it
    [[nodiscard]] bool isLegendOpen() const;
    void setLegendOpen(bool open);
    void toggleLegend(); // and announces it

    // Shows everything, never larger than 1:1, and goes on doing so until the view is moved by hand.
    void fit();
    void zoomBy(qreal factor);
    void zoomIn() { zoomBy(kZoomStep); }
    void zoomOut() { zoomBy(1 / kZoomStep); }
    // While held, another size of the widget leaves everything where it is, but for a selection that it would hide.
    void holdView(bool hold) { m_held = hold; }
    // Forgets where nodes were, pinned ones too, and lays out anew.
    void rearrange();

    // All of the map, whatever is in sight, fitted into `area` of any paint device, with its background and legend and
    // without focus, hover or selection.
    void paintTo(QPainter& painter, const QRectF& area) const;
    // The area that shows all of it at 1:1.
    [[nodiscard]] QSize pictureSize() const;

    [[nodiscard]] const MapScene& scene() const { return m_scene; }
    [[nodiscard]] int focusedNode() const { return m_marks.focusedNode; }
    [[nodiscard]] int selectedNode() const { return m_marks.selectedNode; }
    [[nodiscard]] int selectedEdge() const { return m_marks.selectedEdge; }
    [[nodiscard]] int hoveredNode() const { return m_hoveredNode; }
    // How far what is not connected to what is hovered or walked to has faded, 0 to 1.
    [[nodiscard]] qreal faded() const { return m_fade; }
    void focusNode(int node); // by index; -1: none
    void selectNode(int node); // as a click would
    // Where something of the scene is in the widget.
    [[nodiscard]] QRectF toWidget(const QRectF& rect) const;
    [[nodiscard]] qreal zoom() const { return m_view.zoom; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void serviceSelected(const fluoroscope::ServiceKey& service);
    void edgeSelected(const fluoroscope::MapEdgeKey& edge);
    void selectionCleared();
    void serviceActivated(const fluoroscope::ServiceKey& service); // Enter or double click
    void edgeActivated(const fluoroscope::MapEdgeKey& edge);
    void pinnedChanged();
    // By hand, from legend, menu or keyboard.
    void sizingChanged(fluoroscope::MapSizing sizing);
    void legendToggled(bool open);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Press {
        QPointF position;
        int node = -1;
        int edge = -1;
        bool moved = false;
        QPointF grip; // from the node's centre to the cursor, in the scene
    };
    struct Shown {
        std::shared_ptr<const ServiceGraph> graph;
        double minutes = 0;
    };

    // Graph, layout and movement: map_canvas_layout.cpp.
    [[nodiscard]] MapPositions shownPositions() const;
    void arrange(Shown shown);
    void present(Shown shown, MapLayout layout);
    void showNext();
    void setNumbers(Shown shown);
    void layOut();
    void place(MapLayout layout, const MapPositions& shown);
    void animate(std::vector<QPointF> starts, std::vector<QPointF> targets);
    void moveTo(qreal share);
    void finishAnimation();
    void pin(int node, const QPointF& position);

    void repaintAll();
    void repaintNumbers();
    void follow(); // fits again where the view is automatic
    void zoomAbout(const QPointF& point, qreal factor);
    void placeCorners();
    [[nodiscard]] MapView fittingView(const QRectF& area) const;
    [[nodiscard]] QPointF toScene(const QPointF& point) const { return (point - m_view.offset) / m_view.zoom; }
    [[nodiscard]] int edgeAt(const QPointF& point) const; // of the scene; a line is hit some pixels beside it, too

    // Pointer: map_canvas_input.cpp. Keyboard and menu: map_canvas_keys.cpp.
    void hover();
    void setHovered(int node, int edge);
    void updateSpotlight();
    void selectEdge(int edge);
    bool selectNextEdge();
    void clearSelection();
    bool activate();
    bool handleKey(const QKeyEvent& event);
    void walk(Qt::Key key);
    void nudge(Qt::Key key);
    [[nodiscard]] int firstNode() const;
    [[nodiscard]] int neighbour(int node, Qt::Key key) const;
    void reveal(const QRectF& part); // of the scene
    void uncoverSelection();

    MapScene m_scene;
    MapMarks m_marks;
    MapLayer m_layer;
    QTimer m_catchingUp; // while the layer is drawn bit by bit
    MapMemory m_known; // of everything ever shown: what comes back stands where it stood
    MapPositions m_pinned;
    QPointer<QueryRunner> m_runner;
    int m_lane = -1;
    bool m_arranging = false; // a layout is on its way
    int m_rearranged = 0; // how often
    std::optional<Shown> m_next; // waits for the layout, or for a node to be put down
    QVariantAnimation m_animation;
    std::vector<QPointF> m_starts;
    std::vector<QPointF> m_targets;
    QVariantAnimation m_fading;
    qreal m_fade = 0;
    MapParts m_spotlight; // what does not fade
    MapView m_view;
    bool m_automatic = true; // until zoomed or moved by hand
    bool m_held = false;
    std::optional<std::pair<MapView, MapView>> m_aside; // before and after the view gave way to what opened beside it
    std::optional<Press> m_press;
    // What a double click means, wherever the first click moved it.
    std::optional<ServiceKey> m_clicked;
    std::optional<MapEdgeKey> m_clickedEdge;
    std::optional<QPointF> m_pointer; // where it is, if on the map itself
    int m_hoveredNode = -1;
    int m_hoveredEdge = -1;
    bool m_byKeyboard = false; // the focus is drawn for those who use it
    bool m_walking = false; // and dims what is not connected
    MapZoomBar* m_zoomBar = nullptr;
    MapLegend* m_legend = nullptr;
};

} // namespace fluoroscope
