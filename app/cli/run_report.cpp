// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/run_report.h"

#include "app/cli/json_output.h"
#include "app/cli/terminal.h"
#include "app/run/run_summary.h"
#include "app/text/quantity.h"
#include "core/text/units.h"

#include <QJsonArray>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString counted(qint64 count, const QString& one, const QString& many)
{
    return u"%1 %2"_s.arg(formatCount(count), count == 1 ? one : many);
}

// "10 traces of 2 services in 1.3 s, 1 with a fault"
QString headline(const CommandRun& run, const RunSummary& summary)
{
    qint64 services = 0;
    for (const Service& service : summary.graph.services) {
        services += service.received > 0 ? 1 : 0;
    }
    QString text = u"%1 of %2 in %3"_s.arg(counted(summary.traces, u"trace"_s, u"traces"_s),
        counted(services, u"service"_s, u"services"_s), formatDuration(run.duration()));
    if (summary.faultyTraces > 0) {
        text += u", %1 with a fault"_s.arg(formatCount(summary.faultyTraces));
    }
    return text;
}

} // namespace

SplitArguments splitCommand(const QStringList& arguments)
{
    const qsizetype dashes = arguments.indexOf(u"--"_s);
    return dashes < 0 ? SplitArguments{arguments, {}}
                      : SplitArguments{arguments.first(dashes), arguments.sliced(dashes + 1)};
}

void addWait(CommandLine& line)
{
    line.addOption({u"wait"_s},
        u"How long to wait, after the command's end, for segments while none come; 2s without it. Not at all once all "
        "traces are complete."_s,
        u"DURATION"_s);
}

Result<std::chrono::milliseconds> waitOf(const CommandLine& line)
{
    if (!line.isSet(u"wait"_s)) {
        return 2000ms;
    }
    const auto wait = durationOfText(line.value(u"wait"_s));
    if (!wait) {
        return failure(u"--wait takes a time such as 2s or 500ms, not \"%1\"."_s.arg(line.value(u"wait"_s)));
    }
    return std::chrono::ceil<std::chrono::milliseconds>(*wait);
}

Result<void> tellRun(CommandRun& run, int status, const QString& session)
{
    const auto summary = summarizeRun(run.session().source(), run.selection());
    if (!summary) {
        return tl::unexpected(summary.error());
    }
    if (summary->traces == 0) {
        printError(
            u"No trace came. Is the command instrumented, and does it leave AWS_XRAY_DAEMON_ADDRESS as it is?"_s);
    } else {
        printError(headline(run, *summary));
        printBeside(runSummaryText(*summary, {terminalWidth(Stream::Error), wantsColour(Stream::Error)}) + u'\n');
    }
    if (status > 128) {
        printError(u"The command was ended by signal %1."_s.arg(status - 128));
    } else if (status != 0) {
        printError(u"The command ended with status %1."_s.arg(status));
    }
    if (run.findings() > 0) {
        const auto findings = run.session().source().findings(1, {});
        const bool isTold = findings && !findings->empty();
        printError(u"%1 not taken%2"_s.arg(counted(run.findings(), u"document was"_s, u"documents were"_s),
            isTold ? u": "_s + findings->front().message : u"."_s));
    }
    if (!run.problem().isEmpty()) {
        printError(run.problem());
    }
    if (!session.isEmpty() && summary->traces > 0) {
        printError(u"Look closer with fluoro show ID --session %1, or fluoroscope %1."_s.arg(session));
    }
    return {};
}

Result<void> writeRunJson(CommandRun& run, const QStringList& command, int status, const QString& file)
{
    TraceSource& source = run.session().source();
    const auto summary = summarizeRun(source, run.selection());
    const auto told = summary.and_then([&](const RunSummary& each) { return runSummaryJson(source, each); });
    auto output = told ? JsonOutput::to(file) : tl::unexpected(told.error());
    if (!output) {
        return tl::unexpected(output.error());
    }
    QJsonObject object = *told;
    object[u"Command"_s] = QJsonArray::fromStringList(command);
    object[u"ExitStatus"_s] = status;
    object[u"Duration"_s] = toSeconds(run.duration());
    object[u"Documents"_s] = run.documents();
    object[u"Findings"_s] = run.findings();
    object[u"Problem"_s] = run.problem();
    (*output)->write(object);
    return (*output)->close();
}

} // namespace fluoroscope
