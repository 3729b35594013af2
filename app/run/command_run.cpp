// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/run/command_run.h"

#include "app/check/orphan.h"
#include "app/run/command_environment.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kLookEvery = 20ms;
constexpr auto kLeastWait = 100ms; // a process that the command left behind may be about to send
constexpr int kMostWaits = 10;

} // namespace

Result<void> CommandRun::listen(const QString& sessionFile)
{
    QString file = sessionFile;
    if (file.isEmpty()) {
        m_folder.emplace();
        if (!m_folder->isValid()) {
            return failure(u"No folder for a temporary session can be made: %1. Name a file with --session."_s.arg(
                m_folder->errorString()));
        }
        file = m_folder->filePath(u"run.fluoro"_s);
    }
    auto session = Session::open({.file = file});
    if (!session) {
        return tl::unexpected(session.error());
    }
    m_session = std::move(*session);
    BindAddress address;
    address.port = 0;
    auto endpoint = Endpoint::open(address, {m_session->source(), m_session->sink(), m_session->state()});
    if (!endpoint) {
        return tl::unexpected(endpoint.error());
    }
    m_endpoint = std::move(*endpoint);
    m_before = m_session->source().counters();
    if (m_before.traces > 0) {
        m_selection.range.begin = now();
    }
    return {};
}

tl::expected<int, StartFailure> CommandRun::run(const QStringList& command, std::chrono::milliseconds wait)
{
    const QString api = m_endpoint.api ? m_endpoint.api->address() : QString();
    const Clock::time_point started = Clock::now();
    const auto running =
        m_command.start(command, commandEnvironment(ownEnvironment(), m_endpoint.receiver->address(), api));
    if (!running) {
        return tl::unexpected(running.error());
    }
    const int status = m_command.waitForEnd();
    m_duration = std::chrono::duration_cast<Duration>(Clock::now() - started);
    waitForStragglers(wait);
    const qint64 kernelDrops = m_endpoint.receiver->kernelDrops();
    const QString apiProblem = m_endpoint.apiProblem;
    m_endpoint = {}; // takes what the kernel still holds
    const bool written = m_session->flush();
    const SessionCounters counters = m_session->source().counters();
    const qint64 dropped = kernelDrops + counters.dropped;
    m_problem = !written ? counters.problem
        : dropped > 0
        ? u"%1 documents came faster than they could be taken, and are lost: what is told is not all."_s.arg(dropped)
        : apiProblem;
    return status;
}

void CommandRun::waitForStragglers(std::chrono::milliseconds wait)
{
    const Clock::time_point ended = Clock::now();
    Clock::time_point last = ended; // when something came
    qint64 known = m_before.documents;
    std::optional<bool> isComplete; // of what is known
    do {
        const bool isCaughtUp = m_endpoint.receiver->isCaughtUp() && m_session->flush();
        const Clock::time_point time = Clock::now();
        if (const qint64 documents = m_session->source().counters().documents; documents != known) {
            known = documents;
            last = time;
            isComplete.reset();
        }
        if (time - last >= wait || time - ended >= kMostWaits * wait) {
            return;
        }
        if (isCaughtUp && known > m_before.documents && time - last >= kLeastWait) {
            if (!isComplete) {
                isComplete = !isAnyIncomplete(m_session->source(), m_selection).value_or(false);
            }
            if (*isComplete) {
                return;
            }
        }
    } while (!m_command.isInterruptedWithin(kLookEvery));
}

qint64 CommandRun::documents() const
{
    return m_session->source().counters().documents - m_before.documents;
}

qint64 CommandRun::findings() const
{
    return m_session->source().counters().findings - m_before.findings;
}

Result<bool> isAnyIncomplete(TraceSource& source, const TraceSelection& selection)
{
    TraceSelection partial = selection;
    partial.filter =
        FilterExpression(FilterNode{KeywordCondition{FilterKeyword::Partial, FilterOperator::Equal, true}});
    const auto inProgress = source.traces({.selection = partial, .limit = 1, .counted = false}, {});
    if (!inProgress || !inProgress->rows.empty()) {
        return inProgress.map([](const TracePage&) { return true; });
    }
    const auto all = source.traces({.selection = selection, .counted = false}, {});
    if (!all) {
        return tl::unexpected(all.error());
    }
    for (const TraceRow& row : all->rows) {
        const auto trace = source.trace(row.id, {});
        if (!trace) {
            return tl::unexpected(trace.error());
        }
        if (!orphansOf(*trace).empty()) {
            return true;
        }
    }
    return false;
}

} // namespace fluoroscope
