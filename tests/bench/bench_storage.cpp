// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The limits of storing and of staying small, and captures to fill a session with.
#include "core/segment/datagram.h"
#include "tests/bench/bench.h"
#include "tests/bench/documents.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QUdpSocket>
#include <SQLiteCpp/SQLiteCpp.h>
#include <cstdio>

namespace fluoroscope::bench {

using namespace Qt::StringLiterals;

namespace {

SQLite::Database journalAt(const QString& file)
{
    SQLite::Database database(file.toStdString(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA journal_mode=WAL");
    database.exec("PRAGMA synchronous=NORMAL");
    database.exec("CREATE TABLE IF NOT EXISTS journal(id INTEGER PRIMARY KEY, received INTEGER, transport INTEGER, "
                  "sender TEXT, bytes BLOB)");
    return database;
}

} // namespace

// insert --file F --count N: the documents of `send`, a thousand in a transaction
int insert(const QStringList& arguments)
{
    constexpr qint64 kPerTransaction = 1000;
    const qint64 wanted = numberOf(arguments, u"--count", 100'000);
    const Documents documents(now(), Duration(400));
    std::vector<QByteArray> made;
    for (qint64 i = 0; i < kPerTransaction; ++i) {
        made.push_back(datagramOf(documents.document(i)));
    }
    SQLite::Database database = journalAt(textOf(arguments, u"--file"));
    SQLite::Statement row(
        database, "INSERT INTO journal(received, transport, sender, bytes) VALUES(?, 1, '127.0.0.1:41234', ?)");
    const Stopwatch watch;
    for (qint64 i = 0; i < wanted; i += kPerTransaction) {
        SQLite::Transaction transaction(database);
        for (const QByteArray& document : made) {
            row.bind(1, static_cast<std::int64_t>(i));
            row.bindNoCopy(2, document.constData(), static_cast<int>(document.size()));
            row.exec();
            row.reset();
        }
        transaction.commit();
    }
    print({{u"inserted"_s, wanted}, {u"seconds"_s, watch.seconds()}});
    return 0;
}

// idle --file F: until it is ended
int idle(const QStringList& arguments)
{
    QUdpSocket socket;
    socket.bind(QHostAddress::LocalHost, 0);
    const SQLite::Database database = journalAt(textOf(arguments, u"--file"));
    std::puts("ready");
    std::fflush(stdout);
    return QCoreApplication::exec();
}

// capture --count N, or --segments N for one large trace: a line {"t": arrival, "d": datagram} for each document
int capture(const QStringList& arguments)
{
    const auto write = [](Timestamp arrival, const QByteArray& document) {
        const QJsonObject line{{u"t"_s, toEpochSeconds(arrival)}, {u"d"_s, QString::fromUtf8(datagramOf(document))}};
        std::puts(QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    };
    if (const qint64 segments = numberOf(arguments, u"--segments", 0); segments > 0) {
        for (const QByteArray& document : largeTrace(static_cast<int>(segments))) {
            write(now(), document);
        }
        return 0;
    }
    const qint64 wanted = numberOf(arguments, u"--count", 1000);
    constexpr Duration kStep{4000}; // a thousand documents a second
    const Timestamp begin = now() - wanted / Documents::kPerTrace * kStep;
    const Documents documents(begin, kStep);
    for (qint64 i = 0; i < wanted; ++i) {
        write(begin + i / Documents::kPerTrace * kStep + std::chrono::milliseconds(510), documents.document(i));
    }
    return 0;
}

} // namespace fluoroscope::bench
