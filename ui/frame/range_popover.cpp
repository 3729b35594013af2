// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/range_popover.h"

#include "ui/frame/scope.h"
#include "ui/frame/time_entry.h"
#include "ui/theme/role_label.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kWidth = 320;

QString echoOf(Timestamp time)
{
    const auto local = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count() / 1000);
    return QLocale().toString(local, u"ddd d MMM yyyy, HH:mm:ss"_s);
}

} // namespace

RangePopover::RangePopover(const TimeRange& range, const std::vector<TimeRange>& recent, QWidget* parent)
    : QWidget(parent, Qt::Popup)
    , m_apply(new QPushButton(tr("Show this range"), this))
{
    setObjectName(u"range"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Time range"));
    setFixedWidth(kWidth);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4 * metrics::grid, 3 * metrics::grid, 4 * metrics::grid, 4 * metrics::grid);
    layout->setSpacing(metrics::grid);
    m_from = addField(tr("From"), tr("14:30, 21 Nov 9:05, -2h"));
    m_to = addField(tr("To"), tr("now"));
    m_apply->setDefault(true);
    layout->addSpacing(metrics::grid);
    layout->addWidget(m_apply);
    if (!recent.empty()) {
        auto* heading = new RoleLabel(TextRole::Label, Role::Muted, this);
        heading->setText(tr("Recent"));
        layout->addSpacing(2 * metrics::grid);
        layout->addWidget(heading);
    }
    for (const TimeRange& past : recent) {
        Scope scope;
        scope.fixed = past;
        auto* button = new QPushButton(scope.label(), this);
        button->setFlat(true);
        button->setToolTip(utcText(past.begin) + u" – "_s + utcText(past.end));
        layout->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, past] {
            emit chosen(past);
            close();
        });
    }
    for (const Field& field : {m_from, m_to}) {
        connect(field.edit, &QLineEdit::textChanged, this, &RangePopover::read);
        connect(field.edit, &QLineEdit::returnPressed, this, &RangePopover::accept);
    }
    connect(m_apply, &QPushButton::clicked, this, &RangePopover::accept);
    m_from.edit->setText(timeEntryText(range.begin));
    m_to.edit->setText(timeEntryText(range.end));
    read();
}

RangePopover::Field RangePopover::addField(const QString& name, const QString& hint)
{
    Field field{new QLineEdit(this), new RoleLabel(TextRole::Label, Role::Muted, this)};
    auto* label = new RoleLabel(TextRole::Label, Role::Muted, this);
    label->setText(name);
    label->setBuddy(field.edit);
    field.edit->setAccessibleName(name);
    field.edit->setPlaceholderText(hint);
    field.edit->setFixedHeight(metrics::headerHeight);
    field.edit->setFont(Theme::current().font(TextRole::Mono));
    field.echo->setWordWrap(true);
    field.echo->setFixedHeight(8 * metrics::grid); // two lines: nothing jumps where there is more to say
    field.echo->setAlignment(Qt::AlignTop);
    layout()->addWidget(label);
    layout()->addWidget(field.edit);
    layout()->addWidget(field.echo);
    return field;
}

void RangePopover::popUp(const QPoint& corner)
{
    adjustSize();
    const QRect place = parentWidget()->screen()->availableGeometry();
    move(std::clamp(corner.x(), place.left(), std::max(place.left(), place.right() - width())),
        std::clamp(corner.y(), place.top(), std::max(place.top(), place.bottom() - height())));
    show();
    m_from.edit->setFocus(Qt::PopupFocusReason);
    m_from.edit->selectAll();
}

void RangePopover::read()
{
    bool errorInTo = false;
    const Timestamp at = now();
    const auto range = parseTimeRange(m_from.edit->text(), m_to.edit->text(), at, errorInTo);
    m_apply->setEnabled(range.has_value());
    const auto tell = [](const Field& field, const QString& text, const QString& toolTip, bool wrong) {
        field.echo->setText(text);
        field.echo->setRole(wrong ? Role::Fault : Role::Muted);
        field.edit->setToolTip(toolTip);
        field.edit->setAccessibleDescription(text);
    };
    const auto echo = [&](const Field& field, const QString& text) {
        const auto time = text.trimmed().isEmpty() ? Result<TimeEntry>(TimeEntry{at}) : parseTimeEntry(text, at);
        tell(field, time ? echoOf(time->time) : QString(), time ? utcText(time->time) : QString(), false);
    };
    if (range) {
        tell(m_from, echoOf(range->begin), utcText(range->begin), false);
        tell(m_to, echoOf(range->end), utcText(range->end), false);
    } else if (errorInTo) {
        echo(m_from, m_from.edit->text());
        tell(m_to, range.error().message, {}, true);
    } else {
        tell(m_from, range.error().message, {}, true);
        echo(m_to, m_to.edit->text());
    }
}

void RangePopover::accept()
{
    if (const auto span = parseSpan(m_from.edit->text(), m_to.edit->text(), now())) {
        emit spanChosen(*span);
        close();
        return;
    }
    bool errorInTo = false;
    if (const auto range = parseTimeRange(m_from.edit->text(), m_to.edit->text(), now(), errorInTo)) {
        emit chosen(*range);
        close();
        return;
    }
    (errorInTo ? m_to : m_from).edit->setFocus();
}

void RangePopover::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QWidget::keyPressEvent(event);
}

void RangePopover::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(Theme::current().color(Role::Faint));
    painter.setBrush(Theme::current().color(Role::Surface));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace fluoroscope
