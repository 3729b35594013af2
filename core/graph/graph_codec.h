// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A service graph as compact bytes, for the index: varints, each name once.
#pragma once

#include "core/graph/service_graph.h"

#include <QByteArray>

namespace fluoroscope {

QByteArray encodeGraph(const ServiceGraph& graph);
// An empty graph where `bytes` are not a graph of this version.
ServiceGraph decodeGraph(QByteArrayView bytes);

} // namespace fluoroscope
