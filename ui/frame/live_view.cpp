// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/live_view.h"

#include <algorithm>

namespace fluoroscope {

namespace {
constexpr qint64 kShortestInterval = 100; // ms between two questions of a feed
constexpr qint64 kCostShare = 3; // a question that took long rests this many times as long
constexpr int kSlideInterval = 5000; // ms
} // namespace

LiveView::Pace::Pace(LiveView& view, PageFeed* feed)
    : m_view(view)
    , m_feed(feed)
{
    m_due.setSingleShot(true);
    connect(&m_due, &QTimer::timeout, this, [this] { pump(); });
    connect(feed, &PageFeed::answered, this, [this] {
        if (m_waiting) {
            m_waiting = false;
            m_cost = m_asked.elapsed();
        }
        pump();
    });
}

void LiveView::Pace::askFresh()
{
    ask(true);
}

void LiveView::Pace::markStale()
{
    m_stale = true;
    pump();
}

void LiveView::Pace::pump()
{
    if (!m_stale || m_feed->isBusy()) {
        return;
    }
    const qint64 rest = std::max(kShortestInterval, m_cost * kCostShare);
    const qint64 wait = m_asked.isValid() ? rest - m_asked.elapsed() : 0;
    if (wait > 0) {
        if (!m_due.isActive()) {
            m_due.start(int(wait));
        }
        return;
    }
    ask(false);
}

void LiveView::Pace::ask(bool fresh)
{
    m_stale = false;
    m_waiting = true;
    m_asked.start();
    m_feed->ask(m_view.m_scope, now(), fresh);
}

LiveView::LiveView(TraceSource& source, QObject* parent)
    : QObject(parent)
    , m_source(source)
{
    connect(this, &LiveView::woken, this, &LiveView::wake, Qt::QueuedConnection);
    connect(&m_slide, &QTimer::timeout, this, &LiveView::markStale);
    m_slide.start(kSlideInterval);
    m_source.onAdvanced([this] {
        if (!m_pending.exchange(true)) {
            emit woken();
        }
    });
}

LiveView::~LiveView()
{
    m_source.onAdvanced(nullptr);
}

void LiveView::setPage(const std::vector<PageFeed*>& feeds)
{
    m_page.clear();
    for (PageFeed* feed : feeds) {
        m_page.push_back(std::make_unique<Pace>(*this, feed));
        m_page.back()->askFresh();
    }
}

void LiveView::addAlwaysShown(PageFeed* feed)
{
    m_always.push_back(std::make_unique<Pace>(*this, feed));
    m_always.back()->askFresh();
}

void LiveView::setScope(const Scope& scope)
{
    if (scope == m_scope) {
        return;
    }
    m_scope = scope;
    for (const auto& pace : m_always) {
        pace->askFresh();
    }
    for (const auto& pace : m_page) {
        pace->askFresh();
    }
}

void LiveView::refreshAlwaysShown()
{
    for (const auto& pace : m_always) {
        pace->markStale();
    }
}

void LiveView::wake()
{
    m_pending = false;
    emit advanced();
    markStale();
}

void LiveView::markStale()
{
    if (!m_scope.isLive()) {
        return;
    }
    for (const auto& pace : m_always) {
        pace->markStale();
    }
    for (const auto& pace : m_page) {
        pace->markStale();
    }
}

} // namespace fluoroscope
