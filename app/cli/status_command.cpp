// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/forward_line.h"
#include "app/cli/json_output.h"
#include "app/cli/session_access.h"
#include "app/cli/terminal.h"
#include "app/receive/bound_port.h"
#include "core/text/units.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

int statusCommand(const QStringList& arguments)
{
    CommandLine line(u"status [--session FILE] [--bind HOST:PORT] [--json]"_s,
        u"Counts what a session holds, and tells who listens at the address and what the kernel dropped there."_s);
    line.addSession();
    line.addOption({u"b"_s, u"bind"_s}, u"The address to ask the system about; as for serve."_s, u"HOST:PORT"_s);
    line.addJson();
    if (const auto code = line.parse(arguments, 0, 0)) {
        return *code;
    }
    const auto address = chooseBindAddress(line.value(u"bind"_s), daemonAddressVariable(), {});
    if (!address) {
        return line.misuse(address.error().message);
    }
    const auto session = openSession(line, SessionOptions::Mode::ReadOnly);
    if (!session) {
        return kFailed;
    }
    const SessionCounters counters = session->source().counters();
    const auto port = findBoundPort(*address, Protocol::Udp);
    const qint64 kernelDrops = port ? port->drops : 0;
    const auto forwarding = forwarderStatus(session->state(), *session);
    if (!forwarding) {
        return finish(tl::unexpected(forwarding.error()));
    }
    if (line.json()) {
        QJsonObject json{{u"documents"_s, counters.documents}, {u"indexed"_s, counters.indexed},
            {u"segments"_s, counters.segments}, {u"traces"_s, counters.traces}, {u"findings"_s, counters.findings},
            {u"dropped"_s, counters.dropped}, {u"kernelDrops"_s, kernelDrops},
            {u"evictedTraces"_s, counters.evictedTraces}, {u"fileBytes"_s, counters.fileBytes}};
        if (!forwarding->target.isEmpty()) {
            json.insert(u"forwarding"_s, toJson(*forwarding));
        }
        return finish(printJson(json));
    }
    const QString holder = port ? holderOf(*port) : QString();
    const QString listener = !port ? u"nobody"_s : holder.isEmpty() ? u"another user's program"_s : holder;
    printOut(u"session          %1\n"_s.arg(sessionFile(line).value_or(QString())));
    for (const auto& [name, value] : {std::pair(u"documents"_s, QString::number(counters.documents)),
             {u"indexed"_s, QString::number(counters.indexed)}, {u"segments"_s, QString::number(counters.segments)},
             {u"traces"_s, QString::number(counters.traces)}, {u"findings"_s, QString::number(counters.findings)},
             {u"dropped"_s, QString::number(counters.dropped)},
             {u"evicted traces"_s, QString::number(counters.evictedTraces)},
             {u"file"_s, formatBytes(counters.fileBytes)},
             {address->toString(), u"%1 listens, %2 dropped by the kernel"_s.arg(listener).arg(kernelDrops)}}) {
        printOut(name.leftJustified(17) + value + u'\n');
    }
    for (const auto& [name, value] : forwardLines(*forwarding)) {
        printOut(name.leftJustified(17) + value + u'\n');
    }
    if (!counters.problem.isEmpty()) {
        printError(counters.problem);
        return kFailed;
    }
    return finish({});
}

} // namespace fluoroscope
