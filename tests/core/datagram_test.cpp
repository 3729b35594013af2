// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The daemon's header, and what of a datagram is the document (reference 1.1).

#include "core/segment/datagram.h"

#include <QTest>

using namespace fluoroscope;

class DatagramTest : public QObject {
    Q_OBJECT

private slots:
    void takesWhatTheDaemonTakes_data();
    void takesWhatTheDaemonTakes();
    void refusesWhatTheDaemonRefuses_data();
    void refusesWhatTheDaemonRefuses();
    void readsItsOwn();
};

void DatagramTest::takesWhatTheDaemonTakes_data()
{
    QTest::addColumn<QByteArray>("datagram");
    QTest::addColumn<QByteArray>("document");
    const auto row = [](const char* name, const QByteArray& datagram, const QByteArray& document) {
        QTest::newRow(name) << datagram << document;
    };
    row("Node.js, Python, .NET", "{\"format\":\"json\",\"version\":1}\n{}", "{}");
    row("Go, Java", "{\"format\": \"json\", \"version\": 1}\n{}", "{}");
    row("version first", "{\"version\":1,\"format\":\"json\"}\n{}", "{}");
    row("any case", "{\"Format\":\"JSON\",\"VERSION\":1}\n{}", "{}");
    row("more members", "{\"format\":\"json\",\"version\":1,\"x\":[1]}\n{}", "{}");
    row("carriage return", "{\"format\":\"json\",\"version\":1}\r\n{}", "{}");
    row("blanks around", " {\"format\" : \"json\" ,\"version\" : 1 } \t\n{}", "{}");
    row("newlines in the document", "{\"format\":\"json\",\"version\":1}\n{\n}\n", "{\n}\n");
    row("anything is a document", QByteArray("{\"format\":\"json\",\"version\":1}\n\0\xff", 32),
        QByteArray("\0\xff", 2));
}

void DatagramTest::takesWhatTheDaemonTakes()
{
    QFETCH(QByteArray, datagram);
    const auto document = documentOfDatagram(datagram);
    QVERIFY2(document, document ? "" : qPrintable(document.error().message));
    QTEST(*document, "document");
}

void DatagramTest::refusesWhatTheDaemonRefuses_data()
{
    QTest::addColumn<QByteArray>("datagram");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const QByteArray& datagram, RejectionCode code) {
        QTest::newRow(name) << datagram << static_cast<int>(code);
    };
    row("empty", "", RejectionCode::MissingHeader);
    row("no newline", "{\"format\":\"json\",\"version\":1}", RejectionCode::MissingHeader);
    row("nothing after the newline", "{\"format\":\"json\",\"version\":1}\n", RejectionCode::MissingHeader);
    row("document alone", "{\"id\":\"1\"}", RejectionCode::MissingHeader);
    row("empty header", "\n{}", RejectionCode::InvalidHeader);
    row("document in place of the header", "{\n\"id\":\"1\"}", RejectionCode::InvalidHeader);
    row("not JSON", "format=json\n{}", RejectionCode::InvalidHeader);
    row("not an object", "[\"json\",1]\n{}", RejectionCode::InvalidHeader);
    row("other format", "{\"format\":\"xml\",\"version\":1}\n{}", RejectionCode::InvalidHeader);
    row("no format", "{\"version\":1}\n{}", RejectionCode::InvalidHeader);
    row("no version", "{\"format\":\"json\"}\n{}", RejectionCode::InvalidHeader);
    row("other version", "{\"format\":\"json\",\"version\":2}\n{}", RejectionCode::InvalidHeader);
    row("version as text", "{\"format\":\"json\",\"version\":\"1\"}\n{}", RejectionCode::InvalidHeader);
    row("broken version", "{\"format\":\"json\",\"version\":1.5}\n{}", RejectionCode::InvalidHeader);
    row("more behind", "{\"format\":\"json\",\"version\":1} x\n{}", RejectionCode::InvalidHeader);
}

void DatagramTest::refusesWhatTheDaemonRefuses()
{
    QFETCH(QByteArray, datagram);
    const auto document = documentOfDatagram(datagram);
    QVERIFY(!document);
    QTEST(static_cast<int>(document.error().code), "code");
    QVERIFY(!document.error().message.isEmpty());
}

void DatagramTest::readsItsOwn()
{
    const QByteArray document = "{\"name\":\"a\nb\"}";
    QCOMPARE(documentOfDatagram(datagramOf(document)), document);
}

QTEST_GUILESS_MAIN(DatagramTest)
#include "datagram_test.moc"
