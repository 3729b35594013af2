// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/session_access.h"

#include "app/cli/terminal.h"

#include <unordered_set>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qint64 kPage = 1000;

} // namespace

Result<QString> sessionFile(const CommandLine& line)
{
    return line.isSet(u"session"_s) ? Result<QString>(line.value(u"session"_s)) : Session::defaultFile();
}

std::unique_ptr<Session> openSession(const CommandLine& line, SessionOptions::Mode mode)
{
    auto session = sessionFile(line).and_then([mode](const QString& file) {
        SessionOptions options;
        options.file = file;
        options.mode = mode;
        return Session::open(options);
    });
    if (!session) {
        printError(session.error().message);
        return nullptr;
    }
    return std::move(*session);
}

Result<void> forEachTrace(TraceSource& source, qint64 limit, const std::function<Result<void>(const TraceRow&)>& visit)
{
    const auto extent = source.extent({});
    if (!extent) {
        return tl::unexpected(extent.error());
    }
    // Each page begins where the last one ended, at the same start: an offset would count from the first trace every
    // time.
    TraceQuery query;
    query.selection.range = {extent->begin, extent->end + Duration(1)};
    std::unordered_set<TraceId> seenAtStart;
    for (qint64 left = limit; left != 0;) {
        query.limit = kPage + static_cast<qint64>(seenAtStart.size());
        const auto page = source.traces(query, {});
        if (!page) {
            return tl::unexpected(page.error());
        }
        qint64 visited = 0;
        for (const TraceRow& row : page->rows) {
            if (row.start != query.selection.range.end - Duration(1)) {
                seenAtStart.clear();
                query.selection.range.end = row.start + Duration(1);
            }
            if (!seenAtStart.insert(row.id).second) {
                continue;
            }
            if (const auto result = visit(row); !result) {
                return result;
            }
            ++visited;
            if (--left == 0) {
                return {};
            }
        }
        if (visited == 0) {
            return {};
        }
    }
    return {};
}

int finish(const Result<void>& result)
{
    if (!result) {
        printError(result.error().message);
        return kFailed;
    }
    if (!flushOut()) {
        printError(u"The output could not be written."_s);
        return kFailed;
    }
    return kSucceeded;
}

} // namespace fluoroscope
