// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/export_part.h"

#include "app/cli/json_output.h"
#include "app/cli/session_access.h"
#include "app/cli/stop_signals.h"
#include "app/cli/terminal.h"
#include "storage/session_copy.h"

#include <QFileInfo>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qsizetype kExamples = 10; // of each rule

Result<SessionPart> partOf(
    const CommandLine& line, Session& session, const std::vector<TraceId>& ids, const TimeRange& range)
{
    SessionPart part;
    part.traces = ids;
    auto selection = selectionOf(line, session);
    if (!selection) {
        return tl::unexpected(selection.error());
    }
    part.selection = *selection;
    part.selection.range = range;
    auto redaction = parseRedaction(line.values(u"redact"_s));
    if (!redaction) {
        return tl::unexpected(redaction.error());
    }
    part.redaction = *redaction;
    part.configuration = redaction->isEmpty(); // a filter or a rule may name what shall not be told
    if (line.limit() < 0) {
        return part;
    }
    const auto newest =
        forEachTrace(session.source(), part.selection, line.limit(), [&](const TraceRow& row) -> Result<void> {
            part.traces.push_back(row.id);
            return {};
        });
    if (!newest) {
        return tl::unexpected(newest.error());
    }
    return part.traces.empty() ? failure(u"No trace is selected: there is nothing to export."_s)
                               : Result<SessionPart>(part);
}

QJsonObject toJson(const RedactionPreview& preview)
{
    QJsonArray rules;
    for (const RedactionSum& sum : preview.rules) {
        QJsonArray examples;
        for (const RedactionExample& example : sum.examples) {
            examples.append(QJsonObject{{u"path"_s, example.path}, {u"before"_s, example.before},
                {u"after"_s, example.after}, {u"count"_s, example.count}});
        }
        rules.append(QJsonObject{{u"rule"_s, toString(sum.rule)}, {u"changes"_s, sum.changes},
            {u"distinct"_s, sum.distinct}, {u"examples"_s, examples}});
    }
    return {{u"traces"_s, preview.traces}, {u"documents"_s, preview.documents}, {u"leftOut"_s, preview.leftOut},
        {u"rules"_s, rules}};
}

QString leftOutText(qint64 leftOut)
{
    return leftOut == 0 ? QString() : u", %1 left out that cannot be redacted"_s.arg(leftOut);
}

void printPreview(const RedactionPreview& preview)
{
    const bool colour = wantsColour();
    printOut(
        u"%1 traces, %2 documents%3\n"_s.arg(preview.traces).arg(preview.documents).arg(leftOutText(preview.leftOut)));
    for (const RedactionSum& sum : preview.rules) {
        printOut(inked(toString(sum.rule), Ink::Bold, colour)
            + u": %1 changes, %2 of them different\n"_s.arg(sum.changes).arg(sum.distinct));
        for (const RedactionExample& example : sum.examples) {
            const QString times = example.count > 1 ? u" (%1 times)"_s.arg(example.count) : QString();
            printOut(u"  %1%2\n    - %3\n    + %4\n"_s.arg(example.path, times, example.before, example.after));
        }
    }
}

// On a terminal a line that follows; cleared at the end.
CopyProgress progressLine()
{
    if (!isTerminal()) {
        return {};
    }
    return [shown = qint64(-1)](qint64 done, qint64 total) mutable {
        const qint64 percent = total > 0 ? done * 100 / total : 100;
        if (percent != shown) {
            shown = percent;
            printOut(percent < 100 ? u"\r\x1b[K%1 %"_s.arg(percent) : u"\r\x1b[K"_s);
            flushOut();
        }
    };
}

} // namespace

void addPartOptions(CommandLine& line)
{
    line.addOption(
        {u"to"_s}, u"Write a session with these traces instead, document by document as it came."_s, u"FILE"_s);
    line.addOption({u"replace"_s}, u"Let --to replace a file that is there."_s);
    line.addOption({u"redact"_s},
        u"What --to shall not tell: urls, clients, users, sql, annotation:KEY or metadata:PATH, several between "
        u"commas; "
        u"* stands for any characters."_s,
        u"WHAT"_s);
    line.addOption({u"preview"_s}, u"Only show what --redact would change."_s);
    line.addJson();
}

bool asksForPart(const CommandLine& line)
{
    return line.isSet(u"to"_s) || line.isSet(u"preview"_s);
}

int exportPart(const CommandLine& line, const std::vector<TraceId>& ids, const TimeRange& range)
{
    if (QFileInfo::exists(line.value(u"to"_s)) && !line.isSet(u"replace"_s)) {
        return finish(failure(u"%1 is there already, and was left as it is. Name another file, or add --replace."_s.arg(
            line.value(u"to"_s))));
    }
    StopSignals stopSignals;
    const auto session = openSession(line, SessionOptions::Mode::ReadOnly);
    if (!session) {
        return kFailed;
    }
    const auto part = partOf(line, *session, ids, range);
    if (!part) {
        return finish(tl::unexpected(part.error()));
    }
    if (line.isSet(u"preview"_s)) {
        const auto preview = previewRedaction(session->file(), *part, kExamples, progressLine(), stopSignals.token());
        if (!preview) {
            return finish(tl::unexpected(preview.error()));
        }
        if (line.json()) {
            return finish(printJson(toJson(*preview)));
        }
        printPreview(*preview);
        return finish({});
    }
    const SessionTarget target{line.value(u"to"_s), line.isSet(u"replace"_s)};
    const auto exported = exportSession(session->file(), *part, target, progressLine(), stopSignals.token());
    if (!exported) {
        return finish(tl::unexpected(exported.error()));
    }
    if (line.json()) {
        return finish(printJson({{u"traces"_s, exported->traces}, {u"documents"_s, exported->documents},
            {u"leftOut"_s, exported->leftOut}}));
    }
    printOut(u"%1 traces, %2 documents%3\n"_s.arg(exported->traces)
                 .arg(exported->documents)
                 .arg(leftOutText(exported->leftOut)));
    return finish({});
}

} // namespace fluoroscope
