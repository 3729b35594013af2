// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/json_output.h"
#include "app/cli/session_access.h"
#include "app/cli/terminal.h"
#include "core/trace/trace_json.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

Result<void> exportTraces(Session& session, const CommandLine& line, const std::vector<TraceId>& ids)
{
    const auto selection = selectionOf(line, session); // before a file is overwritten
    if (!selection) {
        return tl::unexpected(selection.error());
    }
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

} // namespace

int exportCommand(const QStringList& arguments)
{
    CommandLine line(u"export [--session FILE] [--trace ID]… [--filter EXPR] -o FILE"_s,
        u"Writes traces as one answer of BatchGetTraces, which import takes back to the same traces."_s);
    line.addSession();
    line.addOption({u"trace"_s}, u"Only this trace; may be given several times."_s, u"ID"_s);
    line.addOption({u"o"_s, u"output"_s}, u"Where to write; - is standard output."_s, u"FILE"_s);
    line.addFilter();
    line.addLimit();
    if (const auto code = line.parse(arguments, 0, 0)) {
        return *code;
    }
    if (!line.isSet(u"output"_s)) {
        return line.misuse(u"Say where to write with -o FILE, or -o - for standard output."_s);
    }
    if (line.isSet(u"trace"_s) && line.isSet(u"filter"_s)) {
        return line.misuse(u"Say which traces with --trace or with --filter, not with both."_s);
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
    const auto session = openSession(line, SessionOptions::Mode::ReadOnly);
    return session ? finish(exportTraces(*session, line, ids)) : kFailed;
}

} // namespace fluoroscope
