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
    // Of a facet with more values these are shown at first, and of very many these when it is unfolded.
    static constexpr std::size_t kFolded = 6;
    static constexpr qint64 kMostValues = 200;

    enum class Kind : std::uint8_t {
        Note, // a remark above the facets, or in their place
        Heading,
        Value,
        More // unfolds the values of the facet, and folds them
    };
    struct Row {
        Kind kind = Kind::Note;
        QString facet; // its title; of a note empty
        QString label;
        FilterExpression clause = {}; // of a value
        qint64 traces = 0; // of a value
        double share = 0; // of all selected traces, 0 to 1
        bool operator==(const Row&) const = default;
    };

    explicit RefinerModel(QObject* parent = nullptr);

    // Rows that were there before stay what they are, wherever they go: nothing scrolls, nothing loses its selection.
    // With `keepPlaces` they stay in their order, too, and what is new comes after them.
    void setStatistics(const TraceStatistics& statistics, bool keepPlaces = false);
    // The most frequent first again.
    void sortByTraces();
    // `text` in place of the facets.
    void setNote(const QString& text);
    // Unfolds or folds the facet of row `index`.
    void toggle(int index);
    [[nodiscard]] const Row& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    [[nodiscard]] static bool isSame(const Row& one, const Row& other);
    [[nodiscard]] std::vector<Row> rowsOf(const TraceStatistics& statistics) const;
    [[nodiscard]] TraceStatistics inPlaces(TraceStatistics statistics) const;
    void show(std::vector<Row> rows);

    TraceStatistics m_statistics; // in the order of traces
    QStringList m_unfolded; // facets
    std::vector<Row> m_rows;
};

} // namespace fluoroscope
