// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The table of traces: keeps its place while rows come in above, and tells the model what is on the screen.
#pragma once

#include "core/segment/ids.h"

#include <QTableView>
#include <optional>

class QMenu;

namespace fluoroscope {

class TraceListModel;

class TraceListView : public QTableView {
    Q_OBJECT

public:
    explicit TraceListView(TraceListModel& model, QWidget* parent = nullptr);

    // Of the selected trace; nothing where none is, or where it is still being fetched.
    [[nodiscard]] std::optional<TraceId> selectedTrace() const;

signals:
    void traceActivated(const fluoroscope::TraceId& id);
    void selectedTraceChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void setUpHeader();
    void rememberPlace();
    void restorePlace();
    void reportVisibleRows();
    void openCurrent();
    void addColumnChoices(QMenu& menu);
    void sortBy(int column, Qt::SortOrder order);

    TraceListModel& m_model;
    QPersistentModelIndex m_anchor; // the first visible row, while the model updates; invalid: the top stays in sight
    int m_anchorOffset = 0; // px of it that are scrolled out
    int m_sortColumn;
};

// Puts `id` on the clipboard, bare or as the header that SDKs pass on.
void copyTraceId(const TraceId& id);
void copyTraceHeader(const TraceId& id);

} // namespace fluoroscope
