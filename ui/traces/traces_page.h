// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The page of all traces in scope: how many there are, how long they took and how they ended, above the list; by what
// they can be told apart, beside it.
#pragma once

#include "core/ports/trace_source.h"
#include "ui/query/query_runner.h"

#include <QTimer>
#include <QWidget>
#include <optional>

class QLabel;

namespace fluoroscope {

class ElidedLabel;
class RefinerView;
class ResponseHistogram;
class TraceListModel;
class TraceListView;
class TraceShapes;

class TracesPage : public QWidget {
    Q_OBJECT

public:
    TracesPage(TraceSource& source, QueryRunner& runner, QWidget* parent = nullptr);

    [[nodiscard]] TraceListModel& model() { return *m_model; }
    [[nodiscard]] TraceListView& list() { return *m_list; }
    [[nodiscard]] TraceShapes& shapes() { return *m_shapes; }
    [[nodiscard]] std::optional<TraceId> selectedTrace() const;
    void setStatistics(const TraceStatistics& statistics);
    // In place of the statistics: why there are none.
    void setStatisticsProblem(const QString& problem);
    // Keys of the annotations that are columns, in their order.
    [[nodiscard]] QStringList annotationColumns() const;

    // Which columns there are, their order and widths, to be kept; restoring an empty or foreign state changes nothing.
    [[nodiscard]] QByteArray columns() const;
    void restoreColumns(const QByteArray& state);

signals:
    void traceActivated(const fluoroscope::TraceId& id);
    // In a tab of its own.
    void traceOpenedApart(const fluoroscope::TraceId& id);
    void selectedTraceChanged();
    // Only the traces that meet `clause` are wanted.
    void narrowRequested(const fluoroscope::FilterExpression& clause);
    void retryRequested(); // of the statistics

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateCount();
    void tellSorting();
    void askForAnnotations();

    TraceSource& m_source;
    QueryRunner& m_runner;
    int m_wordsLane;
    TraceListModel* m_model;
    TraceShapes* m_shapes;
    TraceListView* m_list;
    QLabel* m_count;
    QLabel* m_sorting;
    QTimer m_slow; // until a sort is worth a word
    ElidedLabel* m_facts;
    ResponseHistogram* m_histogram;
    RefinerView* m_refiners;
};

} // namespace fluoroscope
