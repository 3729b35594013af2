// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Paints a row of the trace list: ids in monospace, the status as a chip, figures aligned, how the duration was spent
// beside it where there is room.
#pragma once

#include <QStyledItemDelegate>

namespace fluoroscope {

class TraceShapes;
struct TraceRow;

class TraceDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    // Width of the column of durations from which on the shapes are drawn.
    static constexpr int kRoomForShapes = 144;
    void setShapes(const TraceShapes* shapes) { m_shapes = shapes; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintAnnotation(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintCell(QPainter& painter, const QRect& cell, int column, const TraceRow& row, bool isOneHost) const;
    void paintShape(QPainter& painter, const QRect& cell, const TraceRow& row) const;

    const TraceShapes* m_shapes = nullptr; // none are drawn
};

} // namespace fluoroscope
