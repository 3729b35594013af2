// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/forward_line.h"
#include "app/cli/json_output.h"
#include "app/cli/session_access.h"
#include "app/cli/terminal.h"
#include "app/receive/bound_port.h"
#include "core/state/session_facts.h"
#include "core/text/units.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// What --name and --notes say.
Result<void> nameAsTold(const CommandLine& line, const QString& file)
{
    SessionNaming naming;
    if (line.isSet(u"name"_s)) {
        naming.name = line.value(u"name"_s);
    }
    if (line.isSet(u"notes"_s)) {
        naming.notes = line.value(u"notes"_s);
    }
    if (!naming.name && !naming.notes) {
        return {};
    }
    return Session::openState(file).and_then(
        [&](const std::unique_ptr<StateStore>& state) { return nameSession(*state, naming); });
}

void printFacts(const SessionFacts& facts)
{
    const QString made = facts.created ? QDateTime::fromMSecsSinceEpoch(
                             std::chrono::floor<std::chrono::milliseconds>(facts.created->time_since_epoch()).count())
                                             .toString(Qt::ISODate)
                                       : QString();
    const QString commit = facts.branch.isEmpty() ? facts.commit : facts.commit + u" ("_s + facts.branch + u')';
    for (const auto& [name, value] : {std::pair(u"name"_s, facts.name), {u"notes"_s, facts.notes}, {u"made"_s, made},
             {u"by"_s, facts.program}, {u"command"_s, facts.commandLine}, {u"commit"_s, commit}}) {
        if (!value.isEmpty()) {
            printOut(name.leftJustified(17) + QString(value).replace(u"\n"_s, u'\n' + QString(17, u' ')) + u'\n');
        }
    }
}

} // namespace

int statusCommand(const QStringList& arguments)
{
    CommandLine line(u"status [--session FILE] [--name TEXT] [--notes TEXT] [--bind HOST:PORT] [--json]"_s,
        u"Tells what a session is, counts what it holds, and tells who listens at the address and what the kernel "
        u"dropped "
        u"there."_s);
    line.addSession();
    line.addOption({u"b"_s, u"bind"_s}, u"The address to ask the system about; as for serve."_s, u"HOST:PORT"_s);
    line.addOption({u"name"_s}, u"Give the session this name; an empty text takes it away."_s, u"TEXT"_s);
    line.addOption({u"notes"_s}, u"Keep these notes in the session."_s, u"TEXT"_s);
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
    if (const auto named = nameAsTold(line, session->file()); !named) {
        return finish(named);
    }
    const auto facts = sessionFacts(session->state());
    if (!facts) {
        return finish(tl::unexpected(facts.error()));
    }
    const SessionCounters counters = session->source().counters();
    const auto port = findBoundPort(*address, Protocol::Udp);
    const qint64 kernelDrops = port ? port->drops : 0;
    const auto forwarding = forwarderStatus(session->state(), *session);
    if (!forwarding) {
        return finish(tl::unexpected(forwarding.error()));
    }
    if (line.json()) {
        QJsonObject json{{u"session"_s, toJson(*facts)}, {u"documents"_s, counters.documents},
            {u"indexed"_s, counters.indexed}, {u"segments"_s, counters.segments}, {u"traces"_s, counters.traces},
            {u"findings"_s, counters.findings}, {u"dropped"_s, counters.dropped}, {u"kernelDrops"_s, kernelDrops},
            {u"evictedTraces"_s, counters.evictedTraces}, {u"fileBytes"_s, counters.fileBytes}};
        if (!forwarding->target.isEmpty()) {
            json.insert(u"forwarding"_s, toJson(*forwarding));
        }
        return finish(printJson(json));
    }
    const QString holder = port ? holderOf(*port) : QString();
    const QString listener = !port ? u"nobody"_s : holder.isEmpty() ? u"another user's program"_s : holder;
    printOut(u"session          %1\n"_s.arg(sessionFile(line).value_or(QString())));
    printFacts(*facts);
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
