// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a window takes over from the one before: where it stood, its page and span, columns, and what was open of a
// trace.

#include "ui/frame/main_window.h"
#include "ui/frame/trace_tabs.h"
#include "ui/traces/traces_page.h"

#include <QCloseEvent>
#include <QScreen>
#include <algorithm>

namespace fluoroscope {

void MainWindow::restoreLastState()
{
    if (const QByteArray geometry = m_settings.geometry(); !geometry.isEmpty()) {
        restoreGeometry(geometry);
    }
    // The screen that it stood on may be gone, or smaller.
    const QRect place = screen()->availableGeometry();
    if (!place.intersects(geometry().adjusted(metrics::rowHeight, metrics::rowHeight, -metrics::rowHeight, 0))) {
        move(place.topLeft());
    }
    Location location = m_history.current();
    location.page = m_settings.opensTraces() ? PageKind::Traces : PageKind::Map;
    const Duration span = m_isLookedAt ? Duration::zero() : m_settings.span();
    if (std::find(kSpans.begin(), kSpans.end(), span) != kSpans.end()) {
        location.scope.span = span;
    }
    m_history.replace(location);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_settings.setGeometry(saveGeometry());
    m_settings.setOpensTraces(m_history.current().page != PageKind::Map);
    if (!m_isLookedAt) {
        m_settings.setSpan(m_history.current().scope.span);
    }
    if (m_traces) {
        m_settings.setTraceColumns(m_traces->columns());
    }
    if (m_tabs) {
        m_settings.setTraceLayout(m_tabs->pageLayout());
    }
    QMainWindow::closeEvent(event);
}

} // namespace fluoroscope
