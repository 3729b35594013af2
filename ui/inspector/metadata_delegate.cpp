// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/metadata_delegate.h"

#include "ui/inspector/metadata_model.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace fluoroscope {

namespace {

constexpr int kPadding = 3;
constexpr qsizetype kLongest = 2000; // characters: more than any screen is wide

} // namespace

void MetadataDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* model = qobject_cast<const MetadataModel*>(index.model());
    const Theme& theme = Theme::current();
    painter->save();
    painter->setClipRect(option.rect);
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(option.rect, theme.color(Role::AccentSurface));
    }
    painter->setFont(index.data(Qt::FontRole).value<QFont>());
    const QRect cell = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    const QFontMetrics metrics = painter->fontMetrics();
    const QString text =
        metrics.elidedText(index.data().toString().left(kLongest).simplified(), Qt::ElideRight, cell.width());
    const QString filter = model ? model->filter() : QString();
    for (qsizetype at = filter.isEmpty() ? -1 : text.indexOf(filter, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(filter, at + filter.size(), Qt::CaseInsensitive)) {
        const int left = metrics.horizontalAdvance(text, static_cast<int>(at));
        const int right = metrics.horizontalAdvance(text, static_cast<int>(at + filter.size()));
        const QRect found(cell.left() + left, cell.center().y() - metrics.height() / 2, right - left, metrics.height());
        painter->fillRect(found, theme.color(Role::ErrorSurface));
        painter->fillRect(found.left(), found.bottom(), found.width(), 1, theme.color(Role::Error)); // on any ground
    }
    painter->setPen(index.data(Qt::ForegroundRole).value<QColor>());
    painter->drawText(cell, Qt::AlignVCenter | Qt::TextSingleLine, text);
    painter->restore();
}

} // namespace fluoroscope
