// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The trace map as a widget: draws a service graph and lets people point at it, walk through it and rearrange it.
#pragma once

#include "ui/map/map_painter.h"

#include <QVariantAnimation>
#include <QWidget>
#include <optional>

namespace fluoroscope {

class MapZoomBar;

class MapCanvas : public QWidget {
    Q_OBJECT

public:
    explicit MapCanvas(MapStyle style = MapStyle::Full, QWidget* parent = nullptr);

    // `minutes` is the length of the window that the graph sums up, for rates. Nodes that were there stay where they
    // were; with the same nodes and edges only numbers change.
    void setGraph(std::shared_ptr<const ServiceGraph> graph, double minutes);
    // Emit nothing. A node or an edge that is not in the graph clears the selection.
    void setSelected(const std::optional<ServiceKey>& service);
    void setSelectedEdge(const std::optional<MapEdgeKey>& edge);

    // Nodes put by hand, to be kept with the session.
    [[nodiscard]] const MapPositions& pinned() const { return m_pinned; }
    void setPinned(const MapPositions& pinned);

    // Shows everything, never larger than 1:1, and goes on doing so until the view is moved by hand.
    void fit();
    void zoomBy(qreal factor);
    // Forgets where nodes were, pinned ones too, and lays out anew.
    void rearrange();

    // The map alone, fitted into `area` of any paint device, with its background and without focus, hover or selection.
    void paintTo(QPainter& painter, const QRectF& area) const;

    [[nodiscard]] const MapScene& scene() const { return m_scene; }
    [[nodiscard]] int focusedNode() const { return m_marks.focusedNode; }
    [[nodiscard]] int selectedNode() const { return m_marks.selectedNode; }
    [[nodiscard]] int selectedEdge() const { return m_marks.selectedEdge; }
    void focusNode(int node); // by index; -1: none
    void selectNode(int node); // as a click would
    // Where something of the scene is in the widget.
    [[nodiscard]] QRectF toWidget(const QRectF& rect) const;
    [[nodiscard]] qreal zoom() const { return m_zoom; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void serviceSelected(const fluoroscope::ServiceKey& service);
    void edgeSelected(const fluoroscope::MapEdgeKey& edge);
    void selectionCleared();
    void serviceActivated(const fluoroscope::ServiceKey& service); // Enter or double click
    void pinnedChanged();

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
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct View {
        qreal zoom;
        QPointF offset; // of the scene's origin in the widget
    };
    struct Press {
        QPointF position;
        int node = -1;
        int edge = -1;
        bool moved = false;
        QPointF grip; // from the node's centre to the cursor, in the scene
    };

    [[nodiscard]] MapPositions shownPositions() const;
    void layOut(const MapPositions& shown);
    void animate(std::vector<QPointF> starts, std::vector<QPointF> targets);
    void finishAnimation();
    void follow(); // fits again where the view is automatic
    void zoomAbout(const QPointF& point, qreal factor);
    void walk(Qt::Key key);
    void reveal(int node);
    void hover(const QPointF& position);
    void selectEdge(int edge);
    void clearSelection();
    [[nodiscard]] View fittingView(const QRectF& area) const;
    [[nodiscard]] QPointF toScene(const QPointF& point) const { return (point - m_offset) / m_zoom; }

    MapScene m_scene;
    MapMarks m_marks;
    MapMemory m_known; // of everything ever shown: what comes back stands where it stood
    MapPositions m_pinned;
    QVariantAnimation m_animation;
    std::vector<QPointF> m_starts;
    std::vector<QPointF> m_targets;
    qreal m_zoom = 1;
    QPointF m_offset;
    bool m_automatic = true; // until zoomed or moved by hand
    std::optional<Press> m_press;
    std::optional<ServiceKey> m_clicked; // the node that a double click means, wherever the first click moved it
    bool m_byKeyboard = false; // the focus is drawn for those who use it
    MapZoomBar* m_zoomBar = nullptr;
};

} // namespace fluoroscope
