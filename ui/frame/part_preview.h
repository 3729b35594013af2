// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How much a part of the session is, and what its redaction changes: looked at in the background, again whenever the
// choice is another one.
#pragma once

#include "core/ports/session_host.h"
#include "ui/query/query_runner.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QPushButton;

namespace fluoroscope {

struct ExportProgress;
class RedactionTree;
class RoleLabel;

class PartPreview : public QWidget {
    Q_OBJECT

public:
    // `host` outlives the preview; `runner` may go first, with its window.
    PartPreview(SessionHost& host, QueryRunner& runner, QWidget* parent = nullptr);
    ~PartPreview() override;

    // Now, or once nothing has changed for a moment.
    void look(const SessionPart& part);
    void lookSoon(const SessionPart& part);
    void stop();

private:
    void lookAtPart();
    void showPreview(const Result<RedactionPreview>& preview);
    void showProgress();

    SessionHost& m_host;
    QPointer<QueryRunner> m_runner;
    int m_lane;
    SessionPart m_part;
    std::shared_ptr<ExportProgress> m_looking; // null: nothing is looked at
    QTimer m_soon;
    QTimer m_ticks;

    RoleLabel* m_found;
    QPushButton* m_again;
    RedactionTree* m_changes;
    RoleLabel* m_along;
};

} // namespace fluoroscope
