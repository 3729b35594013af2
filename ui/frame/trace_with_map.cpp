// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/trace_with_map.h"

#include "core/trace/trace_digest.h"
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
    const std::shared_ptr<const TraceDigest> digest = digestOf(*trace);
    m_map->setGraph({digest, &digest->graph}, 1);
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
    if (!trace()) {
        return; // another is being read
    }
    const std::shared_ptr<const TraceDigest> digest = digestOf(*trace());
    if (const auto found = digest->services.find(service); found != digest->services.end()) {
        selectSegment(found->second);
    }
}

} // namespace fluoroscope
