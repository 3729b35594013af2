// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/long_trace_source.h"

#include "tests/ui/shop_requests.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope::test {

TraceRow LongTraceSource::rowOf(qint64 number)
{
    TraceRow row;
    row.start = Timestamp{std::chrono::seconds(1'600'000'000 + number)};
    row.id = traceIdAt(row.start, int(number));
    row.responseTime = row.duration = std::chrono::milliseconds(1 + number % 997);
    row.status = 200;
    row.method = u"GET"_s;
    row.url = u"http://localhost:3000/order/%1"_s.arg(number);
    row.segmentCount = 3;
    return row;
}

Result<TracePage> LongTraceSource::traces(const TraceQuery& query, std::stop_token)
{
    const qint64 count = m_count;
    const auto seconds = [](Timestamp time) {
        return time == Timestamp::min() ? 0 : (time.time_since_epoch().count() + 999'999) / 1'000'000 - 1'600'000'000;
    };
    const qint64 first = std::clamp<qint64>(seconds(query.selection.range.begin), 0, count);
    const qint64 end = query.selection.range.end == Timestamp::max()
        ? count
        : std::clamp<qint64>(seconds(query.selection.range.end), first, count);
    TracePage page{end - first, end - first, {}};
    const qint64 last = std::min(page.total, query.limit < 0 ? page.total : query.offset + query.limit);
    for (qint64 i = query.offset; i < last; ++i) {
        page.rows.push_back(rowOf(query.descending ? end - 1 - i : first + i));
    }
    ++m_asked;
    return page;
}

} // namespace fluoroscope::test
