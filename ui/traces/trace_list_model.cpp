// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/trace_list_model.h"

#include "ui/traces/trace_columns.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace fluoroscope {

namespace {

constexpr qint64 kPageRows = 200;
constexpr std::size_t kMostPages = 16;

qint64 pageOf(qint64 row)
{
    return row / kPageRows;
}

} // namespace

TraceListModel::TraceListModel(TraceSource& source, QueryRunner& runner, QObject* parent)
    : QAbstractTableModel(parent)
    , m_source(source)
    , m_runner(runner)
    , m_lane(runner.addLane())
    , m_collectLane(runner.addLane())
{
}

void TraceListModel::ask(const TraceSelection& selection, bool fresh)
{
    const bool isOther = !(selection.filter == m_query.selection.filter);
    m_query.selection = selection;
    m_fresh = m_fresh || fresh;
    m_refresh = true;
    request();
    if (isOther) {
        emit filterChanged();
    }
}

void TraceListModel::setVisibleRows(int first, int last)
{
    m_firstVisible = std::max(first, 0);
    m_lastVisible = std::max(last, m_firstVisible);
    // While a question is open, its answer looks at what is visible by then.
    if (!isBusy() && m_total > 0 && !hasPages(m_firstVisible, std::min<qint64>(m_lastVisible, m_total - 1))) {
        request();
    }
}

void TraceListModel::show(TracePage page)
{
    beginResetModel();
    m_total = page.total;
    m_pages.clear();
    takePages({page.total, 0, std::move(page.rows), {}}, false);
    endResetModel();
}

void TraceListModel::setAnnotationKeys(const QStringList& keys)
{
    if (keys == m_query.annotations) {
        return;
    }
    // From the first that differs on; the header forgets of those what it knew.
    const auto same = std::mismatch(keys.begin(), keys.end(), m_query.annotations.begin(), m_query.annotations.end());
    const int first = ColumnCount + int(same.first - keys.begin());
    if (const int last = columnCount() - 1; last >= first) {
        beginRemoveColumns({}, first, last);
        m_query.annotations.resize(first - ColumnCount);
        endRemoveColumns();
    }
    if (const int last = ColumnCount + int(keys.size()) - 1; last >= first) {
        beginInsertColumns({}, first, last);
        m_query.annotations = keys;
        endInsertColumns();
    }
    if (m_query.order == TraceOrder::Annotation && !keys.contains(m_query.orderKey)) {
        m_query.order = TraceOrder::Start;
        m_query.descending = true;
        m_reordered = true;
    }
    m_refresh = true;
    request();
}

void TraceListModel::sort(int column, Qt::SortOrder order)
{
    m_query.order = isAnnotation(column) ? TraceOrder::Annotation : traceColumn(column).order;
    m_query.orderKey = keyOf(column);
    m_query.descending = order == Qt::DescendingOrder;
    m_fresh = true;
    m_reordered = true;
    m_refresh = true;
    request();
    emit sortingChanged();
}

std::optional<TraceListModel::Reference> TraceListModel::referenceAt(int row) const
{
    const TraceRow* held = traceAt(row);
    return held ? std::optional(Reference{row, held->id, held->start}) : std::nullopt;
}

Result<qint64> TraceListModel::rowNow(
    TraceSource& source, TraceQuery query, const Reference& reference, const std::stop_token& stop)
{
    query.limit = 0;
    if (query.order != TraceOrder::Start || !query.selection.filter.isEmpty()) {
        query.counted = false;
        query.sought = reference.id;
        return source.traces(query, stop).map([](const TracePage& page) { return page.soughtRow; });
    }
    if (query.descending) { // nothing is less to count than all traces of a time
        query.selection.range.begin = reference.start + Duration(1);
    } else {
        query.selection.range.end = reference.start;
    }
    return source.traces(query, stop).map([](const TracePage& page) { return page.total; });
}

// One question for what is visible; it first finds out how far the list has shifted.
void TraceListModel::request()
{
    const bool scrolls = !m_refresh;
    std::optional<Reference> reference;
    if (!m_fresh && !scrolls && m_firstVisible > 0) {
        reference = referenceAt(m_firstVisible);
    }
    const qint64 top = m_reordered ? 0 : m_firstVisible; // another order is shown from its begin
    const auto question = [this, query = m_query, reference, first = top, last = top + m_lastVisible - m_firstVisible](
                              std::stop_token stop) -> Result<Answer> {
        Answer answer;
        qint64 shift = 0;
        if (reference) {
            const Result<qint64> row = rowNow(m_source, query, *reference, stop);
            if (!row) {
                return tl::unexpected(row.error());
            }
            if (*row >= 0) {
                answer.moved = {reference->row, *row};
                shift = *row - reference->row;
            }
        }
        TraceQuery window = query;
        window.offset = pageOf(std::max<qint64>(first + shift, 0)) * kPageRows;
        window.limit = (pageOf(std::max<qint64>(last + shift, 0)) + 1) * kPageRows - window.offset;
        Result<TracePage> page = m_source.traces(window, stop);
        if (!page) {
            return tl::unexpected(page.error());
        }
        answer.total = std::min<qint64>(page->total, std::numeric_limits<int>::max());
        answer.offset = window.offset;
        answer.rows = std::move(page->rows);
        return answer;
    };
    m_runner.ask(m_lane, question, [this, scrolls](Result<Answer> answer) {
        if (!answer) {
            emit sortingChanged();
            emit answered(answer.error().message);
            return;
        }
        if (scrolls && answer->total != m_total) {
            m_refresh = true; // the list has shifted meanwhile, and nobody knows how far
            request();
            return;
        }
        apply(std::move(*answer));
        emit answered({});
    });
}

void TraceListModel::apply(Answer answer)
{
    emit aboutToUpdate();
    const std::vector<RowMove> kept = [&]() -> std::vector<RowMove> {
        if (m_reordered) {
            return {};
        }
        std::unordered_map<TraceId, qint64> known;
        for (const auto& [number, rows] : m_pages) {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                known.emplace(rows[i].id, number * kPageRows + qint64(i));
            }
        }
        std::vector<RowMove> moves = keptRows(known, answer.rows, answer.offset);
        if (moves.empty() && answer.moved && answer.moved->second >= 0 && answer.moved->second < answer.total
            && answer.moved->first < m_total) {
            moves.push_back({answer.moved->first, answer.moved->second});
        }
        return moves;
    }();
    if (m_fresh && kept.empty()) {
        beginResetModel();
        m_total = answer.total;
        takePages(std::move(answer), false);
        endResetModel();
    } else {
        const bool still = answer.total == m_total
            && std::all_of(kept.begin(), kept.end(), [](const RowMove& move) { return move.before == move.after; });
        if (!still || m_refresh) {
            moveKept(kept, answer.total);
        }
        const qint64 first = answer.offset;
        const qint64 last = std::min(first + qint64(answer.rows.size()), m_total) - 1;
        takePages(std::move(answer), still && !m_refresh);
        if (last >= first) {
            emit dataChanged(index(int(first), 0), index(int(last), columnCount() - 1));
        }
    }
    m_fresh = false;
    m_reordered = false;
    m_refresh = false;
    emit sortingChanged();
    emit updated();
    setVisibleRows(m_firstVisible, m_lastVisible);
}

// Turns the list that was into the list that is by inserting and removing rows, so that every kept row carries its
// index along.
void TraceListModel::moveKept(const std::vector<RowMove>& kept, qint64 total)
{
    const qint64 oldTotal = m_total;
    const Pages before = std::move(m_pages);
    m_pages.clear(); // while rows move, every one is a placeholder
    const auto isKnown = [&](qint64 first, qint64 end) {
        for (qint64 page = pageOf(first); page <= pageOf(end - 1); ++page) {
            if (!before.contains(page)) {
                return false;
            }
        }
        return true;
    };
    RowMove last{-1, -1};
    for (const RowMove& move : kept) {
        const qint64 gone = move.before - last.before - 1;
        const qint64 come = move.after - last.after - 1;
        const qint64 at = last.after + 1;
        if (gone > 0 && isKnown(last.before + 1, move.before)) {
            removeAt(at, gone); // they are known to be other traces than those that stand there now
            insertAt(at, come);
        } else if (come != gone) {
            come > gone ? insertAt(at, come - gone) : removeAt(at, gone - come);
        }
        last = move;
    }
    const qint64 grown = (total - last.after) - (oldTotal - last.before);
    grown > 0 ? insertAt(m_total, grown) : removeAt(m_total + grown, -grown);
    Q_ASSERT(m_total == total);
}

void TraceListModel::insertAt(qint64 row, qint64 count)
{
    if (count > 0) {
        beginInsertRows({}, int(row), int(row + count - 1));
        m_total += count;
        endInsertRows();
    }
}

void TraceListModel::removeAt(qint64 row, qint64 count)
{
    if (count > 0) {
        beginRemoveRows({}, int(row), int(row + count - 1));
        m_total -= count;
        endRemoveRows();
    }
}

void TraceListModel::takePages(Answer answer, bool keepOthers)
{
    if (!keepOthers) {
        m_pages.clear();
    }
    const qint64 count = qint64(answer.rows.size());
    for (qint64 from = 0; from < count; from += kPageRows) {
        const auto begin = answer.rows.begin() + from;
        m_pages[pageOf(answer.offset + from)].assign(
            std::make_move_iterator(begin), std::make_move_iterator(begin + std::min(kPageRows, count - from)));
    }
    while (m_pages.size() > kMostPages) {
        // What is farthest from the screen goes first.
        const qint64 middle = pageOf((m_firstVisible + m_lastVisible) / 2);
        const bool front = middle - m_pages.begin()->first > m_pages.rbegin()->first - middle;
        m_pages.erase(front ? m_pages.begin() : std::prev(m_pages.end()));
    }
    QStringView host;
    m_isOneHost = true;
    for (const auto& [number, rows] : m_pages) {
        for (const TraceRow& row : rows) {
            const QStringView own = hostOf(row.url);
            m_isOneHost = m_isOneHost && (host.isEmpty() || own.isEmpty() || own == host);
            host = own.isEmpty() ? host : own;
        }
    }
}

bool TraceListModel::hasPages(qint64 firstRow, qint64 lastRow) const
{
    for (qint64 page = pageOf(firstRow); page <= pageOf(lastRow); ++page) {
        if (!m_pages.contains(page)) {
            return false;
        }
    }
    return true;
}

const TraceRow* TraceListModel::traceAt(int row) const
{
    const auto page = row < 0 ? m_pages.end() : m_pages.find(pageOf(row));
    const auto at = std::size_t(row % kPageRows);
    return page == m_pages.end() || at >= page->second.size() ? nullptr : &page->second[at];
}

int TraceListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_total);
}

int TraceListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount + int(m_query.annotations.size());
}

int TraceListModel::rowOf(const TraceId& id) const
{
    for (const auto& [number, rows] : m_pages) {
        const auto found = std::find_if(rows.begin(), rows.end(), [&](const TraceRow& row) { return row.id == id; });
        if (found != rows.end()) {
            return int(number * kPageRows + (found - rows.begin()));
        }
    }
    return -1;
}

void TraceListModel::collect(
    const std::vector<std::pair<int, int>>& ranges, std::function<void(std::vector<TraceRow>)> take)
{
    std::vector<TraceRow> held;
    std::vector<TraceQuery> windows;
    std::optional<Reference> reference = referenceAt(m_firstVisible); // the list may shift until it is asked
    qint64 left = kMostCollected;
    for (const auto& [first, last] : ranges) {
        TraceQuery window = m_query;
        window.offset = first;
        window.limit = std::min<qint64>(last - first + 1, left);
        window.counted = false;
        left -= window.limit;
        for (qint64 row = first; row < first + window.limit; ++row) {
            if (const TraceRow* known = traceAt(int(row))) {
                held.push_back(*known);
                reference = referenceAt(int(row));
            }
        }
        windows.push_back(std::move(window));
    }
    if (qint64(held.size()) == kMostCollected - left) {
        take(std::move(held));
        return;
    }
    m_runner.ask(
        m_collectLane,
        [this, query = m_query, windows, reference](std::stop_token stop) -> Result<std::vector<TraceRow>> {
            const Result<qint64> row = reference ? rowNow(m_source, query, *reference, stop) : -1;
            if (!row) {
                return tl::unexpected(row.error());
            }
            const qint64 shift = *row >= 0 ? *row - reference->row : 0;
            std::vector<TraceRow> rows;
            for (TraceQuery window : windows) {
                window.offset = std::max<qint64>(window.offset + shift, 0);
                Result<TracePage> page = m_source.traces(window, stop);
                if (!page) {
                    return tl::unexpected(page.error());
                }
                std::move(page->rows.begin(), page->rows.end(), std::back_inserter(rows));
            }
            return rows;
        },
        [this, take = std::move(take)](Result<std::vector<TraceRow>> rows) {
            rows ? take(std::move(*rows)) : void(emit answered(rows.error().message));
        });
}

} // namespace fluoroscope
