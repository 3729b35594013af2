// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Many threads ask while one writes; each answer is of one state, and a question that is withdrawn ends.

#include "tests/storage/session_fixture.h"

#include "core/trace/trace_assembly.h"

#include <QElapsedTimer>
#include <atomic>
#include <latch>
#include <thread>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;
using namespace std::chrono_literals;

class ReaderTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void answersManyThreadsWhileWriting();
    void readsALargeTraceInOrder();
    void readsTheTopOfALargeTrace();
    void tellsTheExtentOfOneTraceAlone();
    void tellsTheRevisionOfATrace();
    void endsAQuestionThatIsWithdrawn();
    void withdrawingOneLeavesTheOthersAlone();
    void announcesAtMostTenTimesASecond();
    void announcesTheLastCommit();
    void endsAnnouncing();
    void followsAnotherConnection();
    void takesDocumentsFromManyThreads();
    void flushReturnsWhileOthersPut();
    void closingCommitsWhatWasPut();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"reader.fluoro"_s); }
    static ReceivedDocument segment(int i)
    {
        return received(documentText({.trace = traceNumber(i / 2),
            .id = segmentNumber(i),
            .start = kStart + i / 100.0,
            .parent = i % 2 ? segmentNumber(i - 1) : SegmentId()}));
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void ReaderTest::answersManyThreadsWhileWriting()
{
    constexpr int count = 3000;
    const auto session = opened(path());
    TraceSource& source = session->source();
    std::atomic<bool> ended = false;
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> readers;
    for (int i = 0; i < 4; ++i) {
        readers.emplace_back([&, i] {
            qint64 seen = 0;
            while (!ended) {
                std::stop_source stop;
                const auto page = source.traces(
                    {.selection = {}, .order = i % 2 ? TraceOrder::Start : TraceOrder::Segments, .limit = 50},
                    stop.get_token());
                const auto graph = source.serviceGraph({}, stop.get_token());
                const auto buckets = source.activity({}, 1s, stop.get_token());
                const auto findings = source.findings(5, stop.get_token());
                const auto extent = source.extent(stop.get_token());
                (void)source.counters();
                if (!page || !graph || !buckets || !findings || !extent) {
                    ++wrong;
                    continue;
                }
                // The total never goes back, and what the graph says later is no less.
                const Service* service = graph->find({u"service"_s, {}, {}});
                const qint64 requests = service ? service->requests : 0;
                wrong += page->total < seen || requests < page->total;
                seen = page->total;
                if (!page->rows.empty()) {
                    wrong += !source.trace(page->rows.front().id, stop.get_token());
                }
            }
        });
    }
    for (int i = 0; i < count; ++i) {
        QVERIFY(session->sink().put(segment(i)));
        if (i % 300 == 0) {
            QVERIFY(session->flush());
        }
    }
    QVERIFY(session->flush());
    ended = true;
    readers.clear();
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(valueOf(source.traces({}, {})).total, count / 2);
}

// Several threads read its documents: what comes of it is what one would make of them.
void ReaderTest::readsALargeTraceInOrder()
{
    constexpr int count = 900;
    const auto session = opened(path());
    const QByteArray filling = R"(,"annotations":{"key":"value"},"metadata":{"x":")" + QByteArray(8'000, 'x') + "\"}";
    QList<QByteArray> texts;
    std::vector<std::shared_ptr<const TraceDocument>> alone;
    for (int i = 0; i < count; ++i) {
        texts.append(documentText({.trace = traceNumber(1),
            .id = segmentNumber(i),
            .start = kStart + i / 1000.0,
            .parent = i > 0 ? segmentNumber(i / 2) : SegmentId(),
            .subsegment = i % 3 == 1,
            .extra = filling}));
        for (SegmentDocument& content : readSegmentDocuments(texts.back()).documents) {
            alone.push_back(std::make_shared<const TraceDocument>(TraceDocument{std::move(content), texts.back()}));
        }
    }
    putAll(*session, texts);
    const Trace expected = assembleTrace(traceNumber(1), alone);
    const Result<Trace> trace = session->source().trace(traceNumber(1), {});
    QVERIFY(trace);
    QCOMPARE(trace->revision, count);
    QVERIFY(trace->documents == expected.documents);
    QCOMPARE(trace->segments.size(), expected.segments.size());
    for (std::size_t i = 0; i < expected.segments.size(); ++i) {
        QCOMPARE(trace->segments[i].id, expected.segments[i].id);
        QCOMPARE(trace->segments[i].document, expected.segments[i].document);
        QCOMPARE(trace->segments[i].annotations->front().key, u"key"_s);
    }
}

// Segments are sent when they end, the root's last.
void ReaderTest::readsTheTopOfALargeTrace()
{
    constexpr int count = 200;
    const auto session = opened(path());
    const QByteArray filling = R"(,"metadata":{"x":")" + QByteArray(1'000, 'x') + "\"}";
    QList<QByteArray> texts;
    for (int i = count - 1; i >= 0; --i) {
        texts.append(documentText({.trace = traceNumber(1),
            .id = segmentNumber(i),
            .start = kStart + i / 1000.0,
            .parent = i > 0 ? segmentNumber(i / 2) : SegmentId(),
            .extra = filling}));
    }
    putAll(*session, texts);
    TraceSource& source = session->source();
    const Trace top = valueOf(source.traceTop(traceNumber(1), 20'000, {}));
    const int read = count - top.leftOut;
    QVERIFY2(read >= 10 && read <= 20, qPrintable(QString::number(read)));
    QCOMPARE(top.revision, read);
    QCOMPARE(top.segments.front().id, segmentNumber(0));
    for (const Segment& segment : top.segments) {
        QVERIFY(!segment.placeholder);
        QVERIFY(segment.id == segmentNumber(0) || segment.caller >= 0);
    }
    const Trace whole = valueOf(source.traceTop(traceNumber(1), 1'000'000, {}));
    QCOMPARE(whole.leftOut, 0);
    QVERIFY(whole.documents == valueOf(source.trace(traceNumber(1), {})).documents);
    QVERIFY(!source.traceTop(traceNumber(2), 1'000'000, {}));
}

void ReaderTest::tellsTheExtentOfOneTraceAlone()
{
    const auto session = opened(path());
    const TimeRange nothing = valueOf(session->source().extent({}));
    QCOMPARE(nothing.begin, nothing.end);
    putAll(*session, {documentText({.trace = traceNumber(0), .id = segmentNumber(0)})});
    const TimeRange extent = valueOf(session->source().extent({}));
    QCOMPARE(extent.begin, valueOf(session->source().traces({}, {})).rows.front().start);
    QVERIFY(extent.begin < extent.end);
}

void ReaderTest::tellsTheRevisionOfATrace()
{
    const auto session = opened(path());
    TraceSource& source = session->source();
    QVERIFY(!source.traceRevision(traceNumber(0), {}));
    for (int revision = 1; revision < 4; ++revision) {
        putAll(*session, {documentText({.trace = traceNumber(0), .id = segmentNumber(revision)})});
        QCOMPARE(source.traceRevision(traceNumber(0), {}).value(), revision);
        QCOMPARE(source.trace(traceNumber(0), {})->revision, revision);
    }
    QVERIFY(!source.traceRevision(traceNumber(1), {}));
}

void ReaderTest::endsAQuestionThatIsWithdrawn()
{
    const auto session = opened(path());
    for (int i = 0; i < 6000; ++i) {
        session->sink().put(segment(i));
    }
    QVERIFY(session->flush());
    TraceSource& source = session->source();
    std::stop_source before;
    before.request_stop();
    const auto ask = [&](const std::stop_token& stop) {
        return std::array{source.traces({}, stop).has_value(), source.serviceGraph({}, stop).has_value(),
            source.activity({}, 1ms, stop).has_value(), source.trace(traceNumber(1), stop).has_value(),
            source.findings(1, stop).has_value(), source.extent(stop).has_value()};
    };
    QCOMPARE(ask(before.get_token()), (std::array{false, false, false, false, false, false}));
    QCOMPARE(ask({}), (std::array{true, true, true, true, true, true}));
    // A stop in the middle: sooner or later a question is caught at work, and says so.
    bool caught = false;
    for (int delay = 0; !caught && delay < 2000; ++delay) {
        std::stop_source stop;
        std::latch started(1);
        std::jthread canceller([&] {
            started.wait();
            stop.request_stop();
        });
        started.count_down();
        const auto answer = source.traces({.selection = {}, .order = TraceOrder::Url}, stop.get_token());
        caught = !answer;
        QVERIFY(answer || answer.error().message.contains(u"withdrawn"_s));
    }
    QVERIFY(caught);
    QVERIFY(source.traces({}, {}));
}

void ReaderTest::withdrawingOneLeavesTheOthersAlone()
{
    const auto session = opened(path());
    for (int i = 0; i < 2000; ++i) {
        session->sink().put(segment(i));
    }
    QVERIFY(session->flush());
    TraceSource& source = session->source();
    std::atomic<bool> ended = false;
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) {
        threads.emplace_back([&] { // its questions are withdrawn as they end
            while (!ended) {
                std::stop_source stop;
                std::jthread canceller([&] { stop.request_stop(); });
                (void)source.traces({.selection = {}, .limit = 3}, stop.get_token());
            }
        });
    }
    for (int i = 0; i < 400; ++i) {
        wrong += !source.traces({.selection = {}, .order = TraceOrder::Url, .limit = 20}, {});
        wrong += !source.activity({}, 1s, {});
    }
    ended = true;
    threads.clear();
    QCOMPARE(wrong.load(), 0);
}

void ReaderTest::announcesAtMostTenTimesASecond()
{
    const auto session = opened(path());
    std::atomic<int> announced = 0;
    QElapsedTimer timer;
    timer.start();
    session->source().onAdvanced([&] { ++announced; });
    int i = 0;
    while (timer.elapsed() < 1000 || i <= 15) { // a commit each time
        QVERIFY(session->sink().put(segment(i++)));
        QVERIFY(session->flush());
    }
    session->source().onAdvanced(nullptr);
    const double seconds = double(timer.elapsed()) / 1e3;
    QVERIFY2(announced >= 1 && announced <= int(seconds * 10) + 1,
        qPrintable(u"%1 in %2 s of %3"_s.arg(announced.load()).arg(seconds).arg(i)));
}

// Whoever asks whenever it is told ends up knowing everything.
void ReaderTest::announcesTheLastCommit()
{
    const auto session = opened(path());
    std::atomic<qint64> seen = 0;
    session->source().onAdvanced([&] { seen = session->source().counters().documents; });
    for (int i = 0; i < 500; ++i) {
        QVERIFY(session->sink().put(segment(i)));
        if (i % 50 == 0) {
            QVERIFY(session->flush());
        }
    }
    QTRY_COMPARE(seen.load(), 500);
    session->source().onAdvanced(nullptr);
}

void ReaderTest::endsAnnouncing()
{
    for (const auto mode : {SessionOptions::Mode::ReadWrite, SessionOptions::Mode::ReadOnly}) {
        const QString file = m_folder->filePath(QString::number(int(mode)));
        const auto writing = opened(file);
        const auto other = mode == SessionOptions::Mode::ReadOnly ? opened(file, mode) : nullptr;
        TraceSource& source = other ? other->source() : writing->source();
        auto calls = std::make_unique<std::atomic<int>>(0);
        source.onAdvanced([&calls] { ++*calls; });
        int i = 0;
        putAll(*writing, {segment(i++).bytes});
        QTRY_VERIFY(*calls > 0);
        source.onAdvanced(nullptr);
        calls.reset(); // would crash the one that still calls
        for (; i < 10; ++i) {
            putAll(*writing, {segment(i).bytes});
        }
        std::atomic<int> again = 0;
        source.onAdvanced([&again] { ++again; });
        putAll(*writing, {segment(i).bytes});
        QTRY_VERIFY(again > 0);
        source.onAdvanced(nullptr);
    }
}

void ReaderTest::followsAnotherConnection()
{
    const auto writing = opened(path());
    const auto reading = opened(path(), SessionOptions::Mode::ReadOnly);
    for (int i = 0; i < 5; ++i) {
        std::atomic<bool> told = false;
        reading->source().onAdvanced([&] { told = true; });
        putAll(*writing, {segment(i).bytes}); // at once: nothing between the two calls is missed
        QTRY_VERIFY(told);
        QCOMPARE(reading->source().counters().documents, i + 1);
        QCOMPARE(reading->source().counters().indexed, i + 1);
        QCOMPARE(valueOf(reading->source().traces({}, {})).total, i / 2 + 1);
        reading->source().onAdvanced(nullptr);
    }
}

void ReaderTest::takesDocumentsFromManyThreads()
{
    const auto session = opened(path());
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&, thread] {
                for (int i = 0; i < 500; ++i) {
                    session->sink().put(segment(i * 4 + thread));
                    if (i % 100 == 0) {
                        session->flush();
                    }
                }
            });
        }
    }
    QVERIFY(session->flush());
    QCOMPARE(session->source().counters().documents, 2000);
    QCOMPARE(session->source().counters().indexed, 2000);
    QCOMPARE(valueOf(session->source().traces({}, {})).total, 1000);
}

// It waits for what was put before it, not for silence.
void ReaderTest::flushReturnsWhileOthersPut()
{
    const auto session = opened(path());
    std::atomic<bool> ended = false;
    std::jthread other([&] {
        for (int i = 10; !ended && i < 100'000; ++i) {
            session->sink().put(segment(i));
            std::this_thread::yield();
        }
    });
    QVERIFY(session->sink().put(segment(0)));
    QVERIFY(session->flush());
    const bool early = !ended;
    QVERIFY(session->source().trace(traceNumber(0), {}));
    ended = true;
    other.join();
    QVERIFY(early);
}

void ReaderTest::closingCommitsWhatWasPut()
{
    for (int round = 0; round < 5; ++round) {
        const auto session = opened(path());
        QCOMPARE(session->source().counters().documents, round * 2500);
        for (int i = 0; i < 2500; ++i) {
            QVERIFY(session->sink().put(segment(round * 2500 + i)));
        }
    }
    const auto session = opened(path());
    QCOMPARE(session->source().counters().documents, 12'500);
    QCOMPARE(session->source().counters().indexed, 12'500);
    QCOMPARE(session->source().counters().traces, 6'250);
}

QTEST_GUILESS_MAIN(ReaderTest)
#include "reader_test.moc"
