// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The journal is small, and gives back what came, byte for byte, in files of this format and of the first one.
#include "storage/database.h"
#include "storage/packing.h"
#include "tests/storage/scratch_index.h"
#include "tests/storage/traffic.h"

#include <QJsonDocument>
#include <QObject>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

QList<QByteArray> capturedDatagrams()
{
    QList<QByteArray> datagrams;
    for (const QByteArray& line : contents(QStringLiteral(FLUOROSCOPE_FIXTURES "/node-sdk-3.12.jsonl")).split('\n')) {
        if (!line.isEmpty()) {
            datagrams += QJsonDocument::fromJson(line)["d"_L1].toString().toUtf8();
        }
    }
    return datagrams;
}

// Stored beside received bytes.
double ratio(const QString& file, const QList<QByteArray>& documents)
{
    return double(sql(file, "SELECT sum(length(bytes)) FROM journal")) / double(documents.join().size());
}

QList<QByteArray> journalOf(Session& session)
{
    QList<QByteArray> all;
    for (const JournalEntry& entry : valueOf(session.journal(0, -1))) {
        all += entry.document.bytes;
    }
    return all;
}

// As a version before packing would have left the file.
void makeFirstFormat(const QString& file)
{
    {
        SQLite::Database database(file.toStdString(), SQLite::OPEN_READWRITE);
        std::vector<std::pair<qint64, QByteArray>> received;
        {
            Unpacker unpacker(database);
            SQLite::Statement select(database, "SELECT id, bytes, packing FROM journal");
            while (select.executeStep()) {
                received.emplace_back(select.getColumn(0).getInt64(), unpacker.bytes(select, 1, 2));
            }
        }
        SQLite::Transaction transaction(database);
        SQLite::Statement update(database, "UPDATE journal SET bytes = ? WHERE id = ?");
        for (const auto& [id, bytes] : received) {
            const StatementRun run(update);
            bindBytes(update, 1, bytes);
            update.bind(2, static_cast<int64_t>(id));
            update.exec();
        }
        transaction.commit();
    }
    sql(file, "ALTER TABLE journal DROP COLUMN packing");
    sql(file, "DROP TABLE dictionary");
    sql(file, "PRAGMA user_version = 1");
}

} // namespace

class PackingTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_file;

private slots:
    void init()
    {
        QDir(m_folder.path()).removeRecursively();
        QVERIFY(QDir().mkpath(m_folder.path()));
        m_file = m_folder.filePath(u"session.fluoro"_s);
    }

    void everyByteComesBack()
    {
        QByteArray random(5000, Qt::Uninitialized);
        QRandomGenerator generator(7);
        for (char& byte : random) {
            byte = char(generator.bounded(256));
        }
        QByteArray large;
        for (int i = 0; i < 2000; ++i) {
            large += documentText({.trace = traceNumber(i), .id = segmentNumber(i)});
        }
        const QByteArray frame = QByteArray::fromHex("28b52ffd2000010000"); // how a zstd frame begins
        const QList<QByteArray> documents{"", "{", QByteArray(3, '\0'), random, large, frame, frame + frame};
        {
            const auto session = opened(m_file);
            putAll(*session, documents);
            QCOMPARE(journalOf(*session), documents);
        }
        QCOMPARE(journalOf(*opened(m_file, SessionOptions::Mode::ReadOnly)), documents);
        QCOMPARE(sql(m_file, "SELECT count(*) FROM journal WHERE packing IS NULL"), 6); // no smaller otherwise
    }

    void captures()
    {
        const QList<QByteArray> datagrams = capturedDatagrams();
        QCOMPARE(datagrams.size(), 70);
        const auto session = opened(m_file);
        putAll(*session, datagrams);
        QCOMPARE(journalOf(*session), datagrams);
        qInfo("%.3f of what was received", ratio(m_file, datagrams));
        QVERIFY(ratio(m_file, datagrams) < 0.35);
    }

    void manyAlikeGetADictionary()
    {
        QList<QByteArray> documents;
        for (int i = 0; i < 3000; ++i) {
            documents += documentText({.trace = traceNumber(i),
                .id = segmentNumber(i),
                .start = kStart + i,
                .extra = ",\"http\":{\"request\":{\"url\":\"http://shop/orders/" + QByteArray::number(i * 7919)
                    + "\",\"method\":\"GET\",\"user_agent\":\"Mozilla/5.0 (X11; Linux x86_64)\",\"client_ip\":\"10.1.2."
                    + QByteArray::number(i % 250) + "\"},\"response\":{\"status\":200}}"});
        }
        {
            const auto session = opened(m_file);
            putAll(*session, documents.first(1500));
            QCOMPARE(sql(m_file, "SELECT count(*) FROM dictionary"), 1);
        }
        const auto session = opened(m_file); // goes on with it
        putAll(*session, documents.sliced(1500));
        QCOMPARE(sql(m_file, "SELECT count(*) FROM dictionary"), 1);
        QCOMPARE(sql(m_file, "SELECT packing FROM journal WHERE id = 1"), 0);
        QCOMPARE(sql(m_file, "SELECT packing FROM journal WHERE id = 1600"), 1);
        QCOMPARE(journalOf(*session), documents);
        QCOMPARE(valueOf(session->journal(2000, 1)).front().document.bytes, documents[2000]);
        QCOMPARE(valueOf(session->source().trace(traceNumber(2900), {})).documents.front(), documents[2900]);
        const double alone = double(sql(m_file, "SELECT sum(length(bytes)) FROM journal WHERE packing = 0"))
            / double(sql(m_file, "SELECT count(*) FROM journal WHERE packing = 0"));
        const double taught = double(sql(m_file, "SELECT sum(length(bytes)) FROM journal WHERE packing = 1"))
            / double(sql(m_file, "SELECT count(*) FROM journal WHERE packing = 1"));
        qInfo("%.0f bytes without, %.0f with a dictionary, of %.0f", alone, taught,
            double(documents.join().size()) / double(documents.size()));
        QVERIFY(taught < 0.5 * alone);
    }

    void aFileOfTheFirstFormatIsRead()
    {
        const QList<QByteArray> documents = Traffic(1).documents(0, 100);
        putAll(*opened(m_file), documents);
        makeFirstFormat(m_file);
        {
            const auto session = opened(m_file, SessionOptions::Mode::ReadOnly);
            QCOMPARE(journalOf(*session), documents);
            compareWithScratch(*session);
        }
        QCOMPARE(sql(m_file, "PRAGMA user_version"), 1); // reading changes nothing
        const QList<QByteArray> more = Traffic(2).documents(200, 100);
        {
            const auto session = opened(m_file);
            putAll(*session, more);
            QCOMPARE(journalOf(*session), documents + more);
            compareWithScratch(*session);
        }
        QCOMPARE(sql(m_file, "PRAGMA user_version"), 2); // which versions that cannot read it refuse
        compareWithScratch(*opened(m_file, SessionOptions::Mode::ReadOnly));
    }

    void aDamagedDocumentIsAnError()
    {
        putAll(*opened(m_file),
            {documentText({.trace = traceNumber(1), .id = segmentNumber(1)}),
                documentText({.trace = traceNumber(2), .id = segmentNumber(2), .extra = ",\"a\":1"})});
        for (const QByteArray& damage : {QByteArray("bytes = x'28b52ffd'"), QByteArray("bytes = x'00'"),
                 QByteArray("bytes = substr(bytes, 1, 40)"), QByteArray("packing = 7")}) {
            const QString copy = m_folder.filePath(u"damaged.fluoro"_s);
            QFile::remove(copy);
            QVERIFY(QFile::copy(m_file, copy));
            sql(copy, "UPDATE journal SET " + damage + " WHERE id = 2");
            const auto session = opened(copy, SessionOptions::Mode::ReadOnly);
            QVERIFY(session->journal(0, 1));
            const auto entries = session->journal(0, -1);
            QVERIFY(!entries);
            QVERIFY2(entries.error().message.contains(u"of the journal is"_s), qPrintable(entries.error().message));
            QVERIFY(session->source().trace(traceNumber(1), {}));
            QVERIFY(!session->source().trace(traceNumber(2), {}));
        }
    }
};

QTEST_GUILESS_MAIN(PackingTest)
#include "packing_test.moc"
