// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_accessible.h"

#include "ui/map/map_canvas.h"
#include "ui/map/map_text.h"

#include <QAccessibleWidget>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

class NodeInterface : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    NodeInterface(MapCanvas* canvas, int node)
        : m_canvas(canvas)
        , m_node(node)
    {
    }

    [[nodiscard]] bool isValid() const override
    {
        return m_canvas && m_node < static_cast<int>(m_canvas->scene().nodes().size());
    }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_canvas);
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && isValid() ? nodeSpeech(m_canvas->scene().service(m_node),
                   m_canvas->scene().minutes(), m_canvas->scene().nodes()[static_cast<std::size_t>(m_node)].pinned)
                                                      : QString();
    }
    void setText(QAccessible::Text, const QString&) override { }

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid()) {
            return {};
        }
        const QRect rect = m_canvas->toWidget(m_canvas->scene().nodeRect(m_node)).toAlignedRect();
        return {m_canvas->mapToGlobal(rect.topLeft()), rect.size()};
    }

    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        state.focusable = state.selectable = true;
        state.focused = isValid() && m_canvas->hasFocus() && m_canvas->focusedNode() == m_node;
        state.selected = isValid() && m_canvas->selectedNode() == m_node;
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    void doAction(const QString& name) override
    {
        if (!isValid()) {
            return;
        }
        if (name == pressAction()) {
            m_canvas->selectNode(m_node);
        } else if (name == setFocusAction()) {
            m_canvas->setFocus();
            m_canvas->focusNode(m_node);
        }
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString& name) const override
    {
        return name == pressAction() ? QStringList{u"Space"_s} : QStringList();
    }

private:
    QPointer<MapCanvas> m_canvas;
    int m_node;
};

class CanvasInterface : public QAccessibleWidget {
public:
    explicit CanvasInterface(MapCanvas* canvas)
        : QAccessibleWidget(canvas, QAccessible::List)
    {
    }
    ~CanvasInterface() override { forget(); }

    void forget()
    {
        for (const QAccessible::Id id : m_ids) {
            QAccessible::deleteAccessibleInterface(id);
        }
        m_ids.clear();
    }

    // Nodes first, then child widgets.
    [[nodiscard]] int childCount() const override { return nodeCount() + QAccessibleWidget::childCount(); }
    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= nodeCount()) {
            return QAccessibleWidget::child(index - nodeCount());
        }
        while (static_cast<int>(m_ids.size()) <= index) {
            m_ids.push_back(
                QAccessible::registerAccessibleInterface(new NodeInterface(canvas(), static_cast<int>(m_ids.size()))));
        }
        return QAccessible::accessibleInterface(m_ids[static_cast<std::size_t>(index)]);
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
    {
        for (std::size_t i = 0; i < m_ids.size(); ++i) {
            if (QAccessible::accessibleInterface(m_ids[i]) == child) {
                return static_cast<int>(i);
            }
        }
        const int index = QAccessibleWidget::indexOfChild(child);
        return index < 0 ? -1 : index + nodeCount();
    }
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override
    {
        for (int node = 0; node < nodeCount(); ++node) {
            QAccessibleInterface* item = child(node);
            if (item->rect().contains(x, y)) {
                return item;
            }
        }
        return QAccessibleWidget::childAt(x, y);
    }
    [[nodiscard]] QAccessibleInterface* focusChild() const override
    {
        const int node = canvas()->hasFocus() ? canvas()->focusedNode() : -1;
        return node >= 0 ? child(node) : QAccessibleWidget::focusChild();
    }

private:
    [[nodiscard]] MapCanvas* canvas() const { return static_cast<MapCanvas*>(widget()); }
    [[nodiscard]] int nodeCount() const { return static_cast<int>(canvas()->scene().nodes().size()); }

    mutable std::vector<QAccessible::Id> m_ids; // made when asked for; index is the node's
};

QAccessibleInterface* makeInterface(const QString& className, QObject* object)
{
    if (className == QLatin1StringView(MapCanvas::staticMetaObject.className())) {
        return new CanvasInterface(static_cast<MapCanvas*>(object));
    }
    return nullptr;
}

} // namespace

void installMapAccessibility()
{
    static const bool installed = (QAccessible::installFactory(makeInterface), true);
    Q_UNUSED(installed)
}

void mapNodesChanged(MapCanvas* canvas)
{
    if (QAccessible::isActive()) {
        if (auto* interface = dynamic_cast<CanvasInterface*>(QAccessible::queryAccessibleInterface(canvas))) {
            interface->forget();
        }
        QAccessibleEvent event(canvas, QAccessible::ObjectReorder);
        QAccessible::updateAccessibility(&event);
    }
}

void mapNodeFocused(MapCanvas* canvas, int node)
{
    if (QAccessible::isActive()) {
        QAccessibleEvent event(canvas, QAccessible::Focus);
        event.setChild(node);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace fluoroscope
