// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The context menu of the timeline: what its keys do, in words.

#include "ui/inspector/segment_copies.h"
#include "ui/trace/timeline_canvas.h"
#include "ui/trace/timeline_facts.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QAction* withKey(QAction* action, const QString& key)
{
    action->setText(action->text() + u'\t' + key); // shown; the canvas listens for it itself
    return action;
}

QAction* asSwitch(QAction* action, bool on)
{
    action->setCheckable(true);
    action->setChecked(on);
    return action;
}

} // namespace

void TimelineCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    QPoint global = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        const int row = layout().rowAt(viewport()->mapFromGlobal(global).y());
        if (row >= 0 && row < m_rows.count()) {
            select(m_rows.at(row));
        }
    } else {
        global = viewport()->mapToGlobal(layout().rowRect(m_rows.indexOf(m_current)).center());
    }
    const bool onBar = m_current.isSegment() || m_current.isRun();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    withKey(menu->addAction(tr("Zoom to segment"), this, &TimelineCanvas::zoomToCurrent), u"Z"_s)->setEnabled(onBar);
    withKey(menu->addAction(tr("Zoom to all"), this, &TimelineCanvas::zoomToAll), u"F"_s)
        ->setEnabled(!m_zoom.isFitted());
    menu->addSeparator();
    withKey(menu->addAction(tr("Root here"), this, &TimelineCanvas::rootHere), u"R"_s)
        ->setEnabled(m_rows.hasChildren(m_current) && m_current != m_rows.root());
    withKey(menu->addAction(tr("Whole trace"), this, [this] { setRoot({}); }), u"Shift+R"_s)
        ->setEnabled(!m_rows.root().isNull());
    menu->addSeparator();
    asSwitch(
        withKey(menu->addAction(tr("Critical path"), this, [this] { setCriticalPathShown(!m_showsPath); }), u"C"_s),
        m_showsPath);
    asSwitch(withKey(menu->addAction(
                         tr("Fold repeated siblings"), this, [this] { setRepeatsFolded(!m_options.foldRepeats); }),
                 u"G"_s),
        m_options.foldRepeats);
    asSwitch(withKey(menu->addAction(tr("Longest first"), this, [this] { setLongestFirst(!m_options.longestFirst); }),
                 u"O"_s),
        m_options.longestFirst);
    withKey(menu->addAction(tr("Find in the trace"), this, &TimelineCanvas::findRequested), u"/"_s);
    menu->addSeparator();
    withKey(menu->addAction(tr("Unfold all"), this, [this] { setAllExpanded(true); }), u"U"_s);
    withKey(menu->addAction(tr("Fold all"), this, [this] { setAllExpanded(false); }), u"Shift+U"_s);
    menu->addSeparator();
    menu->addAction(
            tr("Copy name"), this, [this] { QGuiApplication::clipboard()->setText(rowName(m_rows, m_current)); })
        ->setEnabled(!m_current.isNull());
    if (onBar) {
        addCopyActions(*menu, m_rows.sharedTrace(), m_rows.shownSegment(m_current), m_apiAddress);
    }
    menu->popup(global);
}

} // namespace fluoroscope
