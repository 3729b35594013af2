// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A session takes in what arrives, answers questions about it, and is the same after it was closed.

#include "core/graph/service_graph.h"
#include "storage/session.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class SessionTest : public QObject {
    Q_OBJECT

private slots:
    void keepsACaptureByteForByte();
    void answersTheSameAfterReopening();
    void sumsTheGraphOfEachTrace();

private:
    static QList<QByteArray> capture();
    static void put(Session& session, const QList<QByteArray>& datagrams);
    [[nodiscard]] std::unique_ptr<Session> open(const QString& name) const
    {
        auto session = Session::open({m_folder.filePath(name), SessionOptions::Mode::ReadWrite, 0});
        if (!session) {
            qWarning() << session.error().message;
            return nullptr;
        }
        return std::move(*session);
    }

    QTemporaryDir m_folder;
};

QList<QByteArray> SessionTest::capture()
{
    QList<QByteArray> datagrams;
    QFile file(QStringLiteral(FLUOROSCOPE_FIXTURES "/node-sdk-3.12.jsonl"));
    if (file.open(QIODevice::ReadOnly)) {
        while (!file.atEnd()) {
            datagrams.append(QJsonDocument::fromJson(file.readLine())[u"d"].toString().toUtf8());
        }
    }
    return datagrams;
}

void SessionTest::put(Session& session, const QList<QByteArray>& datagrams)
{
    for (const QByteArray& datagram : datagrams) {
        QVERIFY(session.sink().put({datagram, now(), Transport::Udp, u"127.0.0.1:4000"_s}));
    }
    QVERIFY(session.flush());
}

void SessionTest::keepsACaptureByteForByte()
{
    const auto session = open(u"bytes.fluoro"_s);
    const QList<QByteArray> sent = capture();
    QCOMPARE(sent.size(), 70);
    put(*session, sent);
    const auto journal = session->journal(0, 1000);
    QVERIFY(journal.has_value());
    QCOMPARE(qsizetype(journal->size()), sent.size());
    for (qsizetype i = 0; i < sent.size(); ++i) {
        QCOMPARE((*journal)[size_t(i)].document.bytes, sent[i]);
        QCOMPARE((*journal)[size_t(i)].document.sender, u"127.0.0.1:4000"_s);
    }
    QCOMPARE(session->source().counters().documents, 70);
    QCOMPARE(session->source().counters().indexed, 70);
    QCOMPARE(session->source().counters().findings, 0);
}

void SessionTest::answersTheSameAfterReopening()
{
    TracePage before;
    ServiceGraph graph;
    {
        const auto session = open(u"again.fluoro"_s);
        put(*session, capture());
        before = session->source().traces({}, {}).value();
        graph = session->source().serviceGraph({}, {}).value();
        QVERIFY(!before.rows.empty());
        QCOMPARE(before.total, qint64(before.rows.size()));
        QVERIFY(!graph.isEmpty());
    }
    const auto session = open(u"again.fluoro"_s);
    QCOMPARE(session->source().traces({}, {}).value().rows, before.rows);
    QCOMPARE(session->source().serviceGraph({}, {}).value(), graph);
}

void SessionTest::sumsTheGraphOfEachTrace()
{
    const auto session = open(u"sum.fluoro"_s);
    put(*session, capture());
    TraceSource& source = session->source();
    ServiceGraph sum;
    const TracePage page = source.traces({}, {}).value();
    for (const TraceRow& row : page.rows) {
        const auto trace = source.trace(row.id, {});
        QVERIFY2(trace, qPrintable(trace ? QString() : trace.error().message));
        sum.add(graphOf(*trace));
    }
    QCOMPARE(source.serviceGraph({}, {}).value(), sum);
    // A window that cuts through minutes counts exactly the traces that start in it.
    const TimeRange half{page.rows[page.rows.size() / 2].start, page.rows.front().start};
    const auto inHalf = source.traces({.selection = {half}}, {});
    QVERIFY2(inHalf, qPrintable(inHalf ? QString() : inHalf.error().message));
    ServiceGraph part;
    for (const TraceRow& row : inHalf->rows) {
        part.add(graphOf(source.trace(row.id, {}).value()));
    }
    const auto graph = source.serviceGraph({half}, {});
    QVERIFY2(graph, qPrintable(graph ? QString() : graph.error().message));
    QCOMPARE(*graph, part);
}

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
