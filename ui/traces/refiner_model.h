// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The facets of the selected traces as one list: a heading for each, its values with their numbers of traces below.
#pragma once

#include "core/trace/trace_statistics.h"

#include <QAbstractListModel>

namespace fluoroscope {

class RefinerModel : public QAbstractListModel {
    Q_OBJECT

public:
    // A heading, a value of the facet before it, or a note.
    struct Row {
        QString label;
        bool heading = false;
        FilterExpression clause; // of a value
        qint64 traces = 0; // of a value
        double share = 0; // of all selected traces, 0 to 1
        bool note = false; // a remark above the facets, or in their place
        [[nodiscard]] bool isValue() const { return !heading && !note; }
        bool operator==(const Row&) const = default;
    };

    explicit RefinerModel(QObject* parent = nullptr);

    // Where only numbers are others, rows stay what they are: nothing scrolls, nothing loses its selection.
    void setStatistics(const TraceStatistics& statistics);
    // `text` in place of the facets.
    void setNote(const QString& text);
    [[nodiscard]] const Row& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void show(std::vector<Row> rows);

    std::vector<Row> m_rows;
};

} // namespace fluoroscope
