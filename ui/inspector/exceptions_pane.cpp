// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/exceptions_pane.h"

#include "ui/inspector/segment_fields.h"

#include <QJsonArray>
#include <QTextCursor>
#include <utility>

using namespace Qt::StringLiterals;

namespace fluoroscope {

void ExceptionsPane::setSegment(const InspectedSegment& inspected)
{
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
    for (std::size_t i = 0; i < chain.size(); ++i) {
        const bool isCause =
            i > 0 && chain[i - 1].exception->causeId == chain[i].exception->id && !chain[i].exception->id.isEmpty();
        writeException(cursor, chain[i], isCause || chain[i].segment != m_inspected->index());
    }
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
    const QJsonArray paths = m_inspected->object().value("cause"_L1).toObject().value("paths"_L1).toArray();
    for (const QJsonValue& path : paths) {
        add(tr("Path"), path.toString(), std::exchange(above, 4));
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
