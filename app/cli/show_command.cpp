// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/json_output.h"
#include "app/cli/session_access.h"
#include "app/cli/terminal.h"
#include "app/cli/waterfall.h"
#include "core/trace/trace_json.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fluoroscope {

int showCommand(const QStringList& arguments)
{
    CommandLine line(u"show ID… [--session FILE] [--ascii] [--json]"_s,
        u"Draws the timeline of traces: a header for each service, its segments and subsegments as a tree, their bars. "
        "Takes X-Ray's ids and W3C's."_s);
    line.addSession();
    line.addOption({u"ascii"_s}, u"Draw with ASCII alone."_s);
    line.addJson();
    if (const auto code = line.parse(arguments, 1, 1000)) {
        return *code;
    }
    std::vector<TraceId> ids;
    for (const QString& text : line.positional()) {
        const auto id = TraceId::fromString(text);
        if (!id) {
            return line.misuse(
                u"\"%1\" is no trace id: 1-, 8 hex digits, -, 24 hex digits; or 32 hex digits."_s.arg(text));
        }
        ids.push_back(*id);
    }
    const auto session = openSession(line, SessionOptions::Mode::ReadOnly);
    if (!session) {
        return kFailed;
    }
    WaterfallStyle style;
    style.width = terminalWidth();
    style.ascii = line.isSet(u"ascii"_s);
    style.colour = wantsColour();
    QJsonArray traces;
    int code = kSucceeded;
    for (const TraceId& id : ids) {
        const auto trace = session->source().trace(id, {});
        if (!trace) {
            printError(trace.error().message);
            code = kFailed;
        } else if (line.json()) {
            traces.append(traceJson(*trace));
        } else {
            printOut(waterfall(*trace, style));
        }
    }
    if (line.json()) {
        // As X-Ray does, an id that is not known is left out of both lists; the exit code tells.
        return std::max(code, finish(printJson({{u"Traces"_s, traces}, {u"UnprocessedTraceIds"_s, QJsonArray()}})));
    }
    return std::max(code, finish({}));
}

} // namespace fluoroscope
