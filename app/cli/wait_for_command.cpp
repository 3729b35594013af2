// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/command_line.h"
#include "app/cli/session_access.h"
#include "app/cli/stop_signals.h"
#include "app/cli/terminal.h"
#include "app/text/quantity.h"
#include "app/wait/trace_wait.h"
#include "core/filter/filter_parser.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

int waitForCommand(const QStringList& arguments)
{
    CommandLine line(u"wait-for EXPR [--timeout 30s] [--count N] [--session FILE | --address HOST:PORT]"_s,
        u"Waits until traces match a filter expression of X-Ray, in a session that this or another process writes, and "
        "prints their ids. Those that are there already count.\n\n"
        "Ends with 0 as soon as there are enough, with 1 at the timeout."_s);
    line.addOption({u"t"_s, u"timeout"_s}, u"How long to wait; 30s without it."_s, u"DURATION"_s);
    line.addOption({u"count"_s}, u"How many traces have to match; 1 without it."_s, u"N"_s);
    line.addSession();
    line.addOption({u"address"_s}, u"Ask who answers X-Ray's API there instead of reading a file."_s, u"HOST:PORT"_s);
    if (const auto code = line.parse(arguments, 1, 1)) {
        return *code;
    }
    TraceWait wait;
    const auto filter = parseFilter(line.positional().first());
    if (!filter) {
        return line.misuse(u"The expression is wrong at character %1: %2"_s.arg(filter.error().position + 1)
                               .arg(filter.error().message));
    }
    wait.expression = line.positional().first();
    wait.filter = *filter;
    if (line.isSet(u"timeout"_s)) {
        const auto timeout = durationOfText(line.value(u"timeout"_s));
        if (!timeout) {
            return line.misuse(
                u"--timeout takes a time such as 30s or 2min, not \"%1\"."_s.arg(line.value(u"timeout"_s)));
        }
        wait.timeout = *timeout;
    }
    bool good = true;
    wait.count = line.isSet(u"count"_s) ? line.value(u"count"_s).toLongLong(&good) : 1;
    if (!good || wait.count < 1) {
        return line.misuse(u"--count takes a number from 1 on, not \"%1\"."_s.arg(line.value(u"count"_s)));
    }
    if (line.isSet(u"session"_s) && line.isSet(u"address"_s)) {
        return line.misuse(u"There is either a --session to read or an --address to ask."_s);
    }
    const auto address = line.isSet(u"address"_s)
        ? parseBindAddress(line.value(u"address"_s)).map([](auto each) { return std::optional(each); })
        : Result<std::optional<BindAddress>>(std::nullopt);
    if (!address) {
        return line.misuse(address.error().message);
    }
    StopSignals stopSignals;
    const auto file = sessionFile(line);
    const auto found = *address ? waitAtAddress(wait, **address, stopSignals.token())
        : file                  ? waitInSession(wait, *file, stopSignals.token())
                                : tl::unexpected(file.error());
    if (!found) {
        return finish(tl::unexpected(found.error()));
    }
    for (const QString& id : *found) {
        printOut(id + u'\n');
    }
    return finish({});
}

} // namespace fluoroscope
