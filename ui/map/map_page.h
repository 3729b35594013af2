// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Map page: the trace map with its side panel. A passive view: whoever owns it queries and hands graphs over.
#pragma once

#include "core/filter/filter_expression.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_details.h"

namespace fluoroscope {

class ServicePanel;

class MapPage : public QWidget {
    Q_OBJECT

public:
    explicit MapPage(QWidget* parent = nullptr);

    // `minutes` is the length of the window that the graph sums up, for rates. Selection and view stay.
    void setGraph(std::shared_ptr<const ServiceGraph> graph, double minutes);
    [[nodiscard]] MapCanvas* canvas() const { return m_canvas; }
    [[nodiscard]] ServicePanel* panel() const { return m_panel; }

signals:
    // The traces that meet `clause` are wanted, or the map of those alone.
    void tracesRequested(const fluoroscope::FilterExpression& clause);
    void narrowRequested(const fluoroscope::FilterExpression& clause);
    void timeRequested(const fluoroscope::TimeRange& range);
    // Details of this are wanted in the panel; nothing: of none.
    void subjectChanged(const fluoroscope::MapSubject& subject);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showSelection();
    void tellSubject();
    void closePanel();

    MapCanvas* m_canvas = nullptr;
    ServicePanel* m_panel = nullptr;
    QWidget* m_empty = nullptr;
    QWidget* m_map = nullptr;
    MapSubject m_subject; // as last told
};

} // namespace fluoroscope
