// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/trace/sample_traces.h"
#include "ui/inspector/cause_chain.h"
#include "ui/inspector/code_spans.h"
#include "ui/inspector/field_list.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/metadata_model.h"
#include "ui/inspector/outcome_chip.h"
#include "ui/inspector/raw_pane.h"
#include "ui/inspector/root_cause_box.h"
#include "ui/inspector/tab_strip.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QDesktopServices>
#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace fluoroscope;
using namespace Qt::StringLiterals;

namespace {

std::shared_ptr<const Trace> shop()
{
    return assembled(shopDocuments());
}

int indexOfId(const Trace& trace, QStringView id)
{
    return trace.indexOf(*SegmentId::fromString(id));
}

int inferredTable(const Trace& trace)
{
    const auto found = std::find_if(trace.segments.begin(), trace.segments.end(),
        [](const Segment& segment) { return segment.inferred && segment.name == u"DynamoDB"; });
    return found == trace.segments.end() ? -1 : static_cast<int>(found - trace.segments.begin());
}

DocumentPane* paneOf(const Inspector& inspector, const QString& name)
{
    for (auto* pane : inspector.findChildren<DocumentPane*>()) {
        if (pane->accessibleName() == name) {
            return pane;
        }
    }
    return nullptr;
}

// "Label=value" lines, sections as "[title]".
QStringList printed(const std::vector<FieldSection>& sections)
{
    QStringList lines;
    for (const FieldSection& section : sections) {
        if (!section.title.isEmpty()) {
            lines << u"[%1]"_s.arg(section.title);
        }
        for (const Field& field : section.fields) {
            lines << field.label + u'=' + field.value
                    + (field.note.isEmpty() ? QString() : u" ("_s + field.note + u')');
        }
    }
    return lines;
}

QStringList printedTree(const MetadataModel& model, const QModelIndex& parent = {}, int level = 0)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex key = model.index(row, MetadataModel::Key, parent);
        const QModelIndex value = model.index(row, MetadataModel::Value, parent);
        lines << QString(level, u' ') + key.data().toString() + u'=' + value.data().toString();
        lines << printedTree(model, key, level + 1);
    }
    return lines;
}

// Takes the place of the desktop's file opener.
class Opener : public QObject {
    Q_OBJECT

public slots:
    void open(const QUrl& url) { opened = url; }

public:
    QUrl opened;
};

} // namespace

class InspectorTest : public QObject {
    Q_OBJECT

private:
    QList<bool> enabled(const Inspector& inspector)
    {
        const auto* tabs = inspector.findChild<TabStrip*>();
        QList<bool> list;
        for (int tab = 0; tab < tabs->count(); ++tab) {
            list << tabs->isTabEnabled(tab);
        }
        return list;
    }

private slots:
    void initTestCase() { Theme::current().apply(*qApp, Scheme::Light); }

    void emptyTabsAreDisabledAndNotHidden_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QList<bool>>("tabs"); // Overview Resources Annotations Metadata Exceptions SQL Raw
        QTest::newRow("root") << u"aaaaaaaaaaaaaaa1"_s << QList<bool>{true, true, true, true, false, false, true};
        QTest::newRow("call") << u"bbbbbbbbbbbbbbb1"_s << QList<bool>{true, true, false, false, false, false, true};
        QTest::newRow("failed call") << u"bbbbbbbbbbbbbbb2"_s
                                     << QList<bool>{true, false, false, false, true, false, true};
        QTest::newRow("failed") << u"ccccccccccccccc1"_s << QList<bool>{true, false, false, false, true, false, true};
        QTest::newRow("query") << u"ddddddddddddddd1"_s << QList<bool>{true, false, false, false, false, true, true};
    }
    void emptyTabsAreDisabledAndNotHidden()
    {
        QFETCH(QString, id);
        QFETCH(QList<bool>, tabs);
        Inspector inspector;
        const auto trace = shop();
        inspector.setSegment(trace, indexOfId(*trace, id));
        QCOMPARE(enabled(inspector), tabs);
        const auto* strip = inspector.findChild<TabStrip*>();
        QCOMPARE(strip->isMarked(Inspector::Exceptions), tabs.at(Inspector::Exceptions));
    }

    void theInferredHasNoDocumentAndSaysWhy()
    {
        const auto trace = shop();
        const int inferred = inferredTable(*trace);
        const InspectedSegment inspected(trace, inferred);
        QVERIFY(inspected.segment().inferred);
        QCOMPARE(subtitle(inspected), u"AWS::DynamoDB::Table · inferred"_s);
        QVERIFY(explanation(inspected).contains(u"sent no segment"_s));
        Inspector inspector;
        inspector.setSegment(trace, inferred);
        QCOMPARE(enabled(inspector), QList<bool>({true, true, false, false, false, false, false}));
        QVERIFY(printed(resourceFields(inspected)).contains(u"table_name=Carts"_s));
    }

    void sevenTabsFitTheInspectorsWidth()
    {
        Inspector inspector;
        inspector.resize(444, 600);
        const auto trace = shop();
        inspector.setSegment(trace, indexOfId(*trace, u"ccccccccccccccc1"));
        inspector.show();
        const auto* strip = inspector.findChild<TabStrip*>();
        if (strip->fontInfo().family() != u"Inter"_s) {
            QSKIP("measured with Inter, which is not installed here");
        }
        QVERIFY(strip->tabRect(Inspector::Raw).right() <= strip->width());
        QCOMPARE(strip->tabRect(Inspector::Overview).left(), 0);
    }

    void overviewTellsTheConsolesFieldsInItsOrder()
    {
        const auto trace = shop();
        const InspectedSegment call(trace, indexOfId(*trace, u"bbbbbbbbbbbbbbb2"));
        QCOMPARE(subtitle(call), u"remote call from shop"_s);
        QCOMPARE(printed(overviewFields(call)),
            QStringList({u"Subsegment ID=bbbbbbbbbbbbbbb2"_s, u"Parent ID=aaaaaaaaaaaaaaa1"_s, u"Name=stock.internal"_s,
                u"Namespace=remote"_s, u"[Time]"_s, u"Start=14:18:26.160"_s, u"End=14:18:26.380"_s,
                u"Duration=220 ms (73 % of the trace)"_s, u"In progress=No"_s, u"[Errors & faults]"_s, u"Fault=Yes"_s,
                u"Error=No"_s, u"Throttle=No"_s, u"[Request & response]"_s, u"URL=http://stock.internal/7"_s,
                u"Method=GET"_s, u"Response code=500"_s}));
        const InspectedSegment root(trace, trace->root);
        QCOMPARE(subtitle(root), u"AWS::ECS::Container"_s);
        const QStringList lines = printed(overviewFields(root));
        QVERIFY(lines.contains(u"User agent=curl/8"_s));
        QVERIFY(lines.contains(u"Content length=512 B"_s));
        QCOMPARE(lines.sliced(lines.size() - 2),
            QStringList({u"[Linked traces]"_s, u"Sent by=1-6650a1b2-aaaaaaaaaaaaaaaaaaaaaaaa"_s}));
    }

    void resourcesAndAnnotationsAreVerbatim()
    {
        const auto trace = shop();
        const InspectedSegment root(trace, trace->root);
        QCOMPARE(printed(resourceFields(root)),
            QStringList({u"[aws]"_s, u"account_id=123456789012"_s, u"[aws.ecs]"_s, u"container=c1"_s, u"[aws.xray]"_s,
                u"sdk=X-Ray for Python"_s, u"[service]"_s, u"version=1.4"_s}));
        QStringList annotations = printed(annotationFields(root));
        annotations.sort();
        QCOMPARE(annotations, QStringList({u"items=3"_s, u"ratio=0.25"_s, u"tier=gold"_s, u"vip=true"_s}));
    }

    void theRootCauseIsFoundAcrossSegmentsAndLeadsThere()
    {
        const auto trace = shop();
        const int call = indexOfId(*trace, u"bbbbbbbbbbbbbbb2");
        const RecordedException root = rootCause(*trace, call);
        QCOMPARE(root.segment, indexOfId(*trace, u"ccccccccccccccc1"));
        QVERIFY(rootCause(*trace, trace->root).isNull()); // it answered 200
        Inspector inspector;
        inspector.setSegment(trace, call);
        const auto* box = inspector.findChild<RootCauseBox*>();
        QCOMPARE(box->text(), u"Root cause\nSocketError in stock.internal: “connection reset” → go to the segment"_s);
        QSignalSpy requested(&inspector, &Inspector::segmentRequested);
        emit box->findChild<QLabel*>()->linkActivated(u"segment"_s);
        QCOMPARE(requested.first().first().toInt(), root.segment);
    }

    void aCauseChainFollowsIdsIntoOtherSegmentsAndEndsInACircle()
    {
        QByteArray shopFailed = shopDocuments().first();
        shopFailed.replace("\"user\":\"u42\"",
            "\"fault\":true,\"cause\":{\"exceptions\":[{\"id\":\"eeeeeeeeeeeeeee0\",\"type\":\"CartError\",\"cause\":"
            "\"eeeeeeeeeeeeeee1\"}]}");
        QByteArray circle = stockDocument();
        circle.replace("\"remote\":true", "\"remote\":true,\"cause\":\"eeeeeeeeeeeeeee0\"");
        const auto trace = assembled({shopFailed, circle});
        QStringList types;
        for (const RecordedException& link : causeChain(*trace, trace->root)) {
            types << link.exception->type;
        }
        QCOMPARE(types, QStringList({u"CartError"_s, u"TimeoutError"_s}) + QStringList{u"SocketError"_s});
    }

    void exceptionsAreToldWithStackCauseAndOrigin()
    {
        const auto trace = shop();
        Inspector inspector;
        inspector.setCurrentTab(Inspector::Exceptions);
        inspector.setSegment(trace, indexOfId(*trace, u"ccccccccccccccc1"));
        QCOMPARE(paneOf(inspector, u"Exceptions"_s)->toPlainText(),
            u"TimeoutError\ndb timeout\nlookup (stock.py:12)\nframes left out: 3\nCaused by\nSocketError  "
            u"remote\nconnection reset\n"
            "Working directory /srv/stock"_s);
    }

    void linkedTracesOpenWithAClick()
    {
        const auto trace = shop();
        Inspector inspector;
        inspector.setSegment(trace, trace->root);
        QSignalSpy linked(&inspector, &Inspector::linkedTraceRequested);
        emit paneOf(inspector, u"Overview"_s)->linkActivated(u"trace:1-6650a1b2-aaaaaaaaaaaaaaaaaaaaaaaa"_s);
        QCOMPARE(linked.first().first().value<TraceId>().toString(), u"1-6650a1b2-aaaaaaaaaaaaaaaaaaaaaaaa"_s);
    }

    void rawIsByteForByteWhatWasReceived()
    {
        const QByteArray document =
            "{ \"trace_id\":\"1-6650a1b2-0123456789abcdef01234567\",\t\"id\":\"aaaaaaaaaaaaaaa1\","
            "\"name\":\"a\u00e9\",\"start_time\":1.716560306E9,\"end_time\":1716560307.0 ,\"x\":[1, 2]}\n";
        const auto trace = assembled({document});
        Opener opener;
        QDesktopServices::setUrlHandler(u"file"_s, &opener, "open");
        RawPane pane;
        pane.setDocument(trace->documents.front(), trace->segments.front().id);
        QCOMPARE(pane.findChild<QPlainTextEdit*>()->toPlainText().toUtf8(), document);
        pane.copy();
        QCOMPARE(QGuiApplication::clipboard()->mimeData()->data(u"application/json"_s), document);
        const QString path = pane.openAsFile();
        QDesktopServices::unsetUrlHandler(u"file"_s);
        QCOMPARE(opener.opened.toLocalFile(), path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), document);
        file.remove();
    }

    void theMetadataTreeIsSoundAndSearchable()
    {
        MetadataModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto trace = shop();
        const InspectedSegment root(trace, trace->root);
        model.setMetadata(root.object().value("metadata"_L1).toObject());
        QCOMPARE(printedTree(model),
            QStringList({u"debug={1}"_s, u" sql=null"_s, u"default={2}"_s, u" cart={1}"_s, u"  lines=[1]"_s,
                u"   0={2}"_s, u"    n=2"_s, u"    sku=a"_s, u" note=été"_s}));
        model.setFilter(u"SKU"_s);
        QCOMPARE(printedTree(model),
            QStringList({u"default={2}"_s, u" cart={1}"_s, u"  lines=[1]"_s, u"   0={2}"_s, u"    sku=a"_s}));
        model.setFilter(u"cart"_s);
        QCOMPARE(printedTree(model).size(), 6);
        model.setFilter(u"nowhere"_s);
        QCOMPARE(model.rowCount({}), 0);
        model.setFilter({});
        QCOMPARE(model.copyText(model.index(0, 0, {})), u"{\"sql\":null}"_s);
    }

    void theTabStaysWhereTheNextSegmentHasIt()
    {
        const auto trace = shop();
        Inspector inspector;
        inspector.setSegment(trace, trace->root);
        inspector.setCurrentTab(Inspector::Raw);
        inspector.setSegment(trace, indexOfId(*trace, u"ccccccccccccccc1"));
        const auto* tabs = inspector.findChild<TabStrip*>();
        QCOMPARE(tabs->currentIndex(), int{Inspector::Raw});
        inspector.setSegment(trace, inferredTable(*trace)); // inferred: nothing raw
        QCOMPARE(tabs->currentIndex(), int{Inspector::Overview});
        inspector.setSegment(trace, trace->root);
        QCOMPARE(tabs->currentIndex(), int{Inspector::Raw});
    }

    void everySegmentOfTheCaptureCanBeInspectedInEveryTab()
    {
        QFile file(QStringLiteral(FLUOROSCOPE_FIXTURES "/node-sdk-3.12.jsonl"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QHash<QString, QList<QByteArray>> traces;
        while (!file.atEnd()) {
            const QByteArray datagram =
                QJsonDocument::fromJson(file.readLine()).object().value("d"_L1).toString().toUtf8();
            const QByteArray document = datagram.mid(datagram.indexOf('\n') + 1);
            traces[QJsonDocument::fromJson(document).object().value("trace_id"_L1).toString()] << document;
        }
        Inspector inspector;
        inspector.resize(420, 600);
        for (const QList<QByteArray>& documents : std::as_const(traces)) {
            const auto trace = assembled(documents);
            for (std::size_t i = 0; i < std::min<std::size_t>(trace->segments.size(), 12); ++i) {
                for (int tab = 0; tab < Inspector::TabCount; ++tab) {
                    inspector.setCurrentTab(static_cast<Inspector::Tab>(tab));
                    inspector.setSegment(trace, static_cast<int>(i));
                }
                QCOMPARE(inspector.findChild<OutcomeChip*>()->text().isEmpty(), false);
            }
        }
    }

    void brokenCodeIsColouredAllTheSame()
    {
        QCOMPARE(jsonSpans(u"{\"a\": \"b").size(), std::size_t{4});
        QVERIFY(jsonSpans(u"\"\\").size() == 1);
        const auto spans = sqlSpans(u"select 'x");
        QCOMPARE(spans.size(), std::size_t{2});
        QCOMPARE(spans.front().role, Role::Accent);
    }
};

QTEST_MAIN(InspectorTest)
#include "inspector_test.moc"
