// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/api/endpoint.h"
#include "app/cli/forward_line.h"
#include "app/cli/session_access.h"
#include "app/cli/stop_signals.h"
#include "app/cli/terminal.h"
#include "app/forward/sampling_relay.h"
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

// Waits for the end; on a terminal with a line that follows the counters. New problems are told as they come.
void watch(const StopSignals& stopSignals, const std::function<QString()>& text, const Forwarder* forwarder)
{
    QString shown;
    QString told;
    while (!stopSignals.wait(isTerminal() || forwarder ? 1000ms : -1ms)) {
        if (const QString problem = forwarder ? forwarder->status().problem : QString(); problem != told) {
            told = problem;
            printError(problem.isEmpty() ? u"forwarding goes on"_s : u"forwarding: "_s + problem);
        }
        if (!isTerminal()) {
            continue;
        }
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

// Says where, and to whom, the session can be reached.
void announce(const Endpoint& endpoint, bool isLoopback)
{
    printOut(u"listening udp %1\n"_s.arg(endpoint.receiver->address()));
    if (endpoint.api) {
        printOut(u"listening tcp %1\n"_s.arg(endpoint.api->address()));
    } else {
        printError(endpoint.apiProblem + u" Until then segments are received, but there is no API."_s);
    }
    if (!isLoopback) {
        printError(u"note: other machines can reach this, and read and change what is there."_s);
    }
}

} // namespace

int serveCommand(const QStringList& arguments)
{
    CommandLine line(u"serve [--bind HOST:PORT] [--session FILE] [--sampling-rules FILE] [--strict] "
                     "[--forward TARGET]"_s,
        u"Receives segments as the X-Ray daemon does, over UDP, answers X-Ray's API over TCP at the same port, and "
        u"writes to a session until it is interrupted.\n\n"
        "The address is that of --bind, else of AWS_XRAY_DAEMON_ADDRESS, else 127.0.0.1:2000. Prints lines "
        "\"listening udp HOST:PORT\" and \"listening tcp HOST:PORT\" when it is ready, and at the end how much was "
        "received."_s);
    line.addOption({u"b"_s, u"bind"_s}, u"Where to listen; port 0 takes any free one."_s, u"HOST:PORT"_s);
    line.addOption(
        {u"strict"_s}, u"Refuse what X-Ray refuses: ranges over six hours, or more than five traces at once."_s);
    line.addOption({u"sampling-rules"_s},
        u"Replace the session's sampling rules with those of an SDK's local rule file."_s, u"FILE"_s);
    addForwarding(line);
    line.addSession();
    if (const auto code = line.parse(arguments, 0, 0)) {
        return *code;
    }
    const auto address = chooseBindAddress(line.value(u"bind"_s), daemonAddressVariable(), {});
    if (!address) {
        return line.misuse(address.error().message);
    }
    const auto forwarding = forwardOptions(line);
    if (!forwarding) {
        return line.misuse(forwarding.error().message);
    }
    const StopSignals stopSignals;
    auto session = openSession(line, SessionOptions::Mode::ReadWrite);
    if (!session) {
        return kFailed;
    }
    if (line.isSet(u"sampling-rules"_s)) {
        if (const auto taken = useSamplingRuleFile(line.value(u"sampling-rules"_s), session->state()); !taken) {
            return finish(taken);
        }
    }
    // Before anything can come: what comes from here on is forwarded.
    std::unique_ptr<Forwarder> forwarder;
    if (!forwarding->target.isEmpty()) {
        forwarder = std::make_unique<Forwarder>(ForwardSession{*session, session->source(), session->state()});
        if (const auto configured = forwarder->configure(*forwarding); !configured) {
            return finish(configured);
        }
    }
    ApiContext context{session->source(), session->sink(), session->state()};
    context.strict = line.isSet(u"strict"_s);
    std::optional<SamplingRelay> relay;
    if (forwarder) {
        relay.emplace(*forwarder);
        context.samplingUpstream = relay->asker();
    }
    const auto tcp = line.isSet(u"bind"_s) ? std::nullopt : parseDaemonTcpAddress(daemonAddressVariable());
    auto endpoint = Endpoint::open(*address, context, tcp);
    if (!endpoint) {
        printError(endpoint.error().message);
        return kFailed;
    }
    if (const auto open = refuseLoop(
            *forwarding, endpoint->receiver->address(), endpoint->api ? endpoint->api->address() : QString());
        !open) {
        return finish(open);
    }
    const SessionCounters before = session->source().counters();
    announce(*endpoint, address->isLoopback() && (!tcp || tcp->isLoopback()));
    printOut(u"session %1\n"_s.arg(sessionFile(line).value_or(QString())));
    if (forwarder) {
        printOut(u"forwarding %1\n"_s.arg(forwarder->status().target));
    }
    flushOut();
    const UdpReceiver& receiver = *endpoint->receiver;
    const auto text = [&] { return statistics(before, session->source().counters(), receiver.kernelDrops()); };
    watch(stopSignals, text, forwarder.get());

    const qint64 kernelDrops = receiver.kernelDrops();
    endpoint->api.reset();
    endpoint->receiver.reset(); // takes what the kernel still holds
    const bool written = session->flush();
    const SessionCounters counters = session->source().counters();
    printOut(statistics(before, counters, kernelDrops) + u'\n');
    if (forwarder) {
        forwarder->finish(kForwardAtEnd);
        printOut(forwardSummary(forwarder->status()) + u'\n');
        forwarder.reset();
    }
    if (!written) {
        printError(counters.problem);
        return kFailed;
    }
    session.reset();
    return finish({});
}

} // namespace fluoroscope
