// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The feed of the Traces page: its model asks for itself, page by page.
#pragma once

#include "ui/frame/page_feed.h"
#include "ui/traces/trace_list_model.h"

namespace fluoroscope {

class TracesFeed : public PageFeed {
    Q_OBJECT

public:
    explicit TracesFeed(TraceListModel& model, QObject* parent = nullptr)
        : PageFeed(parent)
        , m_model(model)
    {
        connect(&model, &TraceListModel::answered, this, [this](const QString& problem) { finish(problem); });
    }

    void ask(const Scope& scope, Timestamp now, bool fresh) override { m_model.ask(scope.selectionAt(now), fresh); }
    [[nodiscard]] bool isBusy() const override { return m_model.isBusy(); }
    [[nodiscard]] bool isBlank() const override { return m_model.rowCount() == 0; }

private:
    TraceListModel& m_model;
};

} // namespace fluoroscope
