// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/exceptions_pane.h"

#include "core/text/units.h"
#include "ui/inspector/segment_fields.h"

#include <QTextBlock>
#include <QTextCursor>
#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {
constexpr std::size_t kAtOnce = 100; // exceptions: more would keep the window waiting
constexpr QStringView kMore = u"more:"; // the link to the others
} // namespace

ExceptionsPane::ExceptionsPane(QWidget* parent)
    : DocumentPane(parent)
{
    connect(this, &DocumentPane::linkActivated, this, [this](const QString& link) {
        if (link == kMore) {
            showMore();
        }
    });
}

void ExceptionsPane::setSegment(const InspectedSegment& inspected)
{
    const bool same = m_inspected && m_inspected->trace().id == inspected.trace().id
        && m_inspected->segment().id == inspected.segment().id;
    m_shown = same ? m_shown : kAtOnce;
    m_inspected = inspected;
    rewrite();
}

void ExceptionsPane::write(QTextCursor& cursor)
{
    if (!m_inspected) {
        return;
    }
    const Trace& trace = m_inspected->trace();
    const std::vector<RecordedException> chain = causeChain(trace, m_inspected->index());
    const Cause* cause = m_inspected->segment().cause.get();
    if (chain.empty() && cause && !cause->referencedId.isEmpty()) {
        startParagraph(cursor, 0);
        cursor.insertText(
            tr("Refers to exception %1, which was not received with this trace.").arg(cause->referencedId),
            format(TextRole::Content, Role::Muted));
    }
    writeChain(cursor, chain, 0);
    const RecordedException root = rootCause(trace, m_inspected->index());
    if (!root.isNull() && (chain.empty() || chain.back().exception != root.exception)) {
        startParagraph(cursor, chain.empty() ? 0 : 16);
        cursor.insertText(chain.empty() ? tr("No exception was recorded here; the failure came from below.")
                                        : tr("The failure came from below."),
            format(TextRole::Content, Role::Muted));
        writeException(cursor, root, true);
    }
    writePlaces(cursor);
}

void ExceptionsPane::writeChain(QTextCursor& cursor, const std::vector<RecordedException>& chain, std::size_t first)
{
    const std::size_t end = std::min(chain.size(), m_shown);
    for (std::size_t i = first; i < end; ++i) {
        const bool isCause =
            i > 0 && chain[i - 1].exception->causeId == chain[i].exception->id && !chain[i].exception->id.isEmpty();
        writeException(cursor, chain[i], isCause || chain[i].segment != m_inspected->index());
    }
    m_more = -1;
    if (const std::size_t rest = chain.size() - end; rest > 0) {
        startParagraph(cursor, 16);
        m_more = cursor.blockNumber();
        cursor.insertText(tr("Show the next %1 of %2 more")
                              .arg(formatCount(qint64(std::min(rest, kAtOnce))), formatCount(qint64(rest))),
            linkFormat(format(TextRole::Content, Role::Accent), kMore.toString()));
    }
}

// In the place of the link; what stands below stays, and so does the place that is looked at.
void ExceptionsPane::showMore()
{
    const std::size_t before = m_shown;
    m_shown += kAtOnce;
    QTextCursor cursor(document()->findBlockByNumber(m_more));
    cursor.beginEditBlock();
    cursor.select(QTextCursor::BlockUnderCursor);
    cursor.removeSelectedText();
    writeChain(cursor, causeChain(m_inspected->trace(), m_inspected->index()), before);
    cursor.endEditBlock();
}

void ExceptionsPane::writePlaces(QTextCursor& cursor)
{
    const Cause* cause = m_inspected->segment().cause.get();
    if (!cause) {
        return;
    }
    const auto add = [&](const QString& label, const QString& value, int above) {
        startParagraph(cursor, above);
        cursor.insertText(label + u' ', format(TextRole::Label, Role::Muted));
        cursor.insertText(value, format(TextRole::MonoLabel, Role::Text));
    };
    int above = 16;
    if (!cause->workingDirectory.isEmpty()) {
        add(tr("Working directory"), cause->workingDirectory, std::exchange(above, 4));
    }
    for (const QString& path : m_inspected->object()["cause"]["paths"].texts()) {
        add(tr("Path"), path, std::exchange(above, 4));
    }
}

void ExceptionsPane::writeException(QTextCursor& cursor, const RecordedException& recorded, bool isCause)
{
    const Exception& exception = *recorded.exception;
    if (isCause) {
        startParagraph(cursor, 16);
        cursor.insertText(tr("Caused by"), format(TextRole::Label, Role::Muted));
    }
    startParagraph(cursor, isCause || cursor.position() == 0 ? 0 : 16);
    cursor.insertText(
        exception.type.isEmpty() ? tr("Exception") : exception.type, format(TextRole::Strong, Role::Fault));
    if (exception.remote) {
        cursor.insertText(u"  "_s + tr("remote"), format(TextRole::Label, Role::Muted));
    }
    if (!exception.id.isEmpty()) {
        cursor.insertText(u"  "_s + exception.id, format(TextRole::MonoLabel, Role::Faint));
    }
    if (!exception.message.isEmpty()) {
        startParagraph(cursor, 2);
        cursor.insertText(exception.message, format(TextRole::Content, Role::Text));
    }
    if (recorded.segment != m_inspected->index()) {
        writeOrigin(cursor, recorded.segment);
    }
    writeStack(cursor, exception);
    if (exception.skipped > 0) {
        startParagraph(cursor, 4);
        cursor.insertText(
            tr("left out before the cause: %1").arg(exception.skipped), format(TextRole::Label, Role::Muted));
    }
}

void ExceptionsPane::writeOrigin(QTextCursor& cursor, std::int32_t segment)
{
    const Segment& where = m_inspected->trace().segments[static_cast<std::size_t>(segment)];
    const QTextCharFormat muted = format(TextRole::Content, Role::Muted);
    startParagraph(cursor, 2);
    cursor.insertText(tr("Began in "), muted);
    cursor.insertText(where.name, linkFormat(muted, linkToSegment(segment)));
}

void ExceptionsPane::writeStack(QTextCursor& cursor, const Exception& exception)
{
    bool first = true;
    for (const StackFrame& frame : exception.stack) {
        startParagraph(cursor, first ? 8 : 2, 12);
        first = false;
        const QString place = frame.line > 0 ? u"%1:%2"_s.arg(frame.path).arg(frame.line) : frame.path;
        cursor.insertText(
            frame.label.isEmpty() ? tr("(anonymous)") : frame.label, format(TextRole::MonoLabel, Role::Text));
        cursor.insertText(u" (%1)"_s.arg(place), format(TextRole::MonoLabel, Role::Muted));
    }
    if (exception.truncated > 0) {
        startParagraph(cursor, 2, 12);
        cursor.insertText(tr("frames left out: %1").arg(exception.truncated), format(TextRole::Label, Role::Muted));
    }
}

} // namespace fluoroscope
