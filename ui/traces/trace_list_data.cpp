// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the list of traces says in each cell.
#include "ui/theme/tool_tip.h"
#include "ui/traces/trace_columns.h"
#include "ui/traces/trace_list_model.h"

namespace fluoroscope {

QString TraceListModel::textOf(const TraceRow& row, int column) const
{
    return isAnnotation(column) ? annotationTextOf(row, keyOf(column)) : traceColumn(column).text(row);
}

QVariant TraceListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const int column = index.column();
    const TraceRow* row = traceAt(index.row());
    if (role == Qt::TextAlignmentRole) {
        const bool number =
            isAnnotation(column) ? row && isNumberAnnotation(*row, keyOf(column)) : traceColumn(column).number;
        return int(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (!row) {
        return role == Qt::AccessibleTextRole ? tr("Loading") : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole:
        return textOf(*row, column);
    case Qt::AccessibleTextRole:
        return QVariant(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() + u' ' + textOf(*row, column));
    case Qt::ToolTipRole:
        return isAnnotation(column)    ? QVariant(plainToolTip(textOf(*row, column)))
            : traceColumn(column).hint ? QVariant(plainToolTip(traceColumn(column).hint(*row)))
                                       : QVariant();
    default:
        return {};
    }
}

QVariant TraceListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    const bool annotation = isAnnotation(section);
    const bool number = !annotation && traceColumn(section).number;
    switch (role) {
    case Qt::DisplayRole:
        return annotation ? keyOf(section) : traceColumn(section).title();
    case Qt::ToolTipRole:
        return annotation ? QVariant(plainToolTip(tr("Annotation %1").arg(keyOf(section)))) : QVariant();
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::InitialSortOrderRole:
        return int(number || section == Start || section == Status ? Qt::DescendingOrder : Qt::AscendingOrder);
    default:
        return {};
    }
}

} // namespace fluoroscope
