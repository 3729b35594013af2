// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What core takes: to read documents, and to make a trace, its summary and its graph of them.
#include "core/graph/service_graph.h"
#include "core/trace/trace_assembly.h"
#include "core/trace/trace_summary.h"
#include "tests/bench/bench.h"
#include "tests/bench/documents.h"

#include <QJsonDocument>
#include <algorithm>

namespace fluoroscope::bench {

using namespace Qt::StringLiterals;

namespace {

// The median of `rounds` runs, in milliseconds.
template <typename Work> double median(int rounds, Work&& work)
{
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        const Stopwatch watch;
        work();
        times.push_back(watch.seconds() * 1000);
    }
    std::ranges::nth_element(times, times.begin() + rounds / 2);
    return times[static_cast<std::size_t>(rounds / 2)];
}

} // namespace

// read --count N
int read(const QStringList& arguments)
{
    const qint64 wanted = numberOf(arguments, u"--count", 50'000);
    const Documents documents(now(), Duration(400));
    std::vector<QByteArray> made;
    for (qint64 i = 0; i < 1000; ++i) {
        made.push_back(documents.document(i));
    }
    const int rounds = static_cast<int>(std::max<qint64>(1, wanted / 1000));
    std::size_t segments = 0;
    SegmentReader reader;
    const double readMs = median(rounds, [&] {
        for (const QByteArray& document : made) {
            segments += reader.read(document).documents.at(0).segments.size();
        }
    });
    qsizetype members = 0;
    const double parseMs = median(rounds, [&] {
        for (const QByteArray& document : made) {
            members += QJsonDocument::fromJson(document).object().size();
        }
    });
    print({{u"documentsPerSecond"_s, 1e6 / readMs}, {u"limitPerSecond"_s, 1e6 / parseMs},
        {u"segmentsPerDocument"_s, static_cast<double>(segments) / (1000.0 * rounds)},
        {u"members"_s, qint64{members}}});
    return 0;
}

// trace --segments N
int trace(const QStringList& arguments)
{
    const auto wanted = static_cast<int>(numberOf(arguments, u"--segments", 10'000));
    constexpr int kRounds = 11;
    const std::vector<QByteArray> documents = largeTrace(wanted);

    std::vector<std::shared_ptr<const TraceDocument>> read;
    const double readMs = median(kRounds, [&] {
        read.clear();
        for (const QByteArray& document : documents) {
            for (SegmentDocument& content : readSegmentDocuments(document).documents) {
                read.push_back(std::make_shared<const TraceDocument>(TraceDocument{std::move(content), document}));
            }
        }
    });
    const double parseMs = median(kRounds, [&] {
        for (const QByteArray& document : documents) {
            (void)QJsonDocument::fromJson(document);
        }
    });
    const TraceId id = read.at(0)->content.traceId;
    Trace trace;
    const double assembleMs = median(kRounds, [&] { trace = assembleTrace(id, read); });
    const double graphMs = median(kRounds, [&] { (void)graphOf(trace); });
    const double summaryMs = median(kRounds, [&] { (void)summarize(trace); });
    print({{u"segments"_s, qint64(trace.segments.size())}, {u"documents"_s, qint64(documents.size())},
        {u"readMs"_s, readMs}, {u"parseMs"_s, parseMs}, {u"assembleMs"_s, assembleMs}, {u"graphMs"_s, graphMs},
        {u"summaryMs"_s, summaryMs}});
    return 0;
}

} // namespace fluoroscope::bench
