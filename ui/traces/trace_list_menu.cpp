// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the menus of the trace list offer: opening, filtering by a cell, copying rows, choosing columns.
#include "ui/traces/trace_columns.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/trace_list_view.h"
#include "ui/traces/trace_text.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kLongestValue = 40; // characters in a menu

void shorten(QString& text)
{
    if (text.size() > kLongestValue) {
        text = text.left(kLongestValue / 2) + u'…' + text.right(kLongestValue / 2);
    }
    text.replace(u'&', u"&&"_s); // or it would be taken for a mnemonic
}

} // namespace

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
    menu.addSeparator();
    QMenu* annotations = menu.addMenu(tr("Annotations"));
    QStringList keys = m_model.annotationKeys(); // those that are shown, even where no trace in scope has them
    for (const QString& key : m_knownAnnotations) {
        keys += keys.contains(key) ? QStringList() : QStringList{key};
    }
    keys.sort(Qt::CaseInsensitive);
    annotations->setEnabled(!keys.isEmpty());
    for (const QString& key : keys) {
        QAction* action = annotations->addAction(QString(key).replace(u'&', u"&&"_s));
        action->setCheckable(true);
        action->setChecked(m_model.annotationKeys().contains(key));
        connect(action, &QAction::toggled, this, [this, key](bool shown) {
            QStringList chosen = m_model.annotationKeys();
            chosen.removeAll(key);
            setAnnotationColumns(shown ? chosen << key : chosen);
        });
    }
}

void TraceListView::addFilterActions(QMenu& menu, const QModelIndex& cell)
{
    const TraceRow* row = cell.isValid() ? m_model.traceAt(cell.row()) : nullptr;
    const FilterExpression clause =
        row ? valueClause(*row, cell.column(), m_model.annotationKeys()) : FilterExpression();
    if (clause.isEmpty()) {
        return;
    }
    QString value = m_model.textOf(*row, cell.column());
    shorten(value);
    menu.addAction(tr("Filter by “%1”").arg(value), this, [this, clause] { emit narrowRequested(clause); });
    menu.addAction(tr("Leave out “%1”").arg(value), this,
        [this, clause] { emit narrowRequested(FilterExpression::notOf(clause)); });
    menu.addSeparator();
}

void TraceListView::addCopyActions(QMenu& menu)
{
    const qsizetype rows = selectionModel()->selectedRows().size();
    QAction* ids = menu.addAction(rows > 1 ? tr("Copy trace IDs") : tr("Copy trace ID"), this, &TraceListView::copyIds);
    ids->setShortcut(QKeySequence::Copy);
    if (const std::optional<TraceId> id = selectedTrace()) {
        menu.addAction(tr("Copy X-Amzn-Trace-Id header"), this, [id] { copyTraceHeader(*id); });
    }
    QMenu* more = menu.addMenu(rows > 1 ? tr("Copy rows as") : tr("Copy row as"));
    more->addAction(tr("One-line summary"), this, [this] {
        copySelected([](const std::vector<TraceRow>& all) {
            QStringList lines;
            for (const TraceRow& row : all) {
                lines << summaryLine(row);
            }
            return lines.join(u'\n');
        });
    });
    more->addAction(tr("CSV"), this, [this] {
        copySelected([columns = shownColumns()](const std::vector<TraceRow>& all) {
            QByteArray text = csvHeader(columns);
            for (const TraceRow& row : all) {
                text += csvLine(row, columns);
            }
            return QString::fromUtf8(text);
        });
    });
    more->addAction(tr("JSON"), this,
        [this] { copySelected([](const std::vector<TraceRow>& all) { return QString::fromUtf8(jsonOf(all)); }); });
}

CsvColumns TraceListView::shownColumns() const
{
    const QHeaderView* header = horizontalHeader();
    CsvColumns columns{m_model.annotationKeys(), {}};
    for (int place = 0; place < header->count(); ++place) {
        if (const int column = header->logicalIndex(place); !header->isSectionHidden(column)) {
            columns.order.push_back(column);
        }
    }
    return columns;
}

void TraceListView::copyIds()
{
    copySelected([](const std::vector<TraceRow>& all) {
        QStringList ids;
        for (const TraceRow& row : all) {
            ids << row.id.toString();
        }
        return ids.join(u'\n');
    });
}

qint64 TraceListView::selectedCount() const
{
    qint64 count = 0;
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        count += range.height();
    }
    return count;
}

void TraceListView::copySelected(const std::function<QString(const std::vector<TraceRow>&)>& text)
{
    collectSelected([text](const std::vector<TraceRow>& rows) { QApplication::clipboard()->setText(text(rows)); });
}

void TraceListView::collectSelected(std::function<void(const std::vector<TraceRow>&)> take)
{
    std::vector<std::pair<int, int>> ranges;
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        ranges.emplace_back(range.top(), range.bottom());
    }
    std::sort(ranges.begin(), ranges.end());
    if (!ranges.empty()) {
        m_model.collect(ranges, std::move(take));
    }
}

void TraceListView::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex cell = byMouse ? indexAt(viewport()->mapFromGlobal(event->globalPos())) : currentIndex();
    const TraceRow* row = cell.isValid() ? m_model.traceAt(cell.row()) : nullptr;
    if (!row) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* open = menu->addAction(tr("Open trace"), this, [this, id = row->id] { emit traceActivated(id); });
    open->setShortcut(QKeySequence(Qt::Key_Return));
    QAction* apart =
        menu->addAction(tr("Open in another tab"), this, [this, id = row->id] { emit traceOpenedApart(id); });
    apart->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    menu->addSeparator();
    addFilterActions(*menu, cell);
    addCopyActions(*menu);
    menu->addSeparator();
    addColumnChoices(*menu->addMenu(tr("Columns")));
    menu->popup(byMouse ? event->globalPos() : viewport()->mapToGlobal(visualRect(cell).center()));
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
