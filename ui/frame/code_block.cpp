// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/code_block.h"

#include "ui/theme/role_label.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPainter>
#include <QTimer>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace fluoroscope {

CodeBlock::CodeBlock(QWidget* parent)
    : QWidget(parent)
    , m_text(new RoleLabel(TextRole::MonoLabel, Role::Text, this))
    , m_copy(new QToolButton(this))
{
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setWordWrap(true);
    m_copy->setAutoRaise(true);
    m_copy->setToolTip(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy"));
    m_copy->setFixedSize(28, 28);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(3 * metrics::grid, metrics::grid, metrics::grid, metrics::grid);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_copy, 0, Qt::AlignTop);
    connect(m_copy, &QToolButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_text->text());
        m_copy->setIcon(Theme::current().icon(u"check"_s, Role::Ok));
        QTimer::singleShot(1500, this, &CodeBlock::restyle);
    });
    connect(&Theme::current(), &Theme::changed, this, &CodeBlock::restyle);
    restyle();
}

void CodeBlock::setCode(const QString& code)
{
    m_text->setText(code);
    m_text->setAccessibleName(code);
}

QString CodeBlock::code() const
{
    return m_text->text();
}

void CodeBlock::restyle()
{
    m_copy->setIcon(Theme::current().icon(u"copy"_s));
    update();
}

void CodeBlock::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Theme::current().color(Role::Line));
    painter.setBrush(Theme::current().color(Role::Raised));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius, metrics::radius);
}

} // namespace fluoroscope
