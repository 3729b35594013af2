// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/filter/filter_edit.h"

#include "ui/filter/filter_highlighter.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QStringListModel>
#include <QStyledItemDelegate>
#include <QTextBlock>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kMostWords = 12; // visible at once
constexpr int kPopupWidth = 320;

class WordDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {kPopupWidth - 2 * metrics::grid, metrics::rowHeight - metrics::grid};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        if (option.state & QStyle::State_Selected) {
            painter->fillRect(option.rect, theme.color(Role::AccentSurface));
        }
        painter->setFont(theme.font(TextRole::Mono));
        painter->setPen(theme.color(Role::Text));
        painter->drawText(option.rect.adjusted(2 * metrics::grid, 0, -2 * metrics::grid, 0),
            Qt::AlignVCenter | Qt::TextSingleLine, index.data().toString());
    }
};

// Those that begin like `typed`, then those that hold it; quotes do not count, so that a name is found without them.
QStringList fitting(const QStringList& words, const QString& typed)
{
    const auto bare = [](const QString& word) { return word.startsWith(u'"') ? word.mid(1) : word; };
    const QString wanted = bare(typed);
    QStringList first;
    QStringList others;
    for (const QString& word : words) {
        const qsizetype at = bare(word).indexOf(wanted, 0, Qt::CaseInsensitive);
        if (at >= 0) {
            (at == 0 ? first : others).append(word);
        }
    }
    return first + others;
}

QString oneLine(QString text)
{
    return text.replace(u'\n', u' ').replace(u'\r', u' ').trimmed();
}

} // namespace

FilterEdit::FilterEdit(QWidget* parent)
    : QPlainTextEdit(parent)
    , m_highlighter(new FilterHighlighter(document()))
    , m_model(new QStringListModel(this))
    , m_completer(new QCompleter(m_model, this))
{
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabChangesFocus(true);
    setUndoRedoEnabled(true);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    setPlaceholderText(tr("Filter, e.g. service(\"orders\") { fault }"));
    setAccessibleName(tr("Filter expression"));
    const auto restyle = [this] { setFont(Theme::current().font(TextRole::Mono)); };
    restyle();
    connect(&Theme::current(), &Theme::changed, this, restyle);

    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion); // the model holds what fits
    m_completer->setMaxVisibleItems(kMostWords);
    m_completer->popup()->setItemDelegate(new WordDelegate(this));
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this,
        [this](const QString& word) { insertCompletion(word); });
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_setting) {
            check();
            emit edited();
        }
    });
}

qsizetype FilterEdit::cursor() const
{
    return textCursor().position();
}

void FilterEdit::setText(const QString& text)
{
    if (text == toPlainText()) {
        return;
    }
    m_setting = true;
    QTextCursor all(document()); // not setPlainText(): it can be undone
    all.select(QTextCursor::Document);
    all.insertText(text);
    m_setting = false;
    moveCursor(QTextCursor::End);
    check();
}

void FilterEdit::check()
{
    const auto parsed = parseFilter(toPlainText());
    m_error = parsed ? std::nullopt : std::optional(parsed.error());
    const QSignalBlocker blocker(this); // colours are no edit
    m_highlighter->setError(m_error);
}

void FilterEdit::complete(bool asked)
{
    const QString text = toPlainText();
    m_completion = completeFilter(text, cursor());
    const QString prefix = typed();
    if (!asked && prefix.isEmpty() && m_completion.blank == FilterBlank::None) {
        m_completer->popup()->hide();
        return;
    }
    showCompletions(m_completion.words);
    if (m_completion.blank != FilterBlank::None) {
        emit wordsWanted(m_completion, prefix);
    }
}

QString FilterEdit::typed() const
{
    return toPlainText().mid(m_completion.position, cursor() - m_completion.position);
}

void FilterEdit::setWords(const FilterCompletion& completion, const QStringList& words)
{
    if (hasFocus() && completion.blank == m_completion.blank && completion.position == m_completion.position) {
        showCompletions(words + m_completion.words);
    }
}

void FilterEdit::showCompletions(const QStringList& words)
{
    const QString prefix = typed();
    QStringList shown = fitting(words, prefix);
    shown.removeDuplicates();
    if (shown.isEmpty() || (shown.size() == 1 && shown.first().compare(prefix, Qt::CaseInsensitive) == 0)) {
        m_completer->popup()->hide();
        return;
    }
    m_model->setStringList(shown);
    QRect place = cursorRect();
    place.translate(-fontMetrics().horizontalAdvance(prefix) - 2 * metrics::grid, 0);
    place.setBottom(mapFromParent(parentWidget()->rect().bottomLeft()).y() + metrics::grid); // below the whole bar
    place.setWidth(kPopupWidth);
    m_completer->complete(place);
}

void FilterEdit::insertCompletion(const QString& word)
{
    QTextCursor edit = textCursor();
    edit.setPosition(static_cast<int>(m_completion.position));
    edit.setPosition(static_cast<int>(m_completion.position + m_completion.length), QTextCursor::KeepAnchor);
    edit.insertText(word);
    setTextCursor(edit);
    if (word.endsWith(u'(') || word.endsWith(u'.')) { // there is more to choose from
        complete(false);
    }
}

bool FilterEdit::focusNextPrevChild(bool next)
{
    // While words are offered, Tab takes one.
    return !m_completer->popup()->isVisible() && QPlainTextEdit::focusNextPrevChild(next);
}

void FilterEdit::keyPressEvent(QKeyEvent* event)
{
    QAbstractItemView* popup = m_completer->popup();
    const bool choosing = popup->isVisible();
    const bool chosen = choosing && popup->selectionModel()->hasSelection(); // the completer's current one is not seen
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (chosen) {
            event->ignore(); // the completer's
            return;
        }
        popup->hide();
        emit accepted();
        return;
    case Qt::Key_Tab:
        if (choosing) {
            if (chosen) {
                event->ignore(); // the completer's
            } else { // the first is the likeliest
                popup->hide();
                insertCompletion(m_model->stringList().constFirst());
            }
            return;
        }
        break;
    case Qt::Key_Escape:
        if (choosing) {
            m_completion = {}; // words that come later are not wanted any more
            event->ignore();
        } else {
            emit abandoned();
        }
        return;
    case Qt::Key_Down:
        if (!choosing) {
            complete(true);
        } else {
            event->ignore();
        }
        return;
    case Qt::Key_Up:
        event->ignore();
        return;
    case Qt::Key_Space:
        if (event->modifiers() & Qt::ControlModifier) {
            complete(true);
            return;
        }
        break;
    default:
        break;
    }
    const int revision = document()->revision();
    QPlainTextEdit::keyPressEvent(event);
    if (document()->revision() != revision) {
        complete(false);
    } else if (choosing && event->text().isEmpty() && event->key() != Qt::Key_Shift) {
        popup->hide(); // the cursor went elsewhere
    }
}

void FilterEdit::focusInEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusInEvent(event);
    if (event->reason() == Qt::ShortcutFocusReason || event->reason() == Qt::TabFocusReason) {
        selectAll();
    }
    emit focusChanged(true);
}

void FilterEdit::focusOutEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason) {
        emit focusChanged(false);
    }
}

void FilterEdit::insertFromMimeData(const QMimeData* source)
{
    if (source->hasText()) {
        textCursor().insertText(oneLine(source->text()));
    }
}

void FilterEdit::wheelEvent(QWheelEvent* event)
{
    event->ignore(); // there is one line
}

QSize FilterEdit::sizeHint() const
{
    return {480, fontMetrics().height()};
}

QSize FilterEdit::minimumSizeHint() const
{
    return {120, fontMetrics().height()};
}

} // namespace fluoroscope
