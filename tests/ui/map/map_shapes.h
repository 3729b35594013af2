// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The shapes on which the trace map's layout is judged, by tests and by the benchmark alike.
#pragma once

#include "core/graph/service_graph.h"

namespace fluoroscope::test {

struct MapShape {
    QString name;
    ServiceGraph graph;
};

// Chain, fans, diamond, mesh, the demo, a shop as systems grow, random ones of 30, 100 and 300 nodes.
std::vector<MapShape> mapShapes();

} // namespace fluoroscope::test
