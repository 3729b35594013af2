// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/filter/filter_bar.h"

#include "core/segment/trace_header.h"
#include "ui/filter/filter_edit.h"
#include "ui/filter/filter_notice.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kHeight = 32;
constexpr int kIcon = 16;
constexpr int kPause = 700; // ms: a word that is being typed is no mistake yet
constexpr qsizetype kMenuText = 80; // letters of a recent expression

} // namespace

FilterBar::FilterBar(QWidget* parent)
    : QFrame(parent)
    , m_edit(new FilterEdit(this))
    , m_recentButton(new QToolButton(this))
    , m_clear(new QToolButton(this))
    , m_apply(new QToolButton(this))
    , m_notice(new FilterNotice(this))
{
    setFixedHeight(kHeight);
    setFocusProxy(m_edit);
    for (QToolButton* button : {m_recentButton, m_clear, m_apply}) {
        button->setAutoRaise(true);
        button->setFixedSize(6 * metrics::grid, 6 * metrics::grid);
        button->setFocusPolicy(Qt::TabFocus);
    }
    m_recentButton->setAccessibleName(tr("Recent filters"));
    m_recentButton->setToolTip(tr("Recent filters"));
    m_clear->setAccessibleName(tr("Clear the filter"));
    m_clear->setToolTip(tr("Clear the filter"));
    m_clear->hide();
    m_apply->setAccessibleName(tr("Apply the filter"));
    m_apply->setToolTip(tr("Not applied yet: Enter applies"));
    m_apply->setText(u"⏎"_s);
    m_apply->hide();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * metrics::grid + kIcon + 2 * metrics::grid, 0, metrics::grid, 0);
    layout->setSpacing(0);
    layout->addWidget(m_edit, 1, Qt::AlignVCenter);
    layout->addWidget(m_apply);
    layout->addWidget(m_clear);
    layout->addWidget(m_recentButton);

    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, &FilterBar::showError);
    connect(m_edit, &FilterEdit::edited, this, &FilterBar::followEdit);
    connect(m_edit, &FilterEdit::accepted, this, &FilterBar::apply);
    connect(m_edit, &FilterEdit::abandoned, this, &FilterBar::abandon);
    connect(m_edit, &FilterEdit::focusChanged, this, [this](bool focused) {
        if (!focused) {
            m_pause.stop();
            m_notice->dismiss();
        }
        update();
    });
    connect(m_clear, &QToolButton::clicked, this, [this] {
        m_edit->setText({});
        m_edit->setFocus();
        apply();
    });
    connect(m_apply, &QToolButton::clicked, this, [this] {
        m_edit->setFocus();
        apply();
    });
    connect(m_recentButton, &QToolButton::clicked, this, &FilterBar::showRecent);
    connect(&Theme::current(), &Theme::changed, this, &FilterBar::restyle);
    restyle();
}

void FilterBar::setFilter(const QString& text)
{
    const bool typing = m_edit->hasFocus() && m_edit->toPlainText() != m_applied;
    m_applied = text;
    if (!typing) {
        m_edit->setText(text);
    }
    updateButtons();
    update();
}

void FilterBar::updateButtons()
{
    const QString text = m_edit->toPlainText();
    m_clear->setVisible(!text.isEmpty());
    m_apply->setVisible(text.trimmed() != m_applied);
}

void FilterBar::followEdit()
{
    updateButtons();
    m_notice->dismiss();
    m_pause.start();
}

void FilterBar::apply()
{
    m_pause.stop();
    const QString text = m_edit->toPlainText().trimmed();
    if (m_edit->error()) {
        if (const auto id = traceIdInText(text)) {
            m_edit->setText(m_applied);
            updateButtons();
            emit traceEntered(*id);
            return;
        }
        showError();
        return;
    }
    m_notice->dismiss();
    m_applied = text;
    updateButtons();
    emit applied(text, parseFilter(text).value_or(FilterExpression()));
}

// First back to what is applied, then out of the bar.
void FilterBar::abandon()
{
    m_pause.stop();
    m_notice->dismiss();
    if (m_edit->toPlainText() != m_applied) {
        m_edit->setText(m_applied);
        updateButtons();
    } else {
        emit left();
    }
}

void FilterBar::showError()
{
    if (m_edit->error() && m_edit->hasFocus() && !m_edit->completer()->popup()->isVisible()) {
        m_notice->say(m_edit->error()->message);
    }
}

void FilterBar::showRecent()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString& expression : m_recent) {
        QString shown = expression.size() > kMenuText ? expression.left(kMenuText) + u'…' : expression;
        menu->addAction(shown.replace(u'&', u"&&"_s), this, [this, expression] {
            m_edit->setText(expression);
            apply();
        });
    }
    if (m_recent.isEmpty()) {
        menu->addAction(tr("No filter was used yet"))->setEnabled(false);
    }
    menu->setFont(Theme::current().font(TextRole::Mono));
    menu->popup(m_recentButton->mapToGlobal(QPoint(m_recentButton->width() - menu->sizeHint().width(), kHeight)));
}

void FilterBar::restyle()
{
    m_clear->setIcon(Theme::current().icon(u"close"_s));
    m_recentButton->setIcon(Theme::current().icon(u"chevron-down"_s));
    update();
}

void FilterBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    m_notice->dismiss();
}

void FilterBar::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = m_edit->hasFocus();
    const qreal width = focused ? 2 : 1;
    painter.setPen(QPen(theme.color(focused ? Role::Accent : Role::Line), width));
    painter.setBrush(theme.color(Role::Surface));
    const qreal inset = width / 2;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), metrics::radius, metrics::radius);
    theme.icon(u"search"_s, m_applied.isEmpty() ? Role::Faint : Role::Accent)
        .paint(&painter, QRect(2 * metrics::grid, (height() - kIcon) / 2, kIcon, kIcon));
}

} // namespace fluoroscope
