// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/root_cause_box.h"

#include "ui/theme/theme.h"

#include <QLabel>
#include <QPainter>
#include <QRegularExpression>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// A label breaks lines between words only; the names of classes and hosts may be longer than a line.
QString breakable(const QString& text)
{
    constexpr qsizetype kLongWord = 32;
    constexpr QChar kBreak(0x200b); // a space of no width
    QStringList words = text.split(u' ');
    for (QString& word : words) {
        if (word.size() > kLongWord) {
            for (const QString& mark : {u"."_s, u"/"_s, u"_"_s, u":"_s}) {
                word.replace(mark, mark + kBreak);
            }
            static const QRegularExpression humps(u"(\\p{Ll})(\\p{Lu})"_s);
            static const QRegularExpression stretches(u"([^\u200b]{24})(?=[^\u200b])"_s);
            word.replace(humps, u"\\1\u200b\\2"_s);
            word.replace(stretches, u"\\1\u200b"_s);
        }
    }
    return words.join(u' ');
}

} // namespace

RootCauseBox::RootCauseBox(QWidget* parent)
    : QWidget(parent)
    , m_label(new QLabel)
{
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::RichText);
    m_label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->addWidget(m_label);
    connect(m_label, &QLabel::linkActivated, this, [this] { emit segmentRequested(m_segment); });
    connect(&Theme::current(), &Theme::changed, this, &RootCauseBox::dress);
    hide();
}

void RootCauseBox::setRootCause(const Trace& trace, const RecordedException& cause)
{
    setVisible(!cause.isNull());
    m_segment = cause.segment;
    m_what.clear();
    if (!cause.isNull()) {
        const QString type = cause.exception->type.isEmpty() ? tr("Exception") : cause.exception->type;
        const QString name = trace.segments[static_cast<std::size_t>(cause.segment)].name;
        constexpr qsizetype kLongest = 160; // the rest is in the tab
        const QString& whole = cause.exception->message;
        const QString message = whole.size() > kLongest ? whole.left(kLongest) + u'…' : whole;
        m_what = breakable(
            message.isEmpty() ? tr("%1 in %2").arg(type, name) : tr("%1 in %2: “%3”").arg(type, name, message))
                     .toHtmlEscaped();
    }
    dress();
}

QString RootCauseBox::text() const
{
    return QTextDocumentFragment::fromHtml(m_label->text()).toPlainText();
}

void RootCauseBox::dress()
{
    const Theme& theme = Theme::current();
    m_label->setFont(theme.font(TextRole::Content));
    m_label->setText(
        u"<b style='color:%1'>%2</b><br>%3 <a style='color:%4; text-decoration:none' href='segment'>→\u00a0%5</a>"_s
            .arg(theme.color(Role::Fault).name(), tr("Root cause"), m_what, theme.color(Role::Accent).name(),
                tr("go to the segment").replace(u' ', QChar::Nbsp)));
    m_label->setAccessibleName(text());
    fit();
    update();
}

// A layout would take from a label that wraps before it takes from what scrolls.
void RootCauseBox::fit()
{
    const QMargins margins = layout()->contentsMargins();
    m_label->setMinimumHeight(m_label->heightForWidth(width() - margins.left() - margins.right()));
}

void RootCauseBox::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void RootCauseBox::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::current().color(Role::FaultSurface));
    painter.drawRoundedRect(rect(), metrics::radius, metrics::radius);
}

} // namespace fluoroscope
