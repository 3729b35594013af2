// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The service graph in the shape of X-Ray's GetServiceGraph (reference 5.6).
#pragma once

#include "core/graph/service_graph.h"

#include <QJsonArray>
#include <QJsonObject>

namespace fluoroscope {

// {"Name", "Names", "Type"?, "AccountId"?}: X-Ray's ServiceId.
QJsonObject serviceIdJson(const ServiceKey& key);

// X-Ray's ServiceStatistics and EdgeStatistics.
QJsonObject statisticsJson(const CallStatistics& statistics);
// [{"Value", "Count"}], the values in seconds.
QJsonArray histogramJson(const Histogram& histogram);

// The member Services: each with its edges, statistics and histograms; ReferenceId counts from 0.
QJsonArray servicesJson(const ServiceGraph& graph);

} // namespace fluoroscope
