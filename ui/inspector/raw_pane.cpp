// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/raw_pane.h"

#include "core/text/units.h"
#include "ui/inspector/code_spans.h"
#include "ui/theme/role_label.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSyntaxHighlighter>
#include <QTemporaryFile>
#include <QTextBlock>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// SDKs send 64 KB at most; what is imported may be of any size, and colouring that would hold the window up.
constexpr qsizetype kMostColoured = 512 * 1024;

class JsonHighlighter : public QSyntaxHighlighter {
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString& text) override
    {
        if (document()->characterCount() > kMostColoured) {
            return;
        }
        for (const CodeSpan& span : jsonSpans(text)) {
            setFormat(static_cast<int>(span.begin), static_cast<int>(span.length), Theme::current().color(span.role));
        }
    }
};

} // namespace

RawPane::RawPane(QWidget* parent)
    : QWidget(parent)
    , m_size(new RoleLabel(TextRole::Label, Role::Muted))
    , m_text(new QPlainTextEdit)
{
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->document()->setDocumentMargin(0);
    m_text->setAccessibleName(tr("Raw document"));
    auto* highlighter = new JsonHighlighter(m_text->document());
    const auto dress = [this, highlighter] {
        m_text->setFont(Theme::current().font(TextRole::MonoLabel));
        highlighter->rehighlight();
        mark();
    };
    dress();
    connect(&Theme::current(), &Theme::changed, this, dress);

    auto* copyButton = new QPushButton(tr("Copy"));
    auto* openButton = new QPushButton(tr("Open as file"));
    connect(copyButton, &QPushButton::clicked, this, &RawPane::copy);
    connect(openButton, &QPushButton::clicked, this, &RawPane::openAsFile);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(0, 0, 0, 0);
    bar->addWidget(m_size);
    bar->addStretch();
    bar->addWidget(copyButton);
    bar->addWidget(openButton);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_text);
}

void RawPane::setDocument(const QByteArray& document, SegmentId id)
{
    const bool sameSegment = std::exchange(m_id, id) == id;
    if (sameSegment && m_document == document) {
        return; // a live trace that grew elsewhere
    }
    if (m_document != document || m_text->document()->isEmpty()) {
        m_document = document;
        m_size->setText(tr("%1, as received").arg(formatBytes(document.size())));
        m_text->setPlainText(QString::fromUtf8(document));
    }
    mark();
}

void RawPane::mark()
{
    QList<QTextEdit::ExtraSelection> selections;
    QTextCursor cursor = m_text->document()->find(u"\"%1\""_s.arg(m_id.toString()));
    if (!cursor.isNull()) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = cursor;
        selection.format.setBackground(Theme::current().color(Role::AccentSurface));
        selections.append(selection);
        cursor.clearSelection();
        m_text->setTextCursor(cursor);
        m_text->centerCursor(); // with what is around it
    }
    m_text->setExtraSelections(selections);
}

void RawPane::copy()
{
    auto* mime = new QMimeData;
    mime->setText(QString::fromUtf8(m_document));
    mime->setData(u"application/json"_s, m_document);
    QGuiApplication::clipboard()->setMimeData(mime);
}

QString RawPane::openAsFile()
{
    QTemporaryFile file(QDir::temp().filePath(m_id.toString() + u"-XXXXXX.json"_s));
    file.setAutoRemove(false); // whatever opens it reads it when it likes
    if (!file.open() || file.write(m_document) != m_document.size()) {
        m_size->setText(tr("Could not write %1: %2").arg(file.fileName(), file.errorString()));
        return {};
    }
    file.close();
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(file.fileName()))) {
        m_size->setText(tr("Nothing opens JSON files here; it is in %1").arg(file.fileName()));
    }
    return file.fileName();
}

} // namespace fluoroscope
