// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/session_access.h"

#include "app/cli/terminal.h"
#include "core/group/group_store.h"

#include <algorithm>

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

Result<TraceSelection> selectionOf(const CommandLine& line, Session& session)
{
    if (!namesGroups(line.filter())) {
        return TraceSelection{.filter = line.filter()};
    }
    return groupsOf(session.state()).map([&](const std::vector<TraceGroup>& groups) {
        return TraceSelection{.filter = expandGroups(line.filter(), groups)};
    });
}

Result<void> forEachTrace(TraceSource& source, const TraceSelection& selection, qint64 limit,
    const std::function<Result<void>(const TraceRow&)>& visit)
{
    TraceQuery query{.selection = selection, .counted = false};
    for (qint64 left = limit; left != 0;) {
        query.limit = left < 0 ? kPage : std::min(left, kPage);
        const auto page = source.traces(query, {});
        if (!page) {
            return tl::unexpected(page.error());
        }
        for (const TraceRow& row : page->rows) {
            if (auto result = visit(row); !result) {
                return result;
            }
            query.after = TracePosition{row.start, row.id};
        }
        const auto count = static_cast<qint64>(page->rows.size());
        if (count < query.limit) {
            return {};
        }
        left -= left < 0 ? 0 : count;
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
