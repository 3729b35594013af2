// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A trace's page with the map of that trace in it: what is selected in one is selected in the other.
#pragma once

#include "ui/trace/trace_details_page.h"

namespace fluoroscope {

class MapCanvas;
struct ServiceKey;

class TraceWithMap : public TraceDetailsPage {
    Q_OBJECT

public:
    explicit TraceWithMap(QWidget* parent = nullptr);

    // Instead of setTrace().
    void showTrace(const std::shared_ptr<const Trace>& trace);

private:
    void lightNode(int segment);
    void selectFirstOf(const ServiceKey& service);

    MapCanvas* m_map;
};

} // namespace fluoroscope
