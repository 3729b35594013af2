// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/session_access.h"
#include "app/cli/stop_signals.h"
#include "app/cli/terminal.h"
#include "app/receive/udp_receiver.h"
#include "app/sampling/sampling_rule_file.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// "18204 documents, 96 traces, 3 rejected, 0 dropped", since `before`.
QString statistics(const SessionCounters& before, const SessionCounters& counters, qint64 kernelDrops)
{
    const auto since = [&](qint64 SessionCounters::*member) {
        return std::max<qint64>(0, counters.*member - before.*member);
    };
    return u"%1 documents, %2 traces, %3 rejected, %4 dropped"_s.arg(since(&SessionCounters::documents))
        .arg(since(&SessionCounters::traces))
        .arg(since(&SessionCounters::findings))
        .arg(since(&SessionCounters::dropped) + kernelDrops);
}

// Waits for the end; on a terminal with a line that follows the counters.
void watch(const StopSignals& stopSignals, const std::function<QString()>& text)
{
    QString shown;
    while (!stopSignals.wait(isTerminal() ? 1000ms : -1ms)) {
        if (const QString now = text(); now != shown) {
            shown = now;
            printOut(u"\r\x1b[K"_s + shown);
            flushOut();
        }
    }
    if (!shown.isEmpty()) {
        printOut(QStringView(u"\r\x1b[K"));
    }
}

void addSamplingRules(CommandLine& line)
{
    line.addOption({u"sampling-rules"_s},
        u"Replace the session's sampling rules with those of this file, as the SDKs take it for local sampling."_s,
        u"FILE"_s);
}

Result<void> takeSamplingRules(const CommandLine& line, StateStore& state)
{
    return line.isSet(u"sampling-rules"_s) ? useSamplingRuleFile(line.value(u"sampling-rules"_s), state)
                                           : Result<void>();
}

} // namespace

int serveCommand(const QStringList& arguments)
{
    CommandLine line(u"serve [--bind HOST:PORT] [--session FILE] [--sampling-rules FILE]"_s,
        u"Receives segments as the X-Ray daemon does, over UDP, and writes them to a session until it is "
        u"interrupted.\n\n"
        "The address is that of --bind, else of AWS_XRAY_DAEMON_ADDRESS, else 127.0.0.1:2000. Prints a line "
        "\"listening udp "
        "HOST:PORT\" when it is ready, and at the end how much was received."_s);
    line.addOption({u"b"_s, u"bind"_s}, u"Where to listen; port 0 takes any free one."_s, u"HOST:PORT"_s);
    addSamplingRules(line);
    line.addSession();
    if (const auto code = line.parse(arguments, 0, 0)) {
        return *code;
    }
    const auto address = chooseBindAddress(line.value(u"bind"_s), daemonAddressVariable(), {});
    if (!address) {
        return line.misuse(address.error().message);
    }
    const StopSignals stopSignals;
    auto session = openSession(line, SessionOptions::Mode::ReadWrite);
    if (!session) {
        return kFailed;
    }
    if (const auto taken = takeSamplingRules(line, session->state()); !taken) {
        return finish(taken);
    }
    auto receiver = UdpReceiver::listen(*address, session->sink());
    if (!receiver) {
        printError(receiver.error().message);
        return kFailed;
    }
    const SessionCounters before = session->source().counters();
    printOut(u"listening udp %1\nsession %2\n"_s.arg((*receiver)->address(), sessionFile(line).value_or(QString())));
    flushOut();
    if (!address->isLoopback()) {
        printError(u"note: other machines can send to %1."_s.arg((*receiver)->address()));
    }
    watch(stopSignals, [&] { return statistics(before, session->source().counters(), (*receiver)->kernelDrops()); });

    const qint64 kernelDrops = (*receiver)->kernelDrops();
    receiver->reset(); // takes what the kernel still holds
    const bool written = session->flush();
    const SessionCounters counters = session->source().counters();
    printOut(statistics(before, counters, kernelDrops) + u'\n');
    if (!written) {
        printError(counters.problem);
        return kFailed;
    }
    session.reset();
    return finish({});
}

} // namespace fluoroscope
