// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/storage/scratch_index.h"

#include "core/trace/trace_assembly.h"

#include <algorithm>

namespace fluoroscope::test {

ServiceGraph ScratchIndex::graph(TimeRange range) const
{
    ServiceGraph sum;
    for (const auto& [id, row] : rows) {
        if (range.contains(row.start)) {
            sum.add(graphs.at(id));
        }
    }
    return sum;
}

ScratchIndex indexFromScratch(const std::vector<JournalEntry>& journal)
{
    ScratchIndex index;
    std::map<TraceId, std::vector<std::shared_ptr<const TraceDocument>>> documents;
    for (const JournalEntry& entry : journal) {
        ++index.documents;
        QByteArray bytes = entry.document.bytes;
        if (entry.document.transport == Transport::Udp) {
            const auto document = documentOfDatagram(bytes);
            if (!document) {
                index.findings.emplace_back(entry.id, document.error().code, document.error().message);
                continue;
            }
            bytes = *document;
        }
        ReadDocuments read = readSegmentDocuments(bytes);
        for (const Rejection& rejection : read.rejections) {
            index.findings.emplace_back(entry.id, rejection.code, rejection.message);
        }
        for (SegmentDocument& content : read.documents) {
            const TraceId id = content.traceId;
            documents[id].push_back(std::make_shared<TraceDocument>(TraceDocument{std::move(content), {}}));
        }
    }
    for (const auto& [id, all] : documents) {
        const Trace trace = assembleTrace(id, all);
        index.rows[id] = traceRow(trace);
        index.graphs[id] = graphOf(trace);
        index.segments += index.rows[id].segmentCount;
    }
    return index;
}

void compareWithScratch(Session& session, bool evicted)
{
    TraceSource& source = session.source();
    ScratchIndex scratch = indexFromScratch(valueOf(session.journal(0, -1)));

    const TracePage page = valueOf(source.traces({}, {}));
    std::map<TraceId, TraceRow> rows;
    for (const TraceRow& row : page.rows) {
        rows[row.id] = row;
    }
    if (evicted) {
        std::erase_if(scratch.rows, [&](const auto& entry) { return !rows.contains(entry.first); });
        scratch.segments = 0;
        for (const auto& [id, row] : scratch.rows) {
            scratch.segments += row.segmentCount;
        }
    }
    QCOMPARE(page.total, qint64(scratch.rows.size()));
    QCOMPARE(page.rows.size(), scratch.rows.size());
    for (const auto& [id, row] : scratch.rows) {
        QVERIFY2(rows[id] == row, qPrintable(id.toString()));
        QVERIFY(withoutSpans(graphOf(valueOf(source.trace(id, {})))) == withoutSpans(scratch.graphs.at(id)));
    }

    std::vector<Timestamp> cuts{Timestamp::min(), Timestamp::max()};
    std::size_t i = 0;
    for (const auto& [id, row] : scratch.rows) {
        if (i++ % (scratch.rows.size() / 3 + 1) == 0) {
            cuts.push_back(row.start);
            cuts.push_back(std::chrono::floor<std::chrono::minutes>(row.start));
            cuts.push_back(row.start + std::chrono::seconds(61));
        }
    }
    for (const Timestamp begin : cuts) {
        for (const Timestamp end : cuts) {
            const TimeRange range{begin, end};
            if (begin >= end) {
                continue;
            }
            QVERIFY(withoutSpans(valueOf(source.serviceGraph({range}, {}))) == withoutSpans(scratch.graph(range)));
            ActivityBucket expected;
            qint64 within = 0;
            for (const auto& [id, row] : scratch.rows) {
                if (range.contains(row.start)) {
                    ++within;
                    switch (row.outcome()) {
                    case Outcome::Ok:
                        ++expected.ok;
                        break;
                    case Outcome::Error:
                        ++expected.error;
                        break;
                    case Outcome::Throttle:
                        ++expected.throttle;
                        break;
                    case Outcome::Fault:
                        ++expected.fault;
                        break;
                    }
                }
            }
            ActivityBucket sum;
            for (const ActivityBucket& bucket : valueOf(source.activity({range}, std::chrono::seconds(7), {}))) {
                sum.ok += bucket.ok;
                sum.error += bucket.error;
                sum.throttle += bucket.throttle;
                sum.fault += bucket.fault;
            }
            QCOMPARE(sum.ok, expected.ok);
            QCOMPARE(sum.error, expected.error);
            QCOMPARE(sum.throttle, expected.throttle);
            QCOMPARE(sum.fault, expected.fault);
            QCOMPARE(valueOf(source.traces({.selection = {range}, .limit = 1}, {})).total, within);
        }
    }

    std::vector<ScratchIndex::Refused> findings;
    for (const Finding& finding : valueOf(source.findings(-1, {}))) {
        findings.emplace_back(finding.journalId, finding.code, finding.message);
    }
    std::vector<ScratchIndex::Refused> expected = scratch.findings;
    std::sort(findings.begin(), findings.end());
    if (evicted) {
        std::erase_if(expected, [&](const auto& refused) {
            return std::find(findings.begin(), findings.end(), refused) == findings.end();
        });
    }
    std::sort(expected.begin(), expected.end());
    QVERIFY(findings == expected);

    const SessionCounters counters = source.counters();
    QCOMPARE(counters.documents, scratch.documents);
    QCOMPARE(counters.indexed, scratch.documents);
    QCOMPARE(counters.segments, scratch.segments);
    QCOMPARE(counters.traces, qint64(scratch.rows.size()));
    QCOMPARE(counters.findings, qint64(expected.size()));
}

} // namespace fluoroscope::test
