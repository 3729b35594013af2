// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Saving a session as another file: whole, at once, and without keeping its writer.
#include "storage/session_copy.h"
#include "tests/storage/scratch_index.h"
#include "tests/storage/traffic.h"

#include <QObject>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

std::vector<QByteArray> bytesOf(const std::vector<JournalEntry>& journal)
{
    std::vector<QByteArray> all;
    for (const JournalEntry& entry : journal) {
        all.push_back(entry.document.bytes);
    }
    return all;
}

// More than a copy takes in one step.
QList<QByteArray> bulk()
{
    QRandomGenerator random(3);
    QList<QByteArray> documents;
    for (int i = 0; i < 60; ++i) {
        QByteArray noise(60'000, Qt::Uninitialized);
        for (char& byte : noise) {
            byte = char('#' + int(random.bounded(50)));
        }
        documents +=
            documentText({.trace = traceNumber(i), .id = segmentNumber(i), .extra = ",\"noise\":\"" + noise + '"'});
    }
    return documents;
}

} // namespace

class SessionCopyTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_file;
    QString m_copy;

private slots:
    void init()
    {
        QDir(m_folder.path()).removeRecursively();
        QVERIFY(QDir().mkpath(m_folder.path()));
        m_file = m_folder.filePath(u"session.fluoro"_s);
        m_copy = m_folder.filePath(u"copy.fluoro"_s);
    }

    void aCopyIsTheSameSession()
    {
        auto session = opened(m_file);
        putAll(*session, Traffic(1).documents(0, 200));
        QVERIFY(session->state().changeState(u"rules"_s, [](const QJsonObject&) { return QJsonObject{{u"a"_s, 1}}; }));
        qint64 done = 0;
        qint64 total = 0;
        const auto progress = [&](qint64 now, qint64 all) {
            QVERIFY(now >= done);
            done = now;
            total = all;
        };
        const auto saved = copySession(session->file(), {m_copy}, progress, {});
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().message));
        QVERIFY(done > 0);
        QCOMPARE(done, total);
        auto copy = opened(m_copy, SessionOptions::Mode::ReadOnly);
        QCOMPARE(bytesOf(valueOf(copy->journal(0, -1))), bytesOf(valueOf(session->journal(0, -1))));
        QCOMPARE(valueOf(copy->state().state(u"rules"_s)), (QJsonObject{{u"a"_s, 1}}));
        compareWithScratch(*copy);
        copy.reset();
        session.reset();
        QCOMPARE(neighbours(m_copy), (QStringList{u"copy.fluoro"_s, u"session.fluoro"_s}));
        auto written = opened(m_copy); // it can be gone on with
        putAll(*written, Traffic(2).documents(500, 3));
        compareWithScratch(*written);
    }

    // Two files with one cursor would both send what is pending, under the same names.
    void whatBelongsToOneFileAloneStaysThere()
    {
        auto session = opened(m_file);
        putAll(*session, Traffic(1).documents(0, 5));
        for (const QString& name : {u"forwarder"_s, u"retrievals"_s, u"groups"_s}) {
            QVERIFY(session->state().changeState(name, [](const QJsonObject&) { return QJsonObject{{u"a"_s, 1}}; }));
        }
        QVERIFY(copySession(m_file, {m_copy}, {}, {}));
        QCOMPARE(neighbours(m_file).filter(u"copy"_s), QStringList(u"copy.fluoro"_s));
        auto copy = opened(m_copy, SessionOptions::Mode::ReadOnly);
        QCOMPARE(valueOf(copy->state().state(u"forwarder"_s)), QJsonObject());
        QCOMPARE(valueOf(copy->state().state(u"retrievals"_s)), QJsonObject());
        QCOMPARE(valueOf(copy->state().state(u"groups"_s)), (QJsonObject{{u"a"_s, 1}}));
        QCOMPARE(valueOf(session->state().state(u"forwarder"_s)), (QJsonObject{{u"a"_s, 1}}));
    }

    void documentsAreCommittedMeanwhile()
    {
        auto session = opened(m_file);
        putAll(*session, bulk());
        const auto before = bytesOf(valueOf(session->journal(0, -1)));
        qint64 steps = 0;
        const auto progress = [&](qint64, qint64) {
            // Between any two steps the writer gets through with more than fits beside what was copied.
            putAll(*session, Traffic(quint32(steps)).documents(int(2000 + 20 * steps), 20));
            ++steps;
        };
        QVERIFY(copySession(m_file, {m_copy}, progress, {}));
        QVERIFY(steps > 1);
        QVERIFY(valueOf(session->journal(0, -1)).size() > before.size());
        auto copy = opened(m_copy, SessionOptions::Mode::ReadOnly);
        QCOMPARE(bytesOf(valueOf(copy->journal(0, -1))), before); // as of when it began
        compareWithScratch(*copy);
    }

    void aFileThatIsThereStays()
    {
        auto session = opened(m_file);
        putAll(*session, Traffic(1).documents(0, 5));
        {
            auto other = opened(m_copy);
            putAll(*other, Traffic(2).documents(50, 3));
        }
        const QByteArray before = contents(m_copy);
        const auto refused = copySession(m_file, {m_copy}, {}, {});
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"there already"_s), qPrintable(refused.error().message));
        QCOMPARE(contents(m_copy), before);
        QVERIFY(copySession(m_file, {m_copy, true}, {}, {}));
        QCOMPARE(bytesOf(valueOf(opened(m_copy, SessionOptions::Mode::ReadOnly)->journal(0, -1))),
            bytesOf(valueOf(session->journal(0, -1))));
    }

    void aLogLeftBehindDoesNotGetIntoTheCopy()
    {
        auto session = opened(m_file);
        putAll(*session, Traffic(1).documents(0, 5));
        const QByteArray log = contents(m_file + u"-wal"_s);
        QVERIFY(!log.isEmpty());
        QFile left(m_copy + u"-wal"_s);
        QVERIFY(left.open(QIODevice::WriteOnly) && left.write(log) == log.size());
        left.close();
        putAll(*session, Traffic(2).documents(50, 30));
        QVERIFY(copySession(m_file, {m_copy}, {}, {}));
        QVERIFY(!QFile::exists(left.fileName()));
        compareWithScratch(*opened(m_copy, SessionOptions::Mode::ReadOnly));
    }

    void aSessionThatIsBeingWrittenIsNotReplaced()
    {
        auto session = opened(m_file);
        auto other = opened(m_copy);
        putAll(*other, Traffic(2).documents(50, 3));
        const auto refused = copySession(m_file, {m_copy, true}, {}, {});
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"is being written by"_s), qPrintable(refused.error().message));
        QCOMPARE(valueOf(other->source().traces({}, {})).total, 3);
        const auto itself = copySession(m_file, {m_file, true}, {}, {});
        QVERIFY(!itself);
        QVERIFY2(itself.error().message.contains(u"itself"_s), qPrintable(itself.error().message));
    }

    void nothingIsThereAfterAStop()
    {
        auto session = opened(m_file);
        putAll(*session, bulk());
        std::stop_source source;
        int steps = 0;
        const auto stopAfterOne = [&](qint64, qint64) {
            ++steps;
            QVERIFY(!QFile::exists(m_copy)); // nor before it is whole
            source.request_stop();
        };
        QVERIFY(!copySession(m_file, {m_copy}, stopAfterOne, source.get_token()));
        QCOMPARE(steps, 1);
        QCOMPARE(neighbours(m_file).filter(u"copy"_s), QStringList());
    }

    void whatCannotBeWrittenIsSaid()
    {
        auto session = opened(m_file);
        const auto refused = copySession(m_file, {m_folder.filePath(u"none/copy.fluoro"_s)}, {}, {});
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"does not exist"_s), qPrintable(refused.error().message));
        QVERIFY(!copySession(m_folder.filePath(u"none.fluoro"_s), {m_copy}, {}, {}));
    }

    void aClosedSessionIsCopiedToo()
    {
        putAll(*opened(m_file), Traffic(1).documents(0, 10));
        QVERIFY(copySession(m_file, {m_copy}, {}, {}));
        compareWithScratch(*opened(m_copy, SessionOptions::Mode::ReadOnly));
        QCOMPARE(neighbours(m_file), (QStringList{u"copy.fluoro"_s, u"session.fluoro"_s}));
    }
};

QTEST_GUILESS_MAIN(SessionCopyTest)
#include "session_copy_test.moc"
