// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/json_output.h"
#include "app/cli/outcome_text.h"
#include "app/cli/session_access.h"
#include "app/cli/terminal.h"
#include "core/text/units.h"
#include "core/trace/trace_json.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kBeforeUrl = 35 + 2 + 10 + 2 + 27 + 2 + 4 + 2 + 9 + 2 + 9 + 2 + 7 + 1;

Result<void> printTable(TraceSource& source, const CommandLine& line, const TraceSelection& selection)
{
    const bool colour = wantsColour();
    const int urlWidth = isTerminal() ? std::max(16, terminalWidth() - kBeforeUrl) : 100000;
    bool any = false;
    const auto visit = [&](const TraceRow& row) -> Result<void> {
        if (!any) {
            printOut(inked(u"%1  %2  %3  %4  %5  %6  %7 %8\n"_s.arg(fitted(u"ID"_s, 35), fitted(u"STATUS"_s, 10),
                               fitted(u"TIME"_s, 27), rightAligned(u"CODE"_s, 4), rightAligned(u"RESPONSE"_s, 9),
                               rightAligned(u"DURATION"_s, 9), fitted(u"METHOD"_s, 7), u"URL"_s),
                Ink::Dim, colour));
            any = true;
        }
        const QString status = row.isPartial && row.outcome() == Outcome::Ok ? u"… open"_s : outcomeText(row.outcome());
        const QString url = row.url.isEmpty() ? row.entryPoint.name : row.url;
        printOut(u"%1  %2  %3  %4  %5  %6  %7 %8\n"_s.arg(row.id.toString(),
            inked(fitted(status, 10), outcomeInk(row.outcome()), colour), formatUtc(row.start),
            rightAligned(row.status > 0 ? QString::number(row.status) : u"-"_s, 4),
            rightAligned(row.isUnanswered ? u"-"_s : formatDuration(row.responseTime), 9),
            rightAligned(row.isUnanswered ? u"-"_s : formatDuration(row.duration), 9),
            fitted(row.method.isEmpty() ? u"-"_s : row.method, 7), fitted(url, urlWidth).trimmed()));
        return {};
    };
    const auto result = forEachTrace(source, selection, line.limit(), visit);
    if (result && !any) {
        printError(line.filter().isEmpty() ? u"There are no traces in this session yet."_s
                                           : u"No trace of this session matches the filter."_s);
    }
    return result;
}

Result<void> printSummaries(TraceSource& source, const CommandLine& line, const TraceSelection& selection)
{
    auto output = JsonOutput::to(u"-"_s);
    if (!output) {
        return tl::unexpected(output.error());
    }
    (*output)->beginList("TraceSummaries");
    const auto result = forEachTrace(source, selection, line.limit(), [&](const TraceRow& row) {
        return source.trace(row.id, {}).map([&](const Trace& trace) { (*output)->add(summaryJson(trace)); });
    });
    if (!result) {
        return result;
    }
    (*output)->endList();
    return (*output)->close();
}

} // namespace

int tracesCommand(const QStringList& arguments)
{
    CommandLine line(
        u"traces [--session FILE] [--filter EXPR] [--limit N] [--json]"_s, u"Lists traces, newest first."_s);
    line.addSession();
    line.addFilter();
    line.addLimit();
    line.addJson();
    if (const auto code = line.parse(arguments, 0, 0)) {
        return *code;
    }
    const auto session = openSession(line, SessionOptions::Mode::ReadOnly);
    if (!session) {
        return kFailed;
    }
    return finish(selectionOf(line, *session).and_then([&](const TraceSelection& selection) {
        return line.json() ? printSummaries(session->source(), line, selection)
                           : printTable(session->source(), line, selection);
    }));
}

} // namespace fluoroscope
