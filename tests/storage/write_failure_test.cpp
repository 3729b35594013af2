// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A session that cannot be written says so, keeps what arrives in memory, and goes on where it was when it can again.

#include "storage/intake.h"
#include "tests/storage/scratch_index.h"
#include "tests/storage/traffic.h"

#include <csignal>
#include <sqlite3.h>
#include <sys/resource.h>
#include <thread>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;
using namespace std::chrono_literals;

// A full disk, for this process: no file may grow beyond `bytes`.
class FullDisk {
public:
    explicit FullDisk(qint64 bytes)
    {
        getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = rlim_t(bytes);
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &m_before); }
    Q_DISABLE_COPY_MOVE(FullDisk)

private:
    rlimit m_before{};
};

class WriteFailureTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { std::signal(SIGXFSZ, SIG_IGN); }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void tellsAndRecovers_data();
    void tellsAndRecovers();
    void waitsForAnotherWriterOfTheDatabase();
    void closesEvenWhenItCannotWrite();
    void makesNoSessionOnAFullDisk();
    void theQueueIsBoundedAndCounts();
    void theQueueIsBoundedInBytes();
    void aFullQueueNeverBlocks();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"full.fluoro"_s); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

// The more room is left, the later in the transaction it fails: in the journal, in the index, when it is committed.
void WriteFailureTest::tellsAndRecovers_data()
{
    QTest::addColumn<int>("room");
    for (const int room : {0, 20'000, 60'000, 150'000, 300'000}) {
        QTest::addRow("%d bytes", room) << room;
    }
}

void WriteFailureTest::tellsAndRecovers()
{
    QFETCH(int, room);
    Traffic traffic(30);
    const auto session = opened(path());
    sql(path(), "PRAGMA wal_checkpoint(TRUNCATE)");
    putAll(*session, traffic.documents(0, 50));
    const SessionCounters before = session->source().counters();
    const QList<QByteArray> more = traffic.documents(50, 400);
    qint64 put = 0;
    {
        const FullDisk full(QFileInfo(path() + u"-wal"_s).size() + room);
        for (int round = 0; round < 3; ++round) {
            for (qsizetype i = round; i < more.size(); i += 3) {
                QVERIFY(session->sink().put(received(more[i])));
                ++put;
            }
            (void)session->flush(); // parts may still fit
        }
        QVERIFY(!session->flush());
        const SessionCounters counters = session->source().counters();
        QVERIFY2(counters.problem.contains(u"cannot be written"_s) && counters.problem.contains(u"in memory"_s),
            qPrintable(counters.problem));
        QCOMPARE(counters.dropped, 0);
        QVERIFY(counters.documents < before.documents + put);
        QCOMPARE(counters.documents, qint64(valueOf(session->journal(0, -1)).size())); // it counts what is there
        QVERIFY(session->source().traces({}, {}));
    }
    QVERIFY(session->flush());
    QVERIFY(session->source().counters().problem.isEmpty());
    QCOMPARE(session->source().counters().documents, before.documents + put);
    compareWithScratch(*session);
    putAll(*session, traffic.documents(500, 20));
    compareWithScratch(*session);
}

void WriteFailureTest::waitsForAnotherWriterOfTheDatabase()
{
    const auto session = opened(path());
    putAll(*session, {documentText({.trace = traceNumber(1), .id = segmentNumber(1)})});
    sqlite3* other = nullptr;
    sqlite3_open(path().toUtf8().constData(), &other);
    QCOMPARE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    QVERIFY(session->sink().put(received(documentText({.trace = traceNumber(2), .id = segmentNumber(2)}))));
    QVERIFY(!session->flush());
    QVERIFY(!session->source().counters().problem.isEmpty());
    sqlite3_close(other);
    QVERIFY(session->flush());
    QVERIFY(session->source().counters().problem.isEmpty());
    compareWithScratch(*session);
}

void WriteFailureTest::closesEvenWhenItCannotWrite()
{
    {
        auto session = opened(path());
        putAll(*session, {documentText({.trace = traceNumber(1), .id = segmentNumber(1)})});
        const FullDisk full(QFileInfo(path() + u"-wal"_s).size());
        QVERIFY(session->sink().put(received(documentText({.trace = traceNumber(2), .id = segmentNumber(2)}))));
        session.reset();
    }
    const auto session = opened(path());
    QCOMPARE(session->source().counters().documents, 1);
    compareWithScratch(*session);
}

void WriteFailureTest::makesNoSessionOnAFullDisk()
{
    {
        const FullDisk full(10'000);
        const auto session = openSession(path());
        QVERIFY(!session);
        QVERIFY2(session.error().message.contains(path()) && session.error().message.contains(u"--session"_s),
            qPrintable(session.error().message));
    }
    QVERIFY2(QDir(m_folder->path()).isEmpty(), qPrintable(neighbours(path()).join(u' ')));
    QVERIFY(openSession(path()));
}

void WriteFailureTest::theQueueIsBoundedAndCounts()
{
    Intake intake;
    for (std::size_t i = 0; i < Intake::kMaxDocuments; ++i) {
        QVERIFY(intake.put(received("x")));
    }
    QVERIFY(!intake.put(received("x")));
    QVERIFY(!intake.put(received("x")));
    QCOMPARE(intake.dropped(), 2);
    QCOMPARE(intake.size(), Intake::kMaxDocuments);
    std::vector<ReceivedDocument> batch;
    intake.take(batch, 10, 0ms, 0ms, {});
    QCOMPARE(batch.size(), size_t(10));
    QVERIFY(intake.put(received("x")));
}

void WriteFailureTest::theQueueIsBoundedInBytes()
{
    Intake intake;
    const QByteArray large(1 << 20, 'x'); // shared: no memory but this
    for (qsizetype i = 0; i < Intake::kMaxBytes >> 20; ++i) {
        QVERIFY(intake.put(received(large)));
    }
    QVERIFY(!intake.put(received("x")));
    std::vector<ReceivedDocument> batch;
    intake.take(batch, 1, 0ms, 0ms, {});
    QVERIFY(intake.put(received("x")));
}

// While nothing can be written, whoever receives goes on.
void WriteFailureTest::aFullQueueNeverBlocks()
{
    const auto session = opened(path());
    putAll(*session, {documentText({.trace = traceNumber(1), .id = segmentNumber(1)})});
    qint64 dropped = 0;
    {
        const FullDisk full(0);
        const QByteArray large(1 << 20, 'x');
        for (qsizetype i = 0; i < 2 * (Intake::kMaxBytes >> 20); ++i) {
            dropped += !session->sink().put(received(large));
        }
        QVERIFY(dropped > 0);
        QCOMPARE(session->source().counters().dropped, dropped);
    }
}

QTEST_GUILESS_MAIN(WriteFailureTest)
#include "write_failure_test.moc"
