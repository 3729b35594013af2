// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/refiner_view.h"

#include "core/text/units.h"
#include "ui/theme/figures.h"
#include "ui/theme/notice.h"
#include "ui/theme/theme.h"
#include "ui/traces/refiner_model.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

namespace fluoroscope {

namespace {

constexpr int kLeastWidth = 224;
constexpr int kMostWidth = 320;
constexpr int kBar = 32;
constexpr int kCount = 48;

class RefinerDelegate : public QStyledItemDelegate {
public:
    RefinerDelegate(const RefinerModel& model, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_model(model)
    {
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const int width = option.widget ? option.widget->width() : kLeastWidth;
        const RefinerModel::Row& row = m_model.row(index.row());
        if (row.note) {
            const QFontMetrics text(Theme::current().font(TextRole::Label));
            const QRect inner(0, 0, width - metrics::pagePadding - 3 * metrics::grid, 1 << 16);
            return {width, text.boundingRect(inner, Qt::TextWordWrap, row.label).height() + 2 * metrics::grid};
        }
        return {width, row.heading ? metrics::headerHeight + (index.row() > 0 ? metrics::grid : 0) : 6 * metrics::grid};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        const RefinerModel::Row& row = m_model.row(index.row());
        const QRect inner = option.rect.adjusted(metrics::pagePadding, 0, -3 * metrics::grid, 0);
        if (row.note) {
            painter->setFont(theme.font(TextRole::Label));
            painter->setPen(theme.color(Role::Muted));
            painter->drawText(inner.adjusted(0, metrics::grid, 0, 0), Qt::TextWordWrap, row.label);
            return;
        }
        if (row.heading) {
            QFont font = theme.font(TextRole::Label);
            font.setWeight(QFont::DemiBold);
            painter->setFont(font);
            painter->setPen(theme.color(Role::Muted));
            painter->drawText(inner.adjusted(0, 0, 0, -metrics::grid), Qt::AlignBottom | Qt::TextSingleLine,
                QFontMetrics(font).elidedText(row.label, Qt::ElideRight, inner.width()));
            return;
        }
        const bool hovered = option.state & QStyle::State_MouseOver;
        const bool current = (option.state & QStyle::State_Selected) && (option.state & QStyle::State_HasFocus);
        if (hovered || current) {
            painter->fillRect(option.rect.adjusted(2 * metrics::grid, 1, -metrics::grid, -1),
                theme.color(current ? Role::AccentSurface : Role::Raised));
        }
        painter->setFont(theme.font(TextRole::Content));
        painter->setPen(theme.color(Role::Text));
        const QRect text = inner.adjusted(0, 0, -(kBar + kCount + metrics::grid), 0);
        painter->drawText(text, Qt::AlignVCenter | Qt::TextSingleLine,
            painter->fontMetrics().elidedText(row.label, Qt::ElideMiddle, text.width()));
        const QRectF bar(inner.right() - kCount - kBar, option.rect.center().y() - 1.5, kBar, 4);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(Role::Line));
        painter->drawRoundedRect(bar, 2, 2);
        painter->setBrush(theme.color(Role::Accent));
        painter->drawRoundedRect(QRectF(bar.topLeft(), QSizeF(std::max(2.0, bar.width() * row.share), 4)), 2, 2);
        painter->restore();
        painter->setPen(theme.color(Role::Muted));
        drawFigures(*painter, QRectF(inner.right() - kCount, option.rect.top(), kCount, option.rect.height()),
            Qt::AlignRight, formatCount(row.traces));
    }

private:
    const RefinerModel& m_model;
};

} // namespace

RefinerView::RefinerView(QWidget* parent)
    : QListView(parent)
    , m_model(new RefinerModel(this))
    , m_problem(new Notice(Notice::Place::Pane, viewport()))
{
    setAccessibleName(tr("Refine the query"));
    setModel(m_model);
    setItemDelegate(new RefinerDelegate(*m_model, this));
    setFixedWidth(kLeastWidth);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    m_problem->hide();
    connect(m_problem, &Notice::retryRequested, this, &RefinerView::retryRequested);
    connect(this, &QListView::clicked, this, &RefinerView::choose);
    connect(&Theme::current(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void RefinerView::setStatistics(const TraceStatistics& statistics)
{
    const int scroll = verticalScrollBar()->value();
    m_problem->hide();
    m_model->setStatistics(statistics);
    verticalScrollBar()->setValue(scroll);
}

void RefinerView::setRoom(int width)
{
    setFixedWidth(std::clamp(width / 6, kLeastWidth, kMostWidth) / metrics::grid * metrics::grid);
    scheduleDelayedItemsLayout();
    layOutProblem();
}

void RefinerView::layOutProblem()
{
    m_problem->setGeometry(
        viewport()->rect().adjusted(metrics::pagePadding, 3 * metrics::grid, -3 * metrics::grid, -3 * metrics::grid));
}

void RefinerView::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    layOutProblem();
}

void RefinerView::setProblem(const QString& problem)
{
    m_model->setNote({});
    m_problem->sayProblem(tr("Not counted"), problem);
    m_problem->show();
    layOutProblem();
}

void RefinerView::choose(const QModelIndex& index)
{
    if (index.isValid() && m_model->row(index.row()).isValue()) {
        emit narrowRequested(m_model->row(index.row()).clause);
    }
}

void RefinerView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        choose(currentIndex());
    } else {
        QListView::keyPressEvent(event);
    }
}

void RefinerView::contextMenuEvent(QContextMenuEvent* event)
{
    const QModelIndex index = event->reason() == QContextMenuEvent::Mouse
        ? indexAt(viewport()->mapFromGlobal(event->globalPos()))
        : currentIndex();
    if (!index.isValid() || !m_model->row(index.row()).isValue()) {
        return;
    }
    const FilterExpression clause = m_model->row(index.row()).clause;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Show only these"), this, [this, clause] { emit narrowRequested(clause); });
    menu->addAction(
        tr("Leave these out"), this, [this, clause] { emit narrowRequested(FilterExpression::notOf(clause)); });
    menu->addSeparator();
    menu->addAction(tr("Copy the filter"), this, [clause] { QGuiApplication::clipboard()->setText(clause.text()); });
    menu->popup(event->reason() == QContextMenuEvent::Mouse ? event->globalPos()
                                                            : viewport()->mapToGlobal(visualRect(index).center()));
}

void RefinerView::paintEvent(QPaintEvent* event)
{
    QListView::paintEvent(event);
    QPainter(viewport())
        .fillRect(QRect(viewport()->width() - 1, 0, 1, viewport()->height()), Theme::current().color(Role::Line));
}

} // namespace fluoroscope
