// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/timeline_accessible.h"

#include "ui/trace/timeline_canvas.h"
#include "ui/trace/timeline_facts.h"

#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QPointer>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

class RowAccessible : public QAccessibleInterface {
public:
    RowAccessible(TimelineCanvas* canvas, int row)
        : m_canvas(canvas)
        , m_row(row)
    {
    }

    [[nodiscard]] bool isValid() const override { return m_canvas && m_row < m_canvas->rows().count(); }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_canvas);
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::TreeItem; }
    void setText(QAccessible::Text, const QString&) override { }
    [[nodiscard]] int row() const { return m_row; }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (!isValid()) {
            return {};
        }
        const TimelineRows& rows = m_canvas->rows();
        switch (kind) {
        case QAccessible::Name:
            return rowName(rows, rows.at(m_row));
        case QAccessible::Value:
            return rowValue(rows, rows.at(m_row));
        case QAccessible::Description:
            return QCoreApplication::translate("Timeline", "level %1").arg(rows.level(rows.at(m_row)) + 1);
        default:
            return {};
        }
    }

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid()) {
            return {};
        }
        const QRect rect = m_canvas->layout().rowRect(m_row);
        return {m_canvas->viewport()->mapToGlobal(rect.topLeft()), rect.size()};
    }

    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        const TimelineRows& rows = m_canvas->rows();
        const TimelineRow row = rows.at(m_row);
        state.focusable = state.selectable = true;
        const bool current = row == m_canvas->current();
        state.selected = current || m_canvas->marks().isChosen(row.segment);
        state.multiSelectable = true;
        state.focused = current && m_canvas->hasFocus();
        state.expandable = rows.hasChildren(row);
        state.expanded = rows.isExpanded(row);
        state.collapsed = state.expandable && !state.expanded;
        state.offscreen = !rect().intersects(
            {m_canvas->viewport()->mapToGlobal(QPoint(0, metrics::headerHeight)), m_canvas->viewport()->size()});
        return state;
    }

private:
    QPointer<TimelineCanvas> m_canvas;
    int m_row;
};

// The canvas as a tree. Interfaces of rows are made when they are asked for, so that a long trace costs nothing.
class CanvasAccessible : public QAccessibleWidget {
public:
    explicit CanvasAccessible(TimelineCanvas* canvas)
        : QAccessibleWidget(canvas, QAccessible::Tree)
        , m_canvas(canvas)
    {
        QObject::connect(canvas, &TimelineCanvas::rowsChanged, canvas, [this] {
            forget();
            QAccessibleEvent event(m_canvas, QAccessible::ObjectReorder);
            QAccessible::updateAccessibility(&event);
        });
    }
    ~CanvasAccessible() override { forget(); }

    [[nodiscard]] int childCount() const override { return m_canvas ? m_canvas->rows().count() : 0; }

    [[nodiscard]] QAccessibleInterface* child(int row) const override
    {
        if (row < 0 || row >= childCount()) {
            return nullptr;
        }
        if (const auto known = m_children.find(row); known != m_children.end()) {
            return QAccessible::accessibleInterface(known->second);
        }
        auto* made = new RowAccessible(m_canvas, row);
        m_children.emplace(row, QAccessible::registerAccessibleInterface(made));
        return made;
    }

    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
    {
        const auto* row = dynamic_cast<const RowAccessible*>(child);
        return row ? row->row() : -1;
    }

    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override
    {
        return m_canvas ? child(m_canvas->layout().rowAt(m_canvas->viewport()->mapFromGlobal(QPoint(x, y)).y()))
                        : nullptr;
    }

    [[nodiscard]] QAccessibleInterface* focusChild() const override
    {
        return m_canvas ? child(m_canvas->rows().indexOf(m_canvas->current())) : nullptr;
    }

private:
    void forget()
    {
        for (const auto& [row, id] : m_children) {
            QAccessible::deleteAccessibleInterface(id);
        }
        m_children.clear();
    }

    QPointer<TimelineCanvas> m_canvas;
    mutable std::unordered_map<int, QAccessible::Id> m_children;
};

QAccessibleInterface* accessibleOf(const QString& className, QObject* object)
{
    if (className != QLatin1StringView(TimelineCanvas::staticMetaObject.className())) {
        return nullptr;
    }
    auto* canvas = qobject_cast<TimelineCanvas*>(object);
    return canvas ? new CanvasAccessible(canvas) : nullptr;
}

} // namespace

void installTimelineAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(accessibleOf);
        return true;
    }();
    Q_UNUSED(installed)
}

void announceTimelineFocus(TimelineCanvas* canvas, int row)
{
    if (row < 0) {
        return;
    }
    QAccessibleEvent event(canvas, QAccessible::Focus);
    event.setChild(row);
    QAccessible::updateAccessibility(&event);
}

void announceTimelineFold(TimelineCanvas* canvas, int row)
{
    if (row < 0) {
        return;
    }
    QAccessible::State changed;
    changed.expanded = changed.collapsed = true;
    QAccessibleStateChangeEvent event(canvas, changed);
    event.setChild(row);
    QAccessible::updateAccessibility(&event);
}

} // namespace fluoroscope
