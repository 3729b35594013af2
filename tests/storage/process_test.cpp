// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sessions across processes: what was committed survives a kill, and other processes read along. The program starts
// itself as the writer: `--write FILE` puts a document for each line it reads, and answers when it is committed.

#include "tests/storage/scratch_index.h"

#include <QProcess>
#include <atomic>
#include <csignal>
#include <iostream>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

static QByteArray document(int i)
{
    return documentText({.trace = traceNumber(i / 3),
        .id = segmentNumber(i),
        .start = kStart + i / 50.0,
        .parent = i % 3 ? segmentNumber(i - i % 3) : SegmentId()});
}

// Writes from the number in the first line on; each further line says how many.
static int write(const QString& file)
{
    auto session = openSession(file);
    if (!session) {
        std::cout << session.error().message.toStdString() << std::endl;
        return 1;
    }
    int next = 0;
    int count = 0;
    std::cin >> next;
    std::cout << "ready" << std::endl;
    while (std::cin >> count) {
        for (const int end = next + std::abs(count); next < end; ++next) {
            (*session)->sink().put(received(document(next)));
        }
        if (count > 0) { // below 0: goes on without a flush
            (*session)->flush();
        }
        std::cout << next << std::endl;
    }
    return 0;
}

class Writing {
public:
    Writing(const QString& file, int first)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationFilePath(), {u"--write"_s, file});
        say(first);
        m_greeting = answer();
    }
    ~Writing() { kill(); }
    Q_DISABLE_COPY_MOVE(Writing)

    [[nodiscard]] QByteArray greeting() const { return m_greeting; }
    QByteArray put(int count)
    {
        say(count);
        return answer();
    }
    void kill()
    {
        m_process.kill(); // SIGKILL
        m_process.waitForFinished();
    }
    int finish()
    {
        m_process.closeWriteChannel();
        return m_process.waitForFinished() ? m_process.exitCode() : -1;
    }

private:
    void say(int number)
    {
        m_process.write(QByteArray::number(number) + '\n');
        m_process.waitForBytesWritten();
    }
    QByteArray answer()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead()) { }
        return m_process.readLine().trimmed();
    }

    QProcess m_process;
    QByteArray m_greeting;
};

class ProcessTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aKillLosesNothingCommitted();
    void aKillInABurstLeavesAConsistentSession();
    void aKillAtTheStartLeavesASessionOrNothing();
    void aSecondWriterIsRefusedKindly();
    void followsTheWriterOfAnotherProcess();
    void readsOnWhenTheWriterIsGone();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"shared.fluoro"_s); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void ProcessTest::aKillLosesNothingCommitted()
{
    int written = 0;
    for (const int count : {1, 10, 1000, 2500}) {
        Writing writing(path(), written);
        QCOMPARE(writing.greeting(), QByteArray("ready"));
        written += count;
        QCOMPARE(writing.put(count).toInt(), written);
        writing.kill();
        const auto reading = opened(path(), SessionOptions::Mode::ReadOnly);
        QCOMPARE(valueOf(reading->journal(0, -1)).size(), size_t(written));
    }
    const auto session = opened(path()); // takes over the lock
    const std::vector<JournalEntry> journal = valueOf(session->journal(0, -1));
    QCOMPARE(journal.size(), size_t(written));
    for (int i = 0; i < written; ++i) {
        QVERIFY(journal[size_t(i)].document.bytes == document(i));
    }
    QVERIFY(session->flush());
    compareWithScratch(*session);
}

void ProcessTest::aKillInABurstLeavesAConsistentSession()
{
    for (int round = 0; round < 4; ++round) {
        int before = 0;
        {
            const auto session = opened(path());
            before = int(session->source().counters().documents);
        }
        {
            Writing writing(path(), before);
            QCOMPARE(writing.put(10).toInt(), before + 10);
            QVERIFY(!writing.put(-20'000).isEmpty()); // they are on their way
        } // killed
        const auto session = opened(path());
        QVERIFY(session->source().counters().documents >= before + 10);
        QVERIFY(session->flush());
        const std::vector<JournalEntry> journal = valueOf(session->journal(0, -1));
        QCOMPARE(session->source().counters().documents, qint64(journal.size()));
        QCOMPARE(session->source().counters().indexed, qint64(journal.size()));
        QCOMPARE(session->source().counters().traces, qint64(journal.size() + 2) / 3);
        for (int i = 0; i < int(journal.size()); ++i) { // without a gap
            QVERIFY(journal[size_t(i)].document.bytes == document(i));
        }
        const ServiceGraph graph = valueOf(session->source().serviceGraph({}, {}));
        QCOMPARE(graph.find({u"service"_s, {}, {}})->requests, qint64(journal.size()));
    }
}

void ProcessTest::aKillAtTheStartLeavesASessionOrNothing()
{
    for (int i = 0; i < 20; ++i) {
        const QString file = m_folder->filePath(QString::number(i));
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {u"--write"_s, file});
        QVERIFY(process.waitForStarted());
        // As soon as anything of it is to be seen.
        while (!QFileInfo::exists(file) && process.state() == QProcess::Running) { }
        process.kill();
        process.waitForFinished();
        const auto session = openSession(file);
        QVERIFY2(session, session ? "" : qPrintable(session.error().message));
    }
}

void ProcessTest::aSecondWriterIsRefusedKindly()
{
    const auto session = opened(path());
    const Writing writing(path(), 0);
    QVERIFY2(writing.greeting().contains("is being written by storage_process_test")
            && writing.greeting().contains(QByteArray::number(QCoreApplication::applicationPid())),
        writing.greeting().constData());
    putAll(*session, {document(0)});
    QVERIFY(QFileInfo::exists(path() + u".lock"_s)); // the first one's is still there
}

void ProcessTest::followsTheWriterOfAnotherProcess()
{
    Writing writing(path(), 0);
    QCOMPARE(writing.greeting(), QByteArray("ready"));
    const auto reading = opened(path(), SessionOptions::Mode::ReadOnly);
    std::atomic<int> told = 0;
    reading->source().onAdvanced([&] { ++told; });
    for (int i = 1; i <= 5; ++i) {
        const int before = told;
        QCOMPARE(writing.put(3).toInt(), 3 * i);
        QTRY_VERIFY(told > before);
        QCOMPARE(valueOf(reading->source().traces({}, {})).total, i);
        QCOMPARE(reading->source().counters().documents, 3 * i);
        QVERIFY(reading->source().trace(traceNumber(i - 1), {}));
    }
    reading->source().onAdvanced(nullptr);
    QCOMPARE(writing.finish(), 0);
}

void ProcessTest::readsOnWhenTheWriterIsGone()
{
    std::unique_ptr<Session> reading;
    {
        Writing writing(path(), 0);
        writing.put(6);
        reading = opened(path(), SessionOptions::Mode::ReadOnly);
        writing.put(6);
        QCOMPARE(writing.finish(), 0);
    }
    QCOMPARE(valueOf(reading->source().traces({}, {})).total, 4);
    // The file is whole without its log: it can be copied as it is.
    QVERIFY(QFile::copy(path(), m_folder->filePath(u"copy.fluoro"_s)));
    QCOMPARE(
        valueOf(opened(m_folder->filePath(u"copy.fluoro"_s), SessionOptions::Mode::ReadOnly)->source().traces({}, {}))
            .total,
        4);
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == u"--write"_s) {
        return write(arguments[2]);
    }
    ProcessTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "process_test.moc"
