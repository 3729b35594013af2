// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// One trace as large as they come: how it comes into a session, and what opening it takes from file to page.
#include "core/segment/datagram.h"
#include "core/trace/trace_assembly.h"
#include "core/trace/trace_digest.h"
#include "storage/session.h"
#include "tests/bench/bench.h"
#include "tests/bench/documents.h"

#include <QFile>
#include <QJsonDocument>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <malloc.h>

namespace fluoroscope::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kTopBytes = 4'000'000; // as the window asks

std::unique_ptr<Session> openedAt(const QString& file, SessionOptions::Mode mode)
{
    auto session = Session::open({.file = file, .mode = mode, .sizeCap = 0});
    if (!session) {
        std::fprintf(stderr, "%s\n", qPrintable(session.error().message));
        std::exit(1);
    }
    return std::move(*session);
}

// Of the process: "VmHWM:" the most it ever held, "VmRSS:" what it holds. MB.
double megabytes(const QByteArray& what)
{
    QFile status(u"/proc/self/status"_s);
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : status.readAll().split('\n')) {
            if (line.startsWith(what)) {
                return line.mid(what.size()).simplified().split(' ').first().toDouble() * 1024 / 1e6;
            }
        }
    }
    return 0;
}

// Has the kernel forget what it knows of a file, as after a start of the machine.
void forget(const QString& name)
{
    QFile file(name);
    if (file.open(QIODevice::ReadOnly)) {
        posix_fadvise(file.handle(), 0, 0, POSIX_FADV_DONTNEED);
    }
}

double seconds(const std::function<void()>& work)
{
    const Stopwatch watch;
    work();
    return watch.seconds();
}

// That all threads of this process have worked: what others do on the machine does not count.
double processorSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

} // namespace

// large --file F --segments N: a session with one streamed trace of N (sub)segments
int large(const QStringList& arguments)
{
    const StreamedTrace trace(numberOf(arguments, u"--segments", 1'000'000));
    const auto session = openedAt(textOf(arguments, u"--file"), SessionOptions::Mode::ReadWrite);
    const Stopwatch watch;
    qint64 bytes = 0;
    trace.forEachDocument([&](const QByteArray& document) {
        const QByteArray datagram = datagramOf(document);
        bytes += datagram.size();
        while (!session->sink().put({datagram, now(), Transport::Udp, u"127.0.0.1:41234"_s})) {
            session->flush();
        }
    });
    const double put = watch.seconds();
    session->flush();
    const SessionCounters counters = session->source().counters();
    print({{u"segments"_s, counters.segments}, {u"documents"_s, counters.documents}, {u"findings"_s, counters.findings},
        {u"bytes"_s, bytes}, {u"seconds"_s, watch.seconds()}, {u"putSeconds"_s, put},
        {u"cpuSeconds"_s, processorSeconds()}, {u"peakMb"_s, megabytes("VmHWM:")}});
    return 0;
}

// open --file F: opens the newest trace of a session, first as a user does, then each part by itself
int open(const QStringList& arguments)
{
    const QString file = textOf(arguments, u"--file");
    TraceId id;
    QJsonObject result;
    std::vector<QByteArray> documents;
    {
        const auto session = openedAt(file, SessionOptions::Mode::ReadOnly);
        TraceQuery newest;
        newest.limit = 1;
        id = session->source().traces(newest, {})->rows.front().id;
        forget(file);
        const double before = megabytes("VmRSS:");
        Trace trace;
        result.insert(u"coldSeconds"_s, seconds([&] { trace = *session->source().trace(id, {}); }));
        malloc_trim(0);
        const auto segments = static_cast<double>(trace.segments.size());
        result.insert(u"traceSegments"_s, segments);
        result.insert(u"peakMb"_s, megabytes("VmHWM:"));
        result.insert(u"bytesPerSegment"_s, (megabytes("VmRSS:") - before) * 1e6 / segments);
        result.insert(u"bytesOfSegment"_s, qint64{sizeof(Segment)});
        result.insert(u"digestSeconds"_s, seconds([&] { (void)digestOf(trace); }));
        trace = {};
        result.insert(u"topSeconds"_s, seconds([&] { trace = *session->source().traceTop(id, kTopBytes, {}); }));
        result.insert(u"topSegments"_s, qint64(trace.segments.size()));
        trace = {};
        std::vector<double> times;
        const double beforeWarm = processorSeconds();
        for (int i = 0; i < 5; ++i) {
            trace = {};
            times.push_back(seconds([&] { trace = *session->source().trace(id, {}); }));
        }
        std::ranges::sort(times);
        result.insert(u"warmSeconds"_s, times[times.size() / 2]);
        result.insert(u"warmShortest"_s, times.front());
        result.insert(u"warmCpuSeconds"_s, (processorSeconds() - beforeWarm) / 5);
        documents = trace.documents;
    }
    std::vector<TraceDocument> read;
    result.insert(u"readSeconds"_s, seconds([&] {
        SegmentReader reader;
        for (const QByteArray& document : documents) {
            for (SegmentDocument& content : reader.read(document).documents) {
                read.push_back({std::move(content), document});
            }
        }
    }));
    const double beforeJson = processorSeconds();
    result.insert(u"qtJsonSeconds"_s, seconds([&] {
        for (const QByteArray& document : documents) {
            (void)QJsonDocument::fromJson(document);
        }
    }));
    result.insert(u"qtJsonCpuSeconds"_s, processorSeconds() - beforeJson);
    Trace trace;
    result.insert(u"assembleSeconds"_s, seconds([&] { trace = assembleTraceFrom(id, std::move(read)); }));
    print(result);
    return 0;
}

} // namespace fluoroscope::bench
