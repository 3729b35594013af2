// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/trace_splitter.h"

#include "ui/theme/theme.h"

#include <QDataStream>
#include <QPainter>
#include <algorithm>

namespace fluoroscope {

namespace {

constexpr int kInspectorWidth = 444; // seven tabs fit
constexpr int kLeastTimeline = 456; // bars can still be told from each other
constexpr int kGrip = 5;

// A hairline that is easier to grab than to see.
class Handle : public QSplitterHandle {
public:
    using QSplitterHandle::QSplitterHandle;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), Theme::current().color(Role::Surface));
        const QRect line =
            orientation() == Qt::Horizontal ? QRect(width() / 2, 0, 1, height()) : QRect(0, height() / 2, width(), 1);
        painter.fillRect(line, Theme::current().color(Role::Line));
    }
};

} // namespace

TraceSplitter::TraceSplitter(QWidget* timeline, QWidget* inspector, QWidget* parent)
    : QSplitter(Qt::Horizontal, parent)
{
    setHandleWidth(kGrip);
    setChildrenCollapsible(false);
    timeline->setMinimumWidth(kLeastTimeline);
    addWidget(timeline);
    addWidget(inspector);
    setStretchFactor(0, 1);
    setStretchFactor(1, 0);
    setSizes({1000, kInspectorWidth});
}

QByteArray TraceSplitter::saveSizes() const
{
    QByteArray sizes;
    QDataStream stream(&sizes, QIODevice::WriteOnly);
    stream << (isStacked() ? m_widths : saveState()) << (isStacked() ? saveState() : m_heights);
    return sizes;
}

void TraceSplitter::restoreSizes(const QByteArray& sizes)
{
    QDataStream stream(sizes);
    stream >> m_widths >> m_heights;
    restoreState(isStacked() ? m_heights : m_widths);
}

QSize TraceSplitter::minimumSizeHint() const
{
    QSize least(0, kGrip);
    for (int i = 0; i < count(); ++i) {
        const QSize part = widget(i)->minimumSizeHint().expandedTo(widget(i)->minimumSize());
        least = {std::max(least.width(), part.width()), least.height() + part.height()};
    }
    return least;
}

QSplitterHandle* TraceSplitter::createHandle()
{
    return new Handle(orientation(), this);
}

void TraceSplitter::arrange(Qt::Orientation orientation)
{
    if (orientation == this->orientation()) {
        return;
    }
    (isStacked() ? m_heights : m_widths) = saveState();
    setOrientation(orientation);
    if (!restoreState(isStacked() ? m_heights : m_widths)) {
        setSizes({height() * 3 / 5, height() * 2 / 5}); // stacked for the first time
    }
}

void TraceSplitter::resizeEvent(QResizeEvent* event)
{
    arrange(width() < kLeastSideBySide ? Qt::Vertical : Qt::Horizontal);
    QSplitter::resizeEvent(event);
}

} // namespace fluoroscope
