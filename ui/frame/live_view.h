// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Keeps what is visible up to date: asks again when the session has advanced, ten times a second at most, and never
// asks anew what is still being answered.
#pragma once

#include "core/ports/trace_source.h"
#include "ui/frame/page_feed.h"

#include <QElapsedTimer>
#include <QTimer>
#include <atomic>
#include <memory>

namespace fluoroscope {

class LiveView : public QObject {
    Q_OBJECT

public:
    explicit LiveView(TraceSource& source, QObject* parent = nullptr);
    ~LiveView() override;

    // The feeds of the visible page; only they are asked, besides those always shown. Asks at once.
    void setPage(const std::vector<PageFeed*>& feeds);
    // A feed that is asked whatever page is visible.
    void addAlwaysShown(PageFeed* feed);
    // Asks the feeds of what is always shown again: there is room for more, or less.
    void refreshAlwaysShown();
    // Asks everything visible at once, when the scope is another.
    void setScope(const Scope& scope);
    [[nodiscard]] const Scope& scope() const { return m_scope; }

signals:
    // The session has something new, whether it is shown or not. On the GUI thread.
    void advanced();
    void woken(); // internal: from the source's thread, queued to the GUI thread

private:
    // One feed and when it may be asked again.
    class Pace : public QObject {
    public:
        Pace(LiveView& view, PageFeed* feed);
        [[nodiscard]] PageFeed* feed() const { return m_feed; }
        void askFresh();
        void markStale();

    private:
        void pump();
        void ask(bool fresh);

        LiveView& m_view;
        PageFeed* m_feed;
        QTimer m_due;
        QElapsedTimer m_asked;
        qint64 m_cost = 0; // ms of the last answer
        bool m_stale = false;
        bool m_waiting = false; // for an answer
    };

    void wake();
    void markStale();

    TraceSource& m_source;
    Scope m_scope;
    std::vector<std::unique_ptr<Pace>> m_always;
    std::vector<std::unique_ptr<Pace>> m_page;
    QTimer m_slide; // a live range moves on though nothing arrives
    std::atomic<bool> m_pending = false; // the mailbox: the source has advanced since we looked
};

} // namespace fluoroscope
