// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The limits of storing and of staying small, and captures to fill a session with.
#include "core/segment/datagram.h"
#include "storage/packing.h"
#include "tests/bench/bench.h"
#include "tests/bench/documents.h"

#include <QCoreApplication>
#include <QFile>
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

// pack --count N [--capture FILE]: the documents of `send`, or of a capture until there are N; with a dictionary of the
// first of them and without
int pack(const QStringList& arguments)
{
    const auto wanted = static_cast<std::size_t>(numberOf(arguments, u"--count", 20'000));
    std::vector<QByteArray> documents;
    QFile capture(textOf(arguments, u"--capture"));
    if (capture.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : capture.readAll().split('\n')) {
            if (!line.isEmpty()) {
                documents.push_back(QJsonDocument::fromJson(line)["d"_L1].toString().toUtf8());
            }
        }
    } else {
        const Documents made(now(), Duration(400));
        for (qint64 i = 0; documents.size() < wanted; ++i) {
            documents.push_back(datagramOf(made.document(i)));
        }
    }
    SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("CREATE TABLE dictionary(id INTEGER PRIMARY KEY, bytes BLOB)");
    database.exec("CREATE TABLE journal(bytes BLOB, packing INTEGER)");
    QByteArrayList samples;
    for (std::size_t i = 0; i < documents.size() && i < 300; ++i) {
        samples += documents[i].first(std::min<qsizetype>(documents[i].size(), 8192));
    }
    const Stopwatch training;
    const QByteArray dictionary = trainDictionary(samples).value_or(QByteArray());
    QJsonObject result{
        {u"trainMs"_s, 1000 * training.seconds()}, {u"documents"_s, static_cast<qint64>(documents.size())}};
    for (const bool taught : {false, true}) {
        Packer packer;
        packer.useDictionary(taught ? 1 : 0, dictionary);
        qint64 received = 0;
        qint64 stored = 0;
        std::vector<PackedBytes> packed;
        const Stopwatch packing;
        for (const QByteArray& document : documents) {
            packed.push_back(packer.pack(document));
            received += document.size();
            stored += packed.back().bytes.size();
        }
        const QString how = taught ? u"With"_s : u"Without"_s;
        const auto count = static_cast<double>(documents.size());
        result.insert(u"pack"_s + how + u"Us"_s, 1e6 * packing.seconds() / count);
        result.insert(u"ratio"_s + how, static_cast<double>(stored) / static_cast<double>(received));
        if (taught) {
            SQLite::Statement insert(database, "INSERT INTO dictionary VALUES(1, ?)");
            insert.bind(1, dictionary.constData(), static_cast<int>(dictionary.size()));
            insert.exec();
            SQLite::Statement row(database, "INSERT INTO journal VALUES(?, ?)");
            for (const PackedBytes& each : packed) {
                row.bind(1, each.bytes.constData(), static_cast<int>(each.bytes.size()));
                row.bind(2, each.packing ? static_cast<std::int64_t>(*each.packing) : 0);
                row.exec();
                row.reset();
            }
            const Stopwatch unpacking;
            Unpacker unpacker(database);
            SQLite::Statement select(database, "SELECT bytes, packing FROM journal");
            for (const QByteArray& document : documents) {
                if (!select.executeStep() || unpacker.bytes(select, 0, 1) != document) {
                    return 1;
                }
            }
            result.insert(u"unpackUs"_s, 1e6 * unpacking.seconds() / count);
        }
    }
    print(result);
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
