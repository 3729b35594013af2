// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The table of traces: keeps its place while rows come in above, and tells the model what is on the screen.
#pragma once

#include "core/filter/filter_expression.h"
#include "core/segment/ids.h"
#include "ui/traces/trace_text.h"

#include <QPersistentModelIndex>
#include <QTableView>
#include <functional>
#include <optional>

class QMenu;

namespace fluoroscope {

class TraceDelegate;
class TraceListModel;
class TraceShapes;
struct TraceRow;

class TraceListView : public QTableView {
    Q_OBJECT

public:
    explicit TraceListView(TraceListModel& model, QWidget* parent = nullptr);

    // Of the selected trace; nothing where none is, or where it is still being fetched.
    [[nodiscard]] std::optional<TraceId> selectedTrace() const;
    // Of rows, whatever of them is held.
    [[nodiscard]] qint64 selectedCount() const;
    // Hands the selected rows to `take` in their order, at once or when they have been fetched, as the model collects
    // them; not at all where none is selected.
    void collectSelected(std::function<void(const std::vector<TraceRow>&)> take);
    // Annotations that may become columns, as the session has them.
    void setKnownAnnotations(const QStringList& keys) { m_knownAnnotations = keys; }
    // Makes columns of `keys`; those that stay keep their place and width.
    void setAnnotationColumns(const QStringList& keys);
    void addColumnChoices(QMenu& menu);
    // Drawn beside the durations where there is room; reads those of the rows on the screen.
    void setShapes(TraceShapes* shapes);
    // As they are shown, from left to right.
    [[nodiscard]] CsvColumns shownColumns() const;

signals:
    void traceActivated(const fluoroscope::TraceId& id);
    // In a tab of its own.
    void traceOpenedApart(const fluoroscope::TraceId& id);
    // Only the traces that meet `clause` are wanted.
    void narrowRequested(const fluoroscope::FilterExpression& clause);
    void selectedTraceChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void setUpHeader();
    void rememberPlace();
    void restorePlace();
    void reportVisibleRows();
    void fitClock();
    void fitDurations();
    void fitUrl();
    void wantShapes();
    void openCurrent();
    void sortBy(int column, Qt::SortOrder order);
    void keepSelection();
    void openApart(const QModelIndex& index);
    void addFilterActions(QMenu& menu, const QModelIndex& cell);
    void addCopyActions(QMenu& menu);
    void copyIds();
    // What `text` makes of the selected rows, in their order, to the clipboard.
    void copySelected(const std::function<QString(const std::vector<TraceRow>&)>& text);

    TraceListModel& m_model;
    TraceDelegate* m_delegate;
    TraceShapes* m_shapes = nullptr;
    QStringList m_knownAnnotations;
    std::optional<TraceId> m_current; // the trace that was selected last
    QPersistentModelIndex m_pressed; // by what opens a row apart
    QPersistentModelIndex m_anchor; // the first visible row, while the model updates; invalid: the top stays in sight
    int m_anchorOffset = 0; // px of it that are scrolled out
    int m_sortColumn;
    int m_clockWidth = 0; // of the column, unless somebody has chosen another
    bool m_toTop = false; // with the next update: it brings another order, or other traces
};

// Puts `id` on the clipboard, bare or as the header that SDKs pass on.
void copyTraceId(const TraceId& id);
void copyTraceHeader(const TraceId& id);

} // namespace fluoroscope
