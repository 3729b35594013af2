// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The list of traces as a window over the query: it knows how many there are, and holds the pages near what is visible.
#pragma once

#include "core/ports/trace_source.h"
#include "ui/query/query_runner.h"
#include "ui/traces/kept_rows.h"

#include <QAbstractTableModel>
#include <functional>
#include <map>
#include <optional>

namespace fluoroscope {

class TraceListModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column : int {
        Id,
        Status,
        Start,
        Code,
        ResponseTime,
        Length,
        Method,
        Url,
        ClientIp,
        EntryPoint,
        Segments,
        ColumnCount, // of the fixed ones; those of annotations follow
    };

    TraceListModel(TraceSource& source, QueryRunner& runner, QObject* parent = nullptr);

    // Asks for what is visible, of the traces that start in `range`. Rows that are still there keep their indexes, so
    // that selection and scroll position stay with their traces; where none is and the range is `fresh`, the model is
    // reset.
    void ask(const TraceSelection& selection, bool fresh);
    // What is on the screen, both ends included: their pages are fetched if need be.
    void setVisibleRows(int first, int last);
    // What the list shows, and in which order.
    [[nodiscard]] const TraceQuery& query() const { return m_query; }
    // The annotations that are columns, in this order.
    void setAnnotationKeys(const QStringList& keys);
    [[nodiscard]] const QStringList& annotationKeys() const { return m_query.annotations; }
    // Hands the rows of `ranges`, ends included and no more than kMostCollected in all, to `take`: at once where all of
    // them are held, else when they have been fetched. A later call replaces an earlier one that is still fetching.
    static constexpr qint64 kMostCollected = 10'000;
    void collect(const std::vector<std::pair<int, int>>& ranges, std::function<void(std::vector<TraceRow>)> take);
    // Of a trace among those that are held; -1: it is not.
    [[nodiscard]] int rowOf(const TraceId& id) const;
    // Shows `page`, the first of its list, without asking.
    void show(TracePage page);

    [[nodiscard]] bool isBusy() const { return m_runner.isBusy(m_lane); }
    // Whether what is shown is still in the order before the one that was asked for.
    [[nodiscard]] bool isSorting() const { return m_reordered && isBusy(); }
    // Null while the row is being fetched.
    [[nodiscard]] const TraceRow* traceAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    // Asks anew from the top; what is shown stays until the answer is there.
    void sort(int column, Qt::SortOrder order) override;
    [[nodiscard]] static bool isAnnotation(int column) { return column >= ColumnCount; }
    // Whether the URLs of the rows that are held are all of one host, which then tells nothing.
    [[nodiscard]] bool isOneHost() const { return m_isOneHost; }
    [[nodiscard]] QString textOf(const TraceRow& row, int column) const;

signals:
    // Other traces are wanted than before, and not only those of another time.
    void filterChanged();
    // Around every answer: what is remembered between the two must be a persistent index.
    void aboutToUpdate();
    void updated();
    void sortingChanged();
    // After updated(); `problem` says why there was no answer, or is empty.
    void answered(const QString& problem);

private:
    using Pages = std::map<qint64, std::vector<TraceRow>>; // by number

    struct Reference { // a row by which the shift of the list is found
        qint64 row = 0;
        TraceId id;
        Timestamp start;
    };
    struct Answer {
        qint64 total = 0;
        qint64 offset = 0;
        std::vector<TraceRow> rows;
        std::optional<std::pair<qint64, qint64>> moved; // old and new row of the reference
    };

    void request();
    [[nodiscard]] std::optional<Reference> referenceAt(int row) const; // none where the row is not held
    // Where the reference stands now; -1: nobody knows.
    [[nodiscard]] static Result<qint64> rowNow(
        TraceSource& source, TraceQuery query, const Reference& reference, const std::stop_token& stop);
    void apply(Answer answer);
    void moveKept(const std::vector<RowMove>& kept, qint64 total);
    void insertAt(qint64 row, qint64 count);
    void removeAt(qint64 row, qint64 count);
    void takePages(Answer answer, bool keepOthers);
    [[nodiscard]] bool hasPages(qint64 firstRow, qint64 lastRow) const;

    [[nodiscard]] QString keyOf(int column) const { return m_query.annotations.value(column - ColumnCount); }

    TraceSource& m_source;
    QueryRunner& m_runner;
    int m_lane;
    int m_collectLane;
    TraceQuery m_query; // range and order
    qint64 m_total = 0;
    Pages m_pages;
    bool m_isOneHost = true;
    int m_firstVisible = 0;
    int m_lastVisible = 0;
    bool m_fresh = true; // the next answer may have nothing in common with what is shown
    bool m_reordered = false; // nor may rows that are in both keep their places
    bool m_refresh = true; // the next answer replaces every page, not only missing ones
};

} // namespace fluoroscope
