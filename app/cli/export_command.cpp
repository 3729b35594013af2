// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/export_part.h"
#include "app/cli/json_output.h"
#include "app/cli/moment.h"
#include "app/cli/session_access.h"
#include "app/cli/terminal.h"
#include "core/redaction/redaction.h"
#include "core/trace/trace_json.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

Result<void> exportTraces(
    Session& session, const CommandLine& line, const std::vector<TraceId>& ids, const TimeRange& range)
{
    auto selection = selectionOf(line, session); // before a file is overwritten
    if (!selection) {
        return tl::unexpected(selection.error());
    }
    selection->range = range;
    auto output = JsonOutput::to(line.value(u"output"_s));
    if (!output) {
        return tl::unexpected(output.error());
    }
    TraceSource& source = session.source();
    const auto add = [&](const TraceId& id) {
        return source.trace(id, {}).map([&](const Trace& trace) { (*output)->add(traceJson(trace)); });
    };
    (*output)->beginList("Traces");
    if (!ids.empty()) {
        for (const TraceId& id : ids) {
            if (auto added = add(id); !added) {
                return added;
            }
        }
    } else if (auto all =
                   forEachTrace(source, *selection, line.limit(), [&](const TraceRow& row) { return add(row.id); });
               !all) {
        return all;
    }
    (*output)->endList({{u"UnprocessedTraceIds"_s, QJsonArray()}});
    return (*output)->close();
}

// What is wrong with the options that were given together; empty: nothing.
QString contradiction(const CommandLine& line)
{
    const bool part = asksForPart(line);
    if (part == line.isSet(u"output"_s)) {
        return u"Say where to write: with -o FILE for JSON, -o - for standard output, or --to FILE for a session."_s;
    }
    if (!part && line.isSet(u"redact"_s)) {
        return u"--redact goes with --to FILE: what is redacted is a session."_s;
    }
    if (line.isSet(u"preview"_s) && !line.isSet(u"redact"_s)) {
        return u"--preview shows what --redact would change: say what with --redact."_s;
    }
    const bool chosen = line.isSet(u"filter"_s) || line.isSet(u"since"_s) || line.isSet(u"until"_s);
    if (line.isSet(u"trace"_s) && (chosen || line.isSet(u"limit"_s))) {
        return u"Say which traces with --trace or with --filter, --since, --until and --limit, not with both."_s;
    }
    return {};
}

} // namespace

int exportCommand(const QStringList& arguments)
{
    CommandLine line(u"export [--session FILE] [--trace ID]… [--filter EXPR] {-o FILE | --to FILE [--redact WHAT]}"_s,
        u"Writes traces as one answer of BatchGetTraces, which import takes back to the same traces; or, with --to, as "
        u"a session of their own."_s);
    line.addSession();
    line.addOption({u"trace"_s}, u"Only this trace; may be given several times."_s, u"ID"_s);
    line.addOption({u"o"_s, u"output"_s}, u"Where to write; - is standard output."_s, u"FILE"_s);
    line.addFilter();
    line.addOption({u"since"_s},
        u"Only traces that begin at this time or later: 2026-11-22T10:30:00Z, epoch seconds, or as 10m how long ago."_s,
        u"TIME"_s);
    line.addOption({u"until"_s}, u"Only traces that begin before this time."_s, u"TIME"_s);
    line.addLimit();
    addPartOptions(line);
    if (const auto code = line.parse(arguments, 0, 0)) {
        return *code;
    }
    if (const QString wrong = contradiction(line); !wrong.isEmpty()) {
        return line.misuse(wrong);
    }
    TimeRange range;
    for (const auto& [option, bound] : {std::pair(u"since"_s, &range.begin), std::pair(u"until"_s, &range.end)}) {
        if (line.isSet(option)) {
            const auto moment = parseMoment(line.value(option), now());
            if (!moment) {
                return line.misuse(u"--%1: %2"_s.arg(option, moment.error().message));
            }
            *bound = *moment;
        }
    }
    if (const auto redaction = parseRedaction(line.values(u"redact"_s)); !redaction) {
        return line.misuse(redaction.error().message);
    }
    std::vector<TraceId> ids;
    for (const QString& text : line.values(u"trace"_s)) {
        const auto id = TraceId::fromString(text);
        if (!id) {
            return line.misuse(
                u"\"%1\" is no trace id: 1-, 8 hex digits, -, 24 hex digits; or 32 hex digits."_s.arg(text));
        }
        ids.push_back(*id);
    }
    if (asksForPart(line)) {
        return exportPart(line, ids, range);
    }
    const auto session = openSession(line, SessionOptions::Mode::ReadOnly);
    return session ? finish(exportTraces(*session, line, ids, range)) : kFailed;
}

} // namespace fluoroscope
