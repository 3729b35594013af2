// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/trace_list_view.h"

#include "ui/theme/theme.h"
#include "ui/traces/trace_columns.h"
#include "ui/traces/trace_delegate.h"
#include "ui/traces/trace_list_model.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace fluoroscope {

TraceListView::TraceListView(TraceListModel& model, QWidget* parent)
    : QTableView(parent)
    , m_model(model)
    , m_sortColumn(TraceListModel::Start)
{
    setAccessibleName(tr("Traces"));
    setModel(&model);
    setItemDelegate(new TraceDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(metrics::rowHeight);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(metrics::rowHeight);
    setUpHeader();

    connect(&model, &TraceListModel::aboutToUpdate, this, &TraceListView::rememberPlace);
    connect(&model, &TraceListModel::updated, this, &TraceListView::restorePlace);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TraceListView::reportVisibleRows);
    connect(this, &QTableView::doubleClicked, this, &TraceListView::openCurrent);
    connect(&Theme::current(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void TraceListView::setUpHeader()
{
    QHeaderView* header = horizontalHeader();
    header->setFixedHeight(metrics::headerHeight);
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setMinimumSectionSize(12 * metrics::grid);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(TraceListModel::Start, Qt::DescendingOrder);
    for (int column = 0; column < TraceListModel::ColumnCount; ++column) {
        header->resizeSection(column, traceColumn(column).width);
    }
    header->setSectionResizeMode(TraceListModel::Url, QHeaderView::Stretch);
    header->hideSection(TraceListModel::EntryPoint); // the URL says as much, for most
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QHeaderView::customContextMenuRequested, this, [this](QPoint position) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        addColumnChoices(*menu);
        menu->popup(horizontalHeader()->mapToGlobal(position));
    });
    connect(header, &QHeaderView::sortIndicatorChanged, this, &TraceListView::sortBy);
}

void TraceListView::addColumnChoices(QMenu& menu)
{
    for (int column = 0; column < TraceListModel::ColumnCount; ++column) {
        QAction* action = menu.addAction(traceColumn(column).title());
        action->setCheckable(true);
        action->setChecked(!horizontalHeader()->isSectionHidden(column));
        action->setEnabled(column != TraceListModel::Id); // a row needs something to be known by
        connect(action, &QAction::toggled, this,
            [this, column](bool shown) { horizontalHeader()->setSectionHidden(column, !shown); });
    }
}

void TraceListView::sortBy(int column, Qt::SortOrder order)
{
    if (!TraceListModel::isSortable(column)) {
        const QSignalBlocker blocker(horizontalHeader());
        horizontalHeader()->setSortIndicator(m_sortColumn, Qt::DescendingOrder);
        m_model.sort(m_sortColumn, Qt::DescendingOrder);
        return;
    }
    m_sortColumn = column;
    verticalScrollBar()->setValue(0);
    m_model.sort(column, order);
}

std::optional<TraceId> TraceListView::selectedTrace() const
{
    const TraceRow* row = currentIndex().isValid() ? m_model.traceAt(currentIndex().row()) : nullptr;
    return row ? std::optional(row->id) : std::nullopt;
}

void TraceListView::rememberPlace()
{
    // At the top one watches what comes in; anywhere else one reads, and the rows stay where they are.
    const int scrolled = verticalScrollBar()->value();
    m_anchor = scrolled > 0 ? QPersistentModelIndex(m_model.index(rowAt(0), 0)) : QPersistentModelIndex();
    m_anchorOffset = scrolled % metrics::rowHeight;
}

void TraceListView::restorePlace()
{
    if (m_anchor.isValid()) {
        updateGeometries(); // the scroll bar must know of the new rows before it can move past them
        verticalScrollBar()->setValue(m_anchor.row() * metrics::rowHeight + m_anchorOffset);
        m_anchor = QPersistentModelIndex();
    }
    reportVisibleRows();
    emit selectedTraceChanged();
}

void TraceListView::reportVisibleRows()
{
    const int first = verticalScrollBar()->value() / metrics::rowHeight;
    m_model.setVisibleRows(first, first + viewport()->height() / metrics::rowHeight + 1);
}

void TraceListView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    reportVisibleRows();
}

void TraceListView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    emit selectedTraceChanged();
}

void TraceListView::openCurrent()
{
    if (const std::optional<TraceId> id = selectedTrace()) {
        emit traceActivated(*id);
    }
}

void TraceListView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        openCurrent();
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        if (const std::optional<TraceId> id = selectedTrace()) {
            copyTraceId(*id);
        }
        return;
    }
    if (event->key() == Qt::Key_Home || event->key() == Qt::Key_End) {
        // In a list these lead to its ends, with or without Ctrl.
        const int row = event->key() == Qt::Key_Home ? 0 : m_model.rowCount() - 1;
        setCurrentIndex(m_model.index(row, std::max(currentIndex().column(), 0)));
        return;
    }
    QTableView::keyPressEvent(event);
}

void TraceListView::contextMenuEvent(QContextMenuEvent* event)
{
    const std::optional<TraceId> id = selectedTrace();
    if (!id) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Open trace"), this, [this, id] { emit traceActivated(*id); });
    menu->addSeparator();
    menu->addAction(tr("Copy trace ID"), this, [id] { copyTraceId(*id); });
    menu->addAction(tr("Copy X-Amzn-Trace-Id header"), this, [id] { copyTraceHeader(*id); });
    menu->addSeparator();
    addColumnChoices(*menu->addMenu(tr("Columns")));
    menu->popup(event->globalPos());
}

void copyTraceId(const TraceId& id)
{
    QApplication::clipboard()->setText(id.toString());
}

void copyTraceHeader(const TraceId& id)
{
    QApplication::clipboard()->setText(u"X-Amzn-Trace-Id: Root=%1;Sampled=1"_s.arg(id.toString()));
}

} // namespace fluoroscope
