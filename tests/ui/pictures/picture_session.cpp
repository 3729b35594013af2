// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/pictures/picture_session.h"

#include "tests/ui/shop_requests.h"

#include "tests/ui/trace/sample_traces.h"

#include <condition_variable>

using namespace Qt::StringLiterals;

namespace fluoroscope::test {

namespace {

const Timestamp kEnd{std::chrono::seconds(1716560306)}; // 24 May 2024, 14:18:26 UTC

void waitForStop(const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait(lock, stop, [] { return false; });
}

tl::unexpected<Error> damaged()
{
    return failure(
        u"shop.fluoro cannot be read: database disk image is malformed. Open a copy that was made before."_s);
}

} // namespace

void addQuarterOfAnHour(FakeTraceSource& source)
{
    constexpr int kRequests = 47;
    for (int i = 0; i < kRequests; ++i) {
        const int status = i % 11 == 7 ? 502 : i % 9 == 4 ? 404 : i % 13 == 11 ? 429 : 200;
        const auto took = std::chrono::milliseconds(60 + (i * 37) % 190 + (i % 16 == 5 ? 900 : 0));
        // Denser in the middle, so that the strip has a hill.
        const auto before = std::chrono::seconds(890 - i * 13 - (i * i * 6) / kRequests);
        addRequest(source, kEnd - before, i, status, took);
    }
    const QList<QByteArray> shop = shopDocuments();
    source.add(faultyTrace(), {shop.begin(), shop.end()});
}

TraceId faultyTrace()
{
    return *TraceId::fromString(u"1-6650a1b2-0123456789abcdef01234567");
}

Result<TracePage> SilentTraceSource::traces(const TraceQuery&, std::stop_token stop)
{
    waitForStop(stop);
    return TracePage();
}

Result<ServiceGraph> SilentTraceSource::serviceGraph(const TraceSelection&, std::stop_token stop)
{
    waitForStop(stop);
    return ServiceGraph();
}

Result<Trace> SilentTraceSource::trace(const TraceId&, std::stop_token stop)
{
    waitForStop(stop);
    return Trace();
}

Result<TracePage> BrokenTraceSource::traces(const TraceQuery&, std::stop_token)
{
    return damaged();
}

Result<ServiceGraph> BrokenTraceSource::serviceGraph(const TraceSelection&, std::stop_token)
{
    return damaged();
}

Result<Trace> BrokenTraceSource::trace(const TraceId&, std::stop_token)
{
    return damaged();
}

} // namespace fluoroscope::test
