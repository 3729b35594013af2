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
#include <utility>

namespace fluoroscope {

namespace {

constexpr int kLeastWidth = 208;
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
        if (row.kind == RefinerModel::Kind::Note) {
            const QFontMetrics text(Theme::current().font(TextRole::Label));
            const QRect inner(0, 0, innerWidth(option), 1 << 16);
            return {width, text.boundingRect(inner, Qt::TextWordWrap, row.label).height() + 2 * metrics::grid};
        }
        return {width,
            row.kind == RefinerModel::Kind::Heading ? metrics::headerHeight + (index.row() > 0 ? metrics::grid : 0)
                                                    : 6 * metrics::grid};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        const RefinerModel::Row& row = m_model.row(index.row());
        QRect inner = option.rect.adjusted(metrics::pagePadding, 0, 0, 0);
        inner.setWidth(innerWidth(option));
        if (row.kind == RefinerModel::Kind::Note) {
            painter->setFont(theme.font(TextRole::Label));
            painter->setPen(theme.color(Role::Muted));
            painter->drawText(inner.adjusted(0, metrics::grid, 0, 0), Qt::TextWordWrap, row.label);
            return;
        }
        if (row.kind == RefinerModel::Kind::Heading) {
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
        if (row.kind == RefinerModel::Kind::More) {
            painter->setPen(theme.color(Role::Accent));
            painter->drawText(inner, Qt::AlignVCenter | Qt::TextSingleLine,
                painter->fontMetrics().elidedText(row.label, Qt::ElideRight, inner.width()));
            return;
        }
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
    // With room for the scroll bar, whether it is there or not: nothing moves when it comes.
    static int innerWidth(const QStyleOptionViewItem& option)
    {
        const QWidget& view = *option.widget;
        return view.width() - metrics::pagePadding - view.style()->pixelMetric(QStyle::PM_ScrollBarExtent)
            - 2 * metrics::grid;
    }

    const RefinerModel& m_model;
};

} // namespace

RefinerView::RefinerView(QWidget* parent)
    : QListView(parent)
    , m_model(new RefinerModel(this))
    , m_problem(new Notice(Notice::Place::Pane, viewport()))
    , m_edge(new QWidget(this))
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
    connect(&Theme::current(), &Theme::changed, this, &RefinerView::restyle);
    m_edge->setBackgroundRole(QPalette::Window);
    m_edge->setAutoFillBackground(true);
    restyle();
}

void RefinerView::restyle()
{
    QPalette line = m_edge->palette();
    line.setColor(QPalette::Window, Theme::current().color(Role::Line));
    m_edge->setPalette(line);
    viewport()->update();
}

void RefinerView::setStatistics(const TraceStatistics& statistics)
{
    const int scroll = verticalScrollBar()->value();
    m_problem->hide();
    m_model->setStatistics(statistics, isInUse() && !std::exchange(m_hasChosen, false));
    verticalScrollBar()->setValue(scroll);
}

// Rows must not move under the pointer, nor away from the keys.
bool RefinerView::isInUse() const
{
    return underMouse() || hasFocus();
}

void RefinerView::leaveEvent(QEvent* event)
{
    QListView::leaveEvent(event);
    if (!isInUse()) {
        m_model->sortByTraces();
    }
}

void RefinerView::focusOutEvent(QFocusEvent* event)
{
    QListView::focusOutEvent(event);
    if (!isInUse()) {
        m_model->sortByTraces();
    }
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
    m_edge->setGeometry(width() - 1, 0, 1, height());
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
    if (!index.isValid()) {
        return;
    }
    const RefinerModel::Row& row = m_model->row(index.row());
    if (row.kind == RefinerModel::Kind::More) {
        m_model->toggle(index.row());
    } else if (row.kind == RefinerModel::Kind::Value) {
        m_hasChosen = true; // what comes is another breakdown
        emit narrowRequested(FilterExpression(row.clause));
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
    if (!index.isValid() || m_model->row(index.row()).kind != RefinerModel::Kind::Value) {
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

} // namespace fluoroscope
