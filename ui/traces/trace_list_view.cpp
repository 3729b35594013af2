// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/trace_list_view.h"

#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/traces/trace_columns.h"
#include "ui/traces/trace_delegate.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/trace_shapes.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QSignalBlocker>
#include <algorithm>
#include <cmath>
#include <utility>

namespace fluoroscope {

namespace {
constexpr int kAnnotationWidth = 112;
constexpr int kLeastUrl = 88;
constexpr int kRoomy = 1040; // px of the list that leave its other columns enough beside the shapes
constexpr int kWithShapes = TraceDelegate::kRoomForShapes + 3 * metrics::grid;
} // namespace

TraceListView::TraceListView(TraceListModel& model, QWidget* parent)
    : QTableView(parent)
    , m_model(model)
    , m_delegate(new TraceDelegate(this))
    , m_sortColumn(TraceListModel::Start)
{
    setAccessibleName(tr("Traces"));
    setModel(&model);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
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

    connect(&model, &TraceListModel::filterChanged, this, [this] { m_toTop = true; });
    connect(&model, &TraceListModel::aboutToUpdate, this, &TraceListView::rememberPlace);
    connect(&model, &TraceListModel::updated, this, &TraceListView::restorePlace);
    connect(&model, &QAbstractItemModel::modelReset, this, &TraceListView::fitClock);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TraceListView::reportVisibleRows);
    connect(this, &QTableView::doubleClicked, this, &TraceListView::openCurrent);
    connect(&Theme::current(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void TraceListView::setUpHeader()
{
    QHeaderView* header = horizontalHeader();
    header->setFixedHeight(metrics::headerHeight);
    header->setHighlightSections(false);
    header->setTextElideMode(Qt::ElideMiddle); // keys of annotations begin alike
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setMinimumSectionSize(12 * metrics::grid);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(TraceListModel::Start, Qt::DescendingOrder);
    for (int column = 0; column < TraceListModel::ColumnCount; ++column) {
        header->resizeSection(column, traceColumn(column).width);
    }
    m_clockWidth = header->sectionSize(TraceListModel::Start);
    header->setSectionResizeMode(TraceListModel::Url, QHeaderView::Fixed); // it takes what the others leave
    header->hideSection(TraceListModel::EntryPoint); // the URL says as much, for most
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QHeaderView::customContextMenuRequested, this, [this](QPoint position) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        addColumnChoices(*menu);
        menu->popup(horizontalHeader()->mapToGlobal(position));
    });
    connect(header, &QHeaderView::sortIndicatorChanged, this, &TraceListView::sortBy);
    connect(header, &QHeaderView::sectionResized, this, [this](int section) {
        if (section != TraceListModel::Url) {
            fitUrl();
            wantShapes();
        }
    });
    connect(header, &QHeaderView::sectionCountChanged, this, &TraceListView::fitUrl);
}

void TraceListView::sortBy(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_toTop = true;
    m_model.sort(column, order);
}

std::optional<TraceId> TraceListView::selectedTrace() const
{
    const TraceRow* row = currentIndex().isValid() ? m_model.traceAt(currentIndex().row()) : nullptr;
    return row ? std::optional(row->id) : std::nullopt;
}

void TraceListView::setAnnotationColumns(const QStringList& keys)
{
    QHash<QString, int> widths;
    for (qsizetype i = 0; i < m_model.annotationKeys().size(); ++i) {
        widths[m_model.annotationKeys()[i]] = horizontalHeader()->sectionSize(TraceListModel::ColumnCount + int(i));
    }
    const QStringList before = m_model.annotationKeys();
    m_model.setAnnotationKeys(keys);
    QHeaderView* header = horizontalHeader();
    int left = header->visualIndex(TraceListModel::Url); // what is new stands beside it, where it is seen
    for (int i = 0; i < int(keys.size()); ++i) {
        const int column = TraceListModel::ColumnCount + i;
        if (before.mid(0, i + 1) != keys.mid(0, i + 1)) {
            const int from = header->visualIndex(column);
            header->moveSection(from, from > left ? left + 1 : left);
            header->resizeSection(column, widths.value(keys[i], kAnnotationWidth));
        }
        left = header->visualIndex(column);
    }
    if (m_sortColumn >= m_model.columnCount()) { // the model has gone back to the newest first
        const QSignalBlocker blocker(horizontalHeader());
        m_sortColumn = TraceListModel::Start;
        horizontalHeader()->setSortIndicator(m_sortColumn, Qt::DescendingOrder);
    }
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
    if (std::exchange(m_toTop, false)) {
        verticalScrollBar()->setValue(0);
        m_anchor = QPersistentModelIndex();
    } else if (m_anchor.isValid()) {
        updateGeometries(); // the scroll bar must know of the new rows before it can move past them
        verticalScrollBar()->setValue(m_anchor.row() * metrics::rowHeight + m_anchorOffset);
        m_anchor = QPersistentModelIndex();
    }
    keepSelection();
    reportVisibleRows();
    fitClock();
    viewport()->update(); // whether hosts are told is a matter of all rows
    emit selectedTraceChanged();
}

// A day takes room that the clock alone does not need; a width that somebody chose stays.
void TraceListView::fitClock()
{
    QHeaderView* header = horizontalHeader();
    if (header->sectionSize(TraceListModel::Start) != m_clockWidth) {
        return;
    }
    const int last = rowAt(viewport()->height() - 1);
    for (const int row : {0, last < 0 ? m_model.rowCount() - 1 : last}) {
        if (const TraceRow* trace = m_model.traceAt(row)) {
            const QString clock = m_model.textOf(*trace, TraceListModel::Start);
            const qreal width = figuresWidth(Theme::current().font(TextRole::Content), clock);
            m_clockWidth = std::max(m_clockWidth, int(std::ceil(width)) + 5 * metrics::grid);
        }
    }
    header->resizeSection(TraceListModel::Start, m_clockWidth);
}

// In another order than by time the model cannot always tell where a row has gone that was not on the screen. What is
// selected is a trace and not a place: rather none than another.
void TraceListView::keepSelection()
{
    const TraceRow* row = currentIndex().isValid() ? m_model.traceAt(currentIndex().row()) : nullptr;
    if (!m_current || !row || row->id == *m_current) {
        return;
    }
    const int at = m_model.rowOf(*m_current);
    const bool scrolls = hasAutoScroll();
    setAutoScroll(false);
    if (at >= 0) {
        setCurrentIndex(m_model.index(at, std::max(currentIndex().column(), 0)));
    } else {
        m_current.reset();
        selectionModel()->clear();
    }
    setAutoScroll(scrolls);
}

// What the other columns leave, but never so little that it says nothing: then the list scrolls.
void TraceListView::fitUrl()
{
    QHeaderView* header = horizontalHeader();
    if (!header->isSectionHidden(TraceListModel::Url)) {
        const int others = header->length() - header->sectionSize(TraceListModel::Url);
        header->resizeSection(TraceListModel::Url, std::max(viewport()->width() - others, kLeastUrl));
    }
}

void TraceListView::reportVisibleRows()
{
    const int first = verticalScrollBar()->value() / metrics::rowHeight;
    m_model.setVisibleRows(first, first + viewport()->height() / metrics::rowHeight + 1);
    wantShapes();
}

void TraceListView::setShapes(TraceShapes* shapes)
{
    m_shapes = shapes;
    m_delegate->setShapes(shapes);
    connect(shapes, &TraceShapes::changed, viewport(), qOverload<>(&QWidget::update));
}

void TraceListView::wantShapes()
{
    const QHeaderView* header = horizontalHeader();
    if (!m_shapes || header->sectionSize(TraceListModel::Length) < TraceDelegate::kRoomForShapes) {
        return;
    }
    std::vector<TraceRow> rows;
    const int first = verticalScrollBar()->value() / metrics::rowHeight;
    for (int row = first; row <= first + viewport()->height() / metrics::rowHeight + 1; ++row) {
        if (const TraceRow* trace = m_model.traceAt(row)) {
            rows.push_back(*trace);
        }
    }
    m_shapes->want(rows);
}

// A wide list has room for the shapes; a width that somebody chose stays.
void TraceListView::fitDurations()
{
    QHeaderView* header = horizontalHeader();
    const int narrow = traceColumn(TraceListModel::Length).width;
    const int width = header->sectionSize(TraceListModel::Length);
    if (m_shapes && (width == narrow || width == kWithShapes)) {
        header->resizeSection(TraceListModel::Length, viewport()->width() < kRoomy ? narrow : kWithShapes);
    }
}

void TraceListView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitDurations();
    fitUrl();
    reportVisibleRows();
}

void TraceListView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (const std::optional<TraceId> id = selectedTrace()) {
        m_current = id;
    }
    emit selectedTraceChanged();
}

void TraceListView::openCurrent()
{
    if (const std::optional<TraceId> id = selectedTrace()) {
        emit traceActivated(*id);
    }
}

void TraceListView::openApart(const QModelIndex& index)
{
    if (const TraceRow* row = index.isValid() ? m_model.traceAt(index.row()) : nullptr) {
        emit traceOpenedApart(row->id);
    }
}

void TraceListView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        event->modifiers() & Qt::ControlModifier ? openApart(currentIndex()) : openCurrent();
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        copyIds();
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

// Ctrl+click and the middle button open a trace apart, as links do in a browser.
void TraceListView::mousePressEvent(QMouseEvent* event)
{
    const bool apart = event->button() == Qt::MiddleButton
        || (event->button() == Qt::LeftButton && event->modifiers() == Qt::ControlModifier);
    m_pressed = apart ? QPersistentModelIndex(indexAt(event->pos())) : QPersistentModelIndex();
    if (!apart) {
        QTableView::mousePressEvent(event);
    }
}

void TraceListView::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_pressed.isValid()) {
        QTableView::mouseReleaseEvent(event);
        return;
    }
    const QModelIndex index = m_pressed;
    m_pressed = QPersistentModelIndex();
    if (indexAt(event->pos()).row() == index.row()) {
        openApart(index);
    }
}

} // namespace fluoroscope
