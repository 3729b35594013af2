// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/trace_delegate.h"

#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/traces/trace_columns.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/trace_shapes.h"

#include <QPainter>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kPadding = 2 * metrics::grid;
constexpr int kChipHeight = 20;
constexpr int kShapeWidth = TraceShape::kCells;

void drawElided(QPainter& painter, const QRect& rect, const QString& text, Qt::TextElideMode mode)
{
    const QString shown = painter.fontMetrics().elidedText(text, mode, rect.width());
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shown);
}

// A pill with the word; the mark before it tells the outcome without its colour.
void drawChip(QPainter& painter, const QRect& cell, const TraceRow& row)
{
    const Theme& theme = Theme::current();
    const bool open = isOpen(row);
    const QColor ink = open ? theme.color(Role::Muted) : theme.outcome(row.outcome());
    const QColor surface = open ? theme.color(Role::Background) : theme.outcomeSurface(row.outcome());
    const QString text = traceColumn(TraceListModel::Status).text(row);
    QFont font = theme.font(TextRole::Label);
    font.setWeight(QFont::Medium);
    painter.setFont(font);
    const int width = std::min(painter.fontMetrics().horizontalAdvance(text) + 2 * kPadding, cell.width());
    const QRectF chip(cell.left(), cell.center().y() - kChipHeight / 2 + 1, width, kChipHeight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(surface);
    painter.drawRoundedRect(chip, kChipHeight / 2.0, kChipHeight / 2.0);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(ink);
    painter.drawText(chip, Qt::AlignCenter | Qt::TextSingleLine, text);
}

// The path is what differs from row to row: the host before it is quiet, and stands there where it differs and the
// column has room.
void drawUrl(QPainter& painter, const QRect& rect, const QString& url, bool isOneHost)
{
    const Theme& theme = Theme::current();
    const QStringView host = hostOf(url);
    const QString rest = host.isEmpty() ? url : url.mid(host.data() - url.data() + host.size());
    QRect place = rect;
    constexpr int kHostToo = 200; // px of the column that have room for a host beside the path
    if (!isOneHost && !host.isEmpty() && rect.width() >= kHostToo) {
        const int restWidth = painter.fontMetrics().horizontalAdvance(rest);
        const int room = std::max(rect.width() - restWidth, rect.width() / 3);
        const QString shown = painter.fontMetrics().elidedText(host.toString(), Qt::ElideMiddle, room);
        painter.setPen(theme.color(Role::Muted));
        drawElided(painter, place, shown, Qt::ElideNone);
        place.setLeft(place.left() + painter.fontMetrics().horizontalAdvance(shown));
    }
    painter.setPen(theme.color(Role::Text));
    drawElided(painter, place, rest, Qt::ElideMiddle);
}

} // namespace

void TraceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const auto* model = qobject_cast<const TraceListModel*>(index.model());
    painter->save();
    painter->setClipRect(option.rect);
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(option.rect, theme.color(Role::AccentSurface));
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.color(Role::Line));
    const QRect cell = option.rect.adjusted(kPadding, 0, -kPadding, -1);
    if (const TraceRow* row = model ? model->traceAt(index.row()) : nullptr) {
        if (TraceListModel::isAnnotation(index.column())) {
            paintAnnotation(*painter, cell, index);
        } else {
            paintCell(*painter, cell, index.column(), *row, model->isOneHost());
        }
    } else {
        // On its way: a grey bar keeps the rhythm of the rows.
        painter->fillRect(QRect(cell.left(), cell.center().y() - 3, cell.width() / 2, metrics::grid * 2),
            theme.color(Role::Background));
    }
    painter->restore();
}

void TraceDelegate::paintAnnotation(QPainter& painter, const QRect& cell, const QModelIndex& index) const
{
    painter.setFont(Theme::current().font(TextRole::Content));
    painter.setPen(Theme::current().color(Role::Text));
    const QString text = index.data().toString();
    const bool number = index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight;
    if (number && painter.fontMetrics().horizontalAdvance(text) <= cell.width()) {
        drawFigures(painter, cell, Qt::AlignRight, text);
    } else {
        drawElided(painter, cell, text, Qt::ElideRight);
    }
}

// The trace's timeline seen from afar; what went wrong is thicker, too.
void TraceDelegate::paintShape(QPainter& painter, const QRect& cell, const TraceRow& row) const
{
    const TraceShape* shape =
        m_shapes && cell.width() + 2 * kPadding >= kRoomForShapes ? m_shapes->of(row.id) : nullptr;
    if (!shape) {
        return;
    }
    constexpr int kStep = 3;
    const int top = cell.center().y() - (shape->count * kStep - 1) / 2;
    for (int i = 0; i < shape->count; ++i) {
        const TraceShape::Line& line = shape->lines[static_cast<std::size_t>(i)];
        for (std::size_t from = 0; from < line.size();) {
            std::size_t to = from + 1;
            while (to < line.size() && line[to] == line[from]) {
                ++to;
            }
            if (line[from]) {
                const bool isOk = *line[from] == Outcome::Ok;
                painter.setOpacity(isOk ? 0.6 : 1);
                painter.fillRect(QRect(cell.left() + static_cast<int>(from), top + i * kStep,
                                     static_cast<int>(to - from), isOk ? kStep - 1 : kStep),
                    Theme::current().outcome(*line[from]));
            }
            from = to;
        }
    }
    painter.setOpacity(1);
}

void TraceDelegate::paintCell(
    QPainter& painter, const QRect& cell, int column, const TraceRow& row, bool isOneHost) const
{
    const Theme& theme = Theme::current();
    const TraceColumn& content = traceColumn(column);
    painter.setFont(theme.font(TextRole::Content));
    painter.setPen(theme.color(Role::Text));
    switch (column) {
    case TraceListModel::Id:
        painter.setFont(theme.font(TextRole::MonoLabel));
        drawElided(painter, cell, content.text(row), Qt::ElideLeft);
        return;
    case TraceListModel::Status:
        drawChip(painter, cell, row);
        return;
    case TraceListModel::Url:
        drawUrl(painter, cell, row.url, isOneHost);
        return;
    case TraceListModel::Start:
        painter.setPen(theme.color(Role::Muted));
        if (const QString text = content.text(row); figuresWidth(painter.font(), text) <= cell.width()) {
            drawFigures(painter, cell, Qt::AlignLeft, text);
        } else {
            drawElided(painter, cell, text, Qt::ElideRight);
        }
        return;
    case TraceListModel::Length:
        paintShape(painter, cell, row);
        break;
    case TraceListModel::ClientIp:
        painter.setPen(theme.color(Role::Muted));
        drawElided(painter, cell, row.clientIp, Qt::ElideMiddle);
        return;
    default:
        break;
    }
    if (content.number) {
        drawFigures(painter, cell, Qt::AlignRight, content.text(row));
    } else {
        drawElided(painter, cell, content.text(row), Qt::ElideRight);
    }
}

} // namespace fluoroscope
