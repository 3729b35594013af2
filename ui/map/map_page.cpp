// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_page.h"

#include "ui/filter/filter_clauses.h"
#include "ui/map/service_panel.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace fluoroscope {

namespace {

QWidget* newEmptyState(QWidget* parent)
{
    auto* widget = new QWidget(parent);
    auto* subject = new QLabel(MapPage::tr("No traces in this range"), widget);
    auto* hint = new QLabel(MapPage::tr("Choose a longer range, or send a request through your services."), widget);
    auto* layout = new QVBoxLayout(widget);
    layout->setSpacing(metrics::grid);
    layout->addStretch(2);
    layout->addWidget(subject, 0, Qt::AlignHCenter);
    layout->addWidget(hint, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    const auto recolor = [subject, hint] {
        subject->setFont(Theme::current().font(TextRole::Subject));
        QPalette palette = hint->palette();
        palette.setColor(QPalette::WindowText, Theme::current().color(Role::Muted));
        hint->setPalette(palette);
    };
    recolor();
    QObject::connect(&Theme::current(), &Theme::changed, widget, recolor);
    return widget;
}

} // namespace

MapPage::MapPage(QWidget* parent)
    : QWidget(parent)
    , m_empty(newEmptyState(this))
    , m_map(new QWidget(this))
{
    m_canvas = new MapCanvas(MapStyle::Full, m_map);
    m_panel = new ServicePanel(m_map);
    m_panel->hide();
    auto* map = new QHBoxLayout(m_map);
    map->setContentsMargins(0, 0, 0, 0);
    map->setSpacing(0);
    map->addWidget(m_canvas, 1);
    map->addWidget(m_panel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_map);
    layout->addWidget(m_empty);
    m_empty->hide(); // until a graph has come, nobody knows; the canvas has the keys meanwhile
    setFocusProxy(m_canvas);

    connect(m_canvas, &MapCanvas::serviceSelected, this, &MapPage::showSelection);
    connect(m_canvas, &MapCanvas::edgeSelected, this, &MapPage::showSelection);
    connect(m_canvas, &MapCanvas::selectionCleared, this, &MapPage::showSelection);
    connect(m_canvas, &MapCanvas::serviceActivated, this,
        [this](const ServiceKey& service) { emit tracesRequested(serviceClause(service)); });
    connect(m_canvas, &MapCanvas::edgeActivated, this,
        [this](const MapEdgeKey& edge) { emit tracesRequested(edgeClause(edge.from, edge.to)); });
    connect(m_panel, &ServicePanel::closed, this, &MapPage::closePanel);
    connect(m_panel, &ServicePanel::tracesRequested, this, &MapPage::tracesRequested);
    connect(m_panel, &ServicePanel::narrowRequested, this, &MapPage::narrowRequested);
    connect(m_panel, &ServicePanel::timeRequested, this, &MapPage::timeRequested);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void MapPage::setGraph(std::shared_ptr<const ServiceGraph> graph, double minutes)
{
    const bool empty = !graph || graph->isEmpty();
    m_canvas->setGraph(std::move(graph), minutes);
    m_map->setVisible(!empty);
    m_empty->setVisible(empty);
    showSelection();
}

void MapPage::showSelection()
{
    const MapScene& scene = m_canvas->scene();
    if (const int node = m_canvas->selectedNode(); node >= 0) {
        m_panel->showService(scene.service(node), scene.minutes());
    } else if (const int edge = m_canvas->selectedEdge(); edge >= 0) {
        m_panel->showEdge(scene.graph().edges[static_cast<std::size_t>(edge)], scene.minutes());
    }
    // What was clicked stays under the pointer.
    m_canvas->holdView(true);
    m_panel->setVisible(m_canvas->selectedNode() >= 0 || m_canvas->selectedEdge() >= 0);
    m_map->layout()->activate();
    m_canvas->holdView(false);
    tellSubject();
}

void MapPage::tellSubject()
{
    const MapSubject subject = m_panel->isHidden() ? MapSubject() : m_panel->subject();
    if (subject != m_subject) {
        m_subject = subject;
        emit subjectChanged(subject);
    }
}

void MapPage::closePanel()
{
    m_canvas->setSelected(std::nullopt);
    showSelection();
    m_canvas->setFocus();
}

void MapPage::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), Theme::current().color(Role::Surface));
}

} // namespace fluoroscope
