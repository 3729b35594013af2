// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Map page: the trace map with its side panel. A passive view: whoever owns it queries and hands graphs over.
#pragma once

#include "core/filter/filter_expression.h"
#include "ui/map/map_canvas.h"

namespace fluoroscope {

class ServicePanel;

class MapPage : public QWidget {
    Q_OBJECT

public:
    explicit MapPage(QWidget* parent = nullptr);

    // `minutes` is the length of the window that the graph sums up, for rates. Selection and view stay.
    void setGraph(std::shared_ptr<const ServiceGraph> graph, double minutes);
    [[nodiscard]] MapCanvas* canvas() const { return m_canvas; }

signals:
    // The traces that meet `clause` are wanted, or the map of those alone.
    void tracesRequested(const fluoroscope::FilterExpression& clause);
    void narrowRequested(const fluoroscope::FilterExpression& clause);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showSelection();
    void closePanel();

    MapCanvas* m_canvas = nullptr;
    ServicePanel* m_panel = nullptr;
    QWidget* m_empty = nullptr;
    QWidget* m_map = nullptr;
};

} // namespace fluoroscope
