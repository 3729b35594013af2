// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/wait/alarm.h"
#include "app/wait/trace_wait.h"
#include "core/group/group_store.h"
#include "core/text/units.h"
#include "storage/session.h"

#include <QFileInfo>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr auto kLookEvery = 100ms; // for a file that is to come
constexpr auto kMadeWithin = 2s; // while it is being made a file is no session yet

// Opens the session once it is there.
Result<std::unique_ptr<Session>> openOnceThere(const QString& file, Alarm& alarm)
{
    std::optional<Alarm::Clock::time_point> seen;
    while (true) {
        auto session = Session::open({.file = file, .mode = SessionOptions::Mode::ReadOnly});
        if (!seen && QFileInfo(file).size() > 0) {
            seen = Alarm::Clock::now();
        }
        const bool mayCome = !seen || Alarm::Clock::now() < *seen + kMadeWithin;
        if (session || !mayCome || !alarm.waitFor(kLookEvery)) {
            return session;
        }
    }
}

QString whatIsThere(const TraceWait& wait, TraceSource& source)
{
    const SessionCounters counters = source.counters();
    QString text = u"No trace matched %1 within %2."_s.arg(wait.expression, formatDuration(wait.timeout));
    const auto newest = source.traces({.limit = 1, .counted = false}, {});
    if (!newest || newest->rows.empty()) {
        text += u" There are no traces at all"_s;
    } else {
        const TraceRow& row = newest->rows.front();
        const QString request = QStringList{row.method, row.url}.join(u' ').trimmed();
        text += u" There are %1, the newest %2 %3"_s.arg(
            formatCount(counters.traces), row.id.toString(), request.isEmpty() ? row.entryPoint.name : request);
    }
    return counters.findings == 0
        ? text + u'.'
        : text + u"; %1 documents were not taken: see fluoro findings."_s.arg(formatCount(counters.findings));
}

} // namespace

Result<QStringList> waitInSession(const TraceWait& wait, const QString& file, const std::stop_token& stop)
{
    Alarm alarm(wait.timeout, stop); // outlives the session, which rings it
    auto session = openOnceThere(file, alarm);
    if (!session) {
        return tl::unexpected(session.error());
    }
    const auto groups = groupsOf((*session)->state());
    if (!groups) {
        return tl::unexpected(groups.error());
    }
    TraceSource& source = (*session)->source();
    source.onAdvanced([&alarm] { alarm.ring(); });
    const TraceQuery query{
        .selection = {.filter = expandGroups(wait.filter, *groups)}, .limit = wait.count, .counted = false};
    while (true) {
        const auto page = source.traces(query, stop);
        if (!page) {
            return tl::unexpected(page.error());
        }
        if (static_cast<qint64>(page->rows.size()) >= wait.count) {
            QStringList ids;
            for (const TraceRow& row : page->rows) {
                ids.append(row.id.toString());
            }
            return ids;
        }
        if (!alarm.wait()) {
            const QString there = whatIsThere(wait, source);
            return failure(
                wait.count > 1 ? there + u" %1 of %2 match."_s.arg(page->rows.size()).arg(wait.count) : there);
        }
    }
}

} // namespace fluoroscope
