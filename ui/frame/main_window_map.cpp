// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The trace map in the window: its menu, what feeds it, and where what it asks for goes.

#include "ui/frame/activity_strip.h"
#include "ui/frame/feeds.h"
#include "ui/frame/main_window.h"
#include "ui/frame/map_details_feed.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_page.h"
#include "ui/map/map_pins.h"
#include "ui/map/service_panel.h"

#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace fluoroscope {

void MainWindow::addMapActions()
{
    QMenu* menu = menuBar()->addMenu(tr("&Map"));
    const auto add = [&](const QString& text, const char16_t* key, auto act) {
        QAction* action =
            menu->addAction(text, QKeySequence(QString::fromUtf16(key)), this, [this, act] { act(m_map->canvas()); });
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut); // where one types, they are letters
        m_mapActions << action;
        return action;
    };
    add(tr("Fit to the window"), u"0", [](MapCanvas* canvas) { canvas->fit(); });
    add(tr("Zoom in"), u"+", [](MapCanvas* canvas) { canvas->zoomIn(); });
    add(tr("Zoom out"), u"-", [](MapCanvas* canvas) { canvas->zoomOut(); });
    menu->addSeparator();
    add(tr("Pin or unpin the node"), u"P", [](MapCanvas* canvas) {
        if (canvas->focusedNode() >= 0) {
            canvas->togglePin(canvas->focusedNode());
        }
    });
    add(tr("Rearrange"), u"R", [](MapCanvas* canvas) { canvas->rearrange(); });
    menu->addSeparator();
    QAction* sized = add(tr("Node size by traffic"), u"T", [](MapCanvas* canvas) {
        canvas->chooseSizing(canvas->sizing() == MapSizing::Nothing ? MapSizing::Traffic : MapSizing::Nothing);
    });
    QAction* legend = add(tr("Legend"), u"L", [](MapCanvas* canvas) { canvas->toggleLegend(); });
    for (QAction* action : {sized, legend}) {
        action->setCheckable(true);
    }
    // The canvas has keys and buttons of its own for them: these boxes only show how it is.
    connect(menu, &QMenu::aboutToShow, this, [this, sized, legend] {
        sized->setChecked(m_map && m_map->canvas()->sizing() == MapSizing::Traffic);
        legend->setChecked(m_map && m_map->canvas()->isLegendOpen());
    });
}

PageFeed* MainWindow::mapFeed()
{
    if (!m_map) {
        m_map = new MapPage(this);
        m_stack->addWidget(m_map);
        m_mapFeed = new GraphFeed(
            m_source, m_runner,
            [this](std::shared_ptr<const ServiceGraph> graph, double minutes) {
                m_map->setGraph(std::move(graph), minutes);
            },
            this);
        connect(m_mapFeed, &PageFeed::answered, this, &MainWindow::updateContent);
        m_mapDetails = new MapDetailsFeed(
            m_source, m_runner,
            [this](const MapSubject& subject, const Result<MapDetails>& details) {
                m_map->panel()->showDetails(subject, details);
            },
            this);
        connectMap();
    }
    return m_mapFeed;
}

void MainWindow::connectMap()
{
    connect(m_map, &MapPage::tracesRequested, this,
        [this](const FilterExpression& clause) { narrow(clause, PageKind::Traces); });
    connect(m_map, &MapPage::narrowRequested, this,
        [this](const FilterExpression& clause) { narrow(clause, PageKind::Map); });
    connect(m_map, &MapPage::timeRequested, this,
        [this](const TimeRange& range) { setRange(range, m_strip->grid().range); });
    connect(m_map->panel(), &ServicePanel::retryRequested, this, &MainWindow::retry);
    connect(m_map, &MapPage::subjectChanged, m_mapDetails, &MapDetailsFeed::setSubject);
    MapCanvas* canvas = m_map->canvas();
    canvas->setRunner(&m_runner);
    canvas->addActions(m_mapActions);
    canvas->setSizing(m_settings.mapSizedByTraffic() ? MapSizing::Traffic : MapSizing::Nothing);
    canvas->setLegendOpen(m_settings.mapLegendOpen());
    connect(canvas, &MapCanvas::sizingChanged, this,
        [this](MapSizing sizing) { m_settings.setMapSizedByTraffic(sizing == MapSizing::Traffic); });
    connect(canvas, &MapCanvas::legendToggled, this, [this](bool open) { m_settings.setMapLegendOpen(open); });
    if (m_state) {
        const auto* pins = new MapPins(*m_state, m_runner, *canvas, canvas);
        connect(pins, &MapPins::failed, this, &MainWindow::say);
    }
}

} // namespace fluoroscope
