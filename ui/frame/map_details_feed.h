// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The feed of the map's side panel.
#pragma once

#include "ui/frame/page_feed.h"
#include "ui/map/map_details.h"
#include "ui/query/query_runner.h"

namespace fluoroscope {

class MapDetailsFeed : public PageFeed {
    Q_OBJECT

public:
    using Show = std::function<void(const MapSubject&, const Result<MapDetails>&)>;
    MapDetailsFeed(TraceSource& source, QueryRunner& runner, Show show, QObject* parent = nullptr);
    // What is selected from now on; asks at once.
    void setSubject(const MapSubject& subject);
    void ask(const Scope& scope, Timestamp now, bool fresh) override;
    [[nodiscard]] bool isBusy() const override { return m_runner.isBusy(m_lane); }

private:
    TraceSource& m_source;
    QueryRunner& m_runner;
    Show m_show;
    int m_lane;
    MapSubject m_subject;
    std::optional<Scope> m_scope; // as last asked
    bool m_complete = false; // all was asked for since subject or scope changed
};

} // namespace fluoroscope
