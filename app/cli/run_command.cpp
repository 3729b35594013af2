// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/command_line.h"
#include "app/cli/json_output.h"
#include "app/cli/run_report.h"
#include "app/cli/session_access.h"
#include "app/cli/terminal.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

int runCommand(const QStringList& arguments)
{
    const auto [own, command] = splitCommand(arguments);
    CommandLine line(u"run [--session FILE] [--wait 2s] [--json FILE] -- COMMAND…"_s,
        u"Runs a command whose X-Ray segments come here, tells what happened, and ends as the command did: with its "
        "status, or 128 and the number of the signal that ended it; 127 where there is no such program.\n\n"
        "The command finds a free port in AWS_XRAY_DAEMON_ADDRESS and AWS_ENDPOINT_URL_XRAY, and "
        "AWS_XRAY_CONTEXT_MISSING=LOG_ERROR. Its standard streams are its own; what happened is told on standard error "
        "after it."_s);
    line.addOption({u"s"_s, u"session"_s}, u"Keep what came in this session; without it nothing is kept."_s, u"FILE"_s);
    addWait(line);
    line.addOption({u"json"_s}, u"Write what happened as JSON instead; - is standard output."_s, u"FILE"_s);
    if (const auto code = line.parse(own, 0, 0)) {
        return *code;
    }
    if (command.isEmpty()) {
        return line.misuse(u"Say what to run, after two dashes: fluoro run -- COMMAND…"_s);
    }
    const auto wait = waitOf(line);
    if (!wait) {
        return line.misuse(wait.error().message);
    }
    CommandRun run;
    if (const auto listening = run.listen(line.value(u"session"_s)); !listening) {
        printError(listening.error().message);
        return kFailed;
    }
    const auto status = run.run(command, *wait);
    if (!status) {
        printError(status.error().message);
        return status.error().code;
    }
    const auto told = line.isSet(u"json"_s) ? writeRunJson(run, command, *status, line.value(u"json"_s))
                                            : tellRun(run, *status, line.value(u"session"_s));
    const int code = finish(told);
    return *status != 0 ? *status : code;
}

} // namespace fluoroscope
