// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Paints a row of the trace list: ids in monospace, the status as a chip, figures aligned.
#pragma once

#include <QStyledItemDelegate>

namespace fluoroscope {

struct TraceRow;

class TraceDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintAnnotation(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintCell(QPainter& painter, const QRect& cell, int column, const TraceRow& row, bool isOneHost) const;
};

} // namespace fluoroscope
