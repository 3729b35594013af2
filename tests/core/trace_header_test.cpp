// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which trace is meant by a text that somebody pastes.

#include "core/segment/trace_header.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class TraceHeaderTest : public QObject {
    Q_OBJECT

private slots:
    void findsTheTrace_data();
    void findsTheTrace();
    void readsWhatSdkTestsCallAHeader();
};

void TraceHeaderTest::findsTheTrace_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("id");
    const QString id = u"1-5759e988-bd862e3fe1be46a994272793"_s;
    QTest::newRow("header") << u"Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"_s << id;
    QTest::newRow("with its name") << u"X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=?\r\n"_s
                                   << id;
    QTest::newRow("root last") << u"Parent=53995c3f42cd8ad8;Sampled=0;Root=1-5759e988-bd862e3fe1be46a994272793"_s << id;
    QTest::newRow("names in any case") << u"RoOt=1-5759E988-BD862E3FE1BE46A994272793;saMpLed=1"_s << id;
    QTest::newRow("empty fields") << u"Root=1-5759e988-bd862e3fe1be46a994272793;;Parent=;;;Sampled=1;;;"_s << id;
    QTest::newRow("lineage") << u"Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=1234abcd:4|3456abcd:6"_s << id;
    QTest::newRow("behind a load balancer")
        << u"Self=1-67891234-123456789abcdef012345678;Root=1-5759e988-bd862e3fe1be46a994272793"_s << id;
    QTest::newRow("bare") << u"  1-5759e988-bd862e3fe1be46a994272793\n"_s << id;
    QTest::newRow("bare W3C") << u"5759e988bd862e3fe1be46a994272793"_s << id;
    QTest::newRow("traceparent") << u"traceparent: 00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01"_s << id;
    QTest::newRow("member of JSON") << u"\"trace_id\": \"1-5759e988-bd862e3fe1be46a994272793\","_s << id;
    QTest::newRow("console address") << u"https://x/home#xray:traces/1-5759e988-bd862e3fe1be46a994272793?~(a)"_s << id;
    QTest::newRow("log line") << u"XRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793\tSegmentId: 53995c3f42cd8ad8"_s
                              << id;
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("no root") << u"Parent=53995c3f42cd8ad8;Sampled=1"_s << QString();
    QTest::newRow("broken root is not made up for by self")
        << u"Root=1-5759e988;Self=1-5759e988-bd862e3fe1be46a994272793"_s << QString();
    QTest::newRow("digit too many") << u"1-5759e988-bd862e3fe1be46a9942727930"_s << QString();
    QTest::newRow("digit too few") << u"1-5759e988-bd862e3fe1be46a99427279"_s << QString();
    QTest::newRow("other version") << u"2-5759e988-bd862e3fe1be46a994272793"_s << QString();
    QTest::newRow("other letters") << u"1-5759e988-bd862e3fe1be46a99427279g"_s << QString();
    QTest::newRow("zeros") << u"Root=1-00000000-000000000000000000000000"_s << QString();
}

void TraceHeaderTest::findsTheTrace()
{
    QFETCH(QString, text);
    const auto found = traceIdInText(text);
    QTEST(found ? found->toString() : QString(), "id");
}

void TraceHeaderTest::readsWhatSdkTestsCallAHeader()
{
    QFile file(qEnvironmentVariable("FLUOROSCOPE_DATA") + u"/trace_headers.tsv"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        QSKIP("The trace headers are not here: set FLUOROSCOPE_DATA to the folder that holds trace_headers.tsv.");
    }
    file.readLine(); // the columns' names: n, header, kind, source
    int valid = 0;
    int literals = 0;
    while (!file.atEnd()) {
        const QStringList columns = QString::fromUtf8(file.readLine()).split(u'\t');
        const QString header = columns.at(1);
        const auto found = traceIdInText(header);
        // Told apart without a regular expression: the field Root, whole, in X-Ray's form.
        QString root;
        for (const QString& field : header.split(u';')) {
            if (field.trimmed().startsWith("root="_L1, Qt::CaseInsensitive)) {
                root = field.trimmed().mid(5);
            }
        }
        const auto expected = TraceId::fromString(root);
        const bool is = expected && !expected->isNull();
        QVERIFY2(found.has_value() == is, qPrintable(header));
        QVERIFY2(!is || *found == *expected, qPrintable(header));
        literals += columns.at(2) == "literal"_L1 ? 1 : 0;
        valid += is ? 1 : 0;
    }
    QVERIFY(literals > 80);
    QVERIFY(valid > 50);
}

QTEST_GUILESS_MAIN(TraceHeaderTest)
#include "trace_header_test.moc"
