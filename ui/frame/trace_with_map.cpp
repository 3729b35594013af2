// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/trace_with_map.h"

#include "core/graph/service_graph.h"
#include "ui/map/map_canvas.h"

namespace fluoroscope {

TraceWithMap::TraceWithMap(QWidget* parent)
    : TraceDetailsPage(parent)
    , m_map(new MapCanvas(MapStyle::Compact))
{
    setMapWidget(m_map);
    connect(this, &TraceDetailsPage::currentSegmentChanged, this, &TraceWithMap::lightNode);
    connect(m_map, &MapCanvas::serviceSelected, this, &TraceWithMap::selectFirstOf);
}

void TraceWithMap::showTrace(const std::shared_ptr<const Trace>& trace)
{
    m_map->setGraph(std::make_shared<const ServiceGraph>(graphOf(*trace)), 1);
    setTrace(trace);
    lightNode(currentSegment());
}

void TraceWithMap::lightNode(int segment)
{
    if (!trace() || segment < 0) {
        m_map->setSelected(std::nullopt);
        return;
    }
    const std::vector<Segment>& segments = trace()->segments;
    auto top = std::size_t(segment);
    while (segments[top].parent >= 0) {
        top = std::size_t(segments[top].parent);
    }
    m_map->setSelected(serviceKeyOf(segments[top]));
}

void TraceWithMap::selectFirstOf(const ServiceKey& service)
{
    bool found = false;
    forEachTopLevel(*trace(), [&](std::int32_t index) {
        if (!found && serviceKeyOf(trace()->segments[std::size_t(index)]) == service) {
            found = true;
            selectSegment(index);
        }
    });
}

} // namespace fluoroscope
