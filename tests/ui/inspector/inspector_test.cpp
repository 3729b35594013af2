// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/trace/sample_traces.h"
#include "ui/inspector/cause_chain.h"
#include "ui/inspector/code_spans.h"
#include "ui/inspector/field_list.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/metadata_model.h"
#include "ui/inspector/metadata_pane.h"
#include "ui/inspector/outcome_chip.h"
#include "ui/inspector/raw_pane.h"
#include "ui/inspector/root_cause_box.h"
#include "ui/inspector/segment_copies.h"
#include "ui/inspector/tab_strip.h"
#include "ui/theme/role_label.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QDesktopServices>
#include <QFile>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

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

// What SDKs really sent.
std::vector<std::shared_ptr<const Trace>> captured()
{
    QFile file(QStringLiteral(FLUOROSCOPE_FIXTURES "/node-sdk-3.12.jsonl"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QMap<QString, QList<QByteArray>> documents;
    while (!file.atEnd()) {
        const QByteArray datagram = QJsonDocument::fromJson(file.readLine()).object().value("d"_L1).toString().toUtf8();
        const QByteArray document = datagram.mid(datagram.indexOf('\n') + 1);
        documents[QJsonDocument::fromJson(document).object().value("trace_id"_L1).toString()] << document;
    }
    std::vector<std::shared_ptr<const Trace>> traces;
    for (const QList<QByteArray>& each : std::as_const(documents)) {
        traces.push_back(assembled(each));
    }
    return traces;
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
                u"Namespace=remote"_s, u"[Time]"_s, u"Start=24 May 2024 14:18:26.160"_s,
                u"End=24 May 2024 14:18:26.380"_s, u"Duration=220 ms (73 % of the trace)"_s, u"In progress=No"_s,
                u"[Errors & faults]"_s, u"Fault=Yes"_s, u"Error=No"_s, u"Throttle=No"_s, u"[Request & response]"_s,
                u"URL=http://stock.internal/7"_s, u"Method=GET"_s, u"Response code=500"_s}));
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

    void annotationsThatAreNotIndexedAreThere()
    {
        const auto trace = assembled({R"({"trace_id":"1-6650a1b2-000000000000000000000001","id":"aaaaaaaaaaaaaaa1",
            "name":"shop","start_time":1716560306.1,"end_time":1716560306.4,
            "annotations":{"größe":"XL","tags":["a",2],"tier":"gold"}})"});
        const InspectedSegment root(trace, 0);
        QCOMPARE(printed(annotationFields(root)),
            QStringList({u"tier=gold"_s, u"[Not searchable]"_s, u"größe=XL"_s, u"tags=[\"a\",2]"_s}));
        QVERIFY(root.mayHaveAnnotations());
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
            u"TimeoutError  eeeeeeeeeeeeeee1\ndb timeout\nlookup (stock.py:12)\nframes left out: 3\nCaused "
            u"by\nSocketError  "
            u"remote  eeeeeeeeeeeeeee2\nconnection reset\n"
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
        model.setMetadata(root.object()["metadata"].source().toByteArray());
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

    void largeMetadataUnfoldsWhereItIsOpenedAndIsSearchedWhole()
    {
        QJsonArray rows;
        for (int i = 0; i < 4000; ++i) {
            rows.append(QJsonObject{{u"id"_s, i}, {u"name"_s, u"row %1"_s.arg(i)}});
        }
        MetadataPane pane;
        pane.resize(420, 400);
        pane.show();
        MetadataModel& model = *pane.model();
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        tester.setUseFetchMore(false);
        pane.setMetadata(
            QJsonDocument(QJsonObject{{u"default"_s, QJsonObject{{u"rows"_s, rows}, {u"note"_s, u"x"_s}}}}).toJson());
        QVERIFY(model.nodeCount() < 5000);
        const QModelIndex list = model.index(1, 0, model.index(0, 0, {}));
        QCOMPARE(list.data().toString(), u"rows"_s);
        const QModelIndex row = model.index(7, 0, list);
        QVERIFY(model.hasChildren(row));
        auto* tree = pane.findChild<QTreeView*>();
        tree->expand(list);
        tree->expand(row);
        QCOMPARE(model.rowCount(row), 2);
        QCOMPARE(model.path(model.index(1, 0, row)), u"default.rows[7].name"_s);
        auto* field = pane.findChild<QLineEdit*>();
        field->setText(u"ROW 399"_s);
        QCOMPARE(model.matchCount(), 11); // 399 and 3990 to 3999
        QCOMPARE(model.path(tree->currentIndex()), u"default.rows[399].name"_s);
        const auto* count = pane.findChild<RoleLabel*>();
        QCOMPARE(count->text(), u"1 of 11"_s);
        field->setFocus();
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(model.path(tree->currentIndex()), u"default.rows[3990].name"_s);
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier); // round about
        QCOMPARE(count->text(), u"11 of 11"_s);
        field->setText(u"nothing of the kind"_s);
        QCOMPARE(count->text(), u"no match"_s);
    }

    void aSegmentIsCopiedAsTextForElsewhere()
    {
        const auto trace = shop();
        const int call = indexOfId(*trace, u"bbbbbbbbbbbbbbb2");
        QCOMPARE(segmentSummary(*trace, call),
            u"stock.internal GET http://stock.internal/7 500 fault 220 ms "
            u"(1-6650a1b2-0123456789abcdef01234567, subsegment bbbbbbbbbbbbbbb2)"_s);
        QCOMPARE(segmentOutline(*trace, trace->root),
            u"- **shop** GET http://shop.example.com/cart/7?full=1 – 200, ok, 300 ms\n"
            "  - **DynamoDB** GetItem: Carts – 200, ok, 30 ms\n"
            "  - **stock.internal** GET http://stock.internal/7 – 500, fault, 220 ms\n"
            "    - **retry** – ok, 100 ms\n"
            "    - **stock.internal** GET http://stock.internal/7 – 500, fault, 190 ms\n"
            "      - **orders@db** jdbc:postgresql://db/orders – fault, 160 ms\n"_s);
        QVERIFY(segmentOutline(*longTrace(5000), 0).endsWith(u"- … and 3001 more\n"_s));
        const QJsonObject json = QJsonDocument::fromJson(segmentJson(trace, call).toUtf8()).object();
        QCOMPARE(json.value("id"_L1).toString(), u"bbbbbbbbbbbbbbb2"_s);
        QVERIFY(segmentJson(trace, inferredTable(*trace)).isEmpty());
        QCOMPARE(curlCommand(trace->segments[static_cast<std::size_t>(trace->root)]),
            u"curl --globoff -A 'curl/8' --url 'http://shop.example.com/cart/7?full=1'"_s);
        QVERIFY(
            curlCommand(trace->segments[static_cast<std::size_t>(indexOfId(*trace, u"bbbbbbbbbbbbbbb3"))]).isEmpty());
        QCOMPARE(awsCommand(trace->id, u"127.0.0.1:2000"_s),
            u"aws xray batch-get-traces --trace-ids 1-6650a1b2-0123456789abcdef01234567 "
            u"--endpoint-url http://127.0.0.1:2000 --region us-east-1 --no-sign-request"_s);
        QVERIFY(awsCommand(trace->id, {}).isEmpty());
    }

    void curlIsQuotedForTheShell_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("agent");
        QTest::addColumn<QStringList>("words"); // as a shell splits them
        const auto words = [](QStringList options, const QString& url) {
            return QStringList{u"curl"_s, u"--globoff"_s} + options + QStringList{u"--url"_s, url};
        };
        QTest::newRow("plain") << u"GET"_s << u"http://a/b"_s << u""_s << words({}, u"http://a/b"_s);
        QTest::newRow("post") << u"POST"_s << u"http://a/?x=1&y=$HOME"_s << u"my agent (x; y)"_s
                              << words({u"-X"_s, u"POST"_s, u"-A"_s, u"my agent (x; y)"_s}, u"http://a/?x=1&y=$HOME"_s);
        QTest::newRow("quotes") << u"get"_s << u"http://a/it's\"`id`"_s << u"o'r"_s
                                << words({u"-A"_s, u"o'r"_s}, u"http://a/it's\"`id`"_s);
        QTest::newRow("head") << u"HEAD"_s << u"http://a/"_s << u""_s << words({u"--head"_s}, u"http://a/"_s);
        QTest::newRow("no option") << u"GET"_s << u"-K/etc/passwd"_s << u""_s << words({}, u"-K/etc/passwd"_s);
        QTest::newRow("a path alone") << u"GET"_s << u"/cart/7"_s << u""_s << QStringList();
    }
    void curlIsQuotedForTheShell()
    {
        QFETCH(QString, method);
        QFETCH(QString, url);
        QFETCH(QString, agent);
        Segment segment;
        HttpData http;
        http.method = method;
        http.url = url;
        http.userAgent = agent;
        segment.http = std::make_shared<HttpData>(http);
        QProcess shell;
        shell.start(u"sh"_s, {u"-c"_s, u"printf '%s\\n' "_s + curlCommand(segment)});
        QVERIFY(shell.waitForFinished());
        QTEST(QString::fromUtf8(shell.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts), "words");
    }

    void copyIsOfferedInTheHeaderAndInMenus()
    {
        const auto trace = shop();
        Inspector inspector;
        inspector.resize(444, 600);
        inspector.show();
        inspector.setSegment(trace, trace->root);
        auto* menu = inspector.findChild<QMenu*>(QString(), Qt::FindDirectChildrenOnly);
        emit menu->aboutToShow();
        const auto action = [menu](const QString& text) {
            const auto all = menu->actions();
            return *std::find_if(all.begin(), all.end(), [&](const QAction* each) { return each->text() == text; });
        };
        QVERIFY(!action(u"Copy aws xray command for the trace"_s)->isEnabled());
        inspector.setApiAddress(u"127.0.0.1:2000"_s);
        emit menu->aboutToShow();
        QVERIFY(action(u"Copy aws xray command for the trace"_s)->isEnabled());
        action(u"Copy segment ID"_s)->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"aaaaaaaaaaaaaaa1"_s);
        action(u"Copy as JSON"_s)->trigger();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"{\n    \"trace_id\""_s));
        inspector.clear();
        QVERIFY(!inspector.findChild<QPushButton*>(QString(), Qt::FindDirectChildrenOnly)->isVisible());
    }

    // A failed call refers to the exception of the segment that it called, or of one of its own subsegments.
    void capturedExceptionsAreFollowedToWhereTheyBegan()
    {
        int followed = 0;
        for (const auto& trace : captured()) {
            for (std::size_t i = 0; i < trace->segments.size(); ++i) {
                const Segment& segment = trace->segments[i];
                if (!segment.cause || segment.cause->referencedId.isEmpty()) {
                    continue;
                }
                const auto chain = causeChain(*trace, static_cast<std::int32_t>(i));
                QVERIFY(!chain.empty());
                const RecordedException origin = chain.back();
                QVERIFY(origin.segment != static_cast<std::int32_t>(i));
                QCOMPARE(rootCause(*trace, static_cast<std::int32_t>(i)).exception, origin.exception);
                Inspector inspector;
                inspector.setCurrentTab(Inspector::Exceptions);
                inspector.setSegment(trace, static_cast<int>(i));
                const DocumentPane* pane = paneOf(inspector, u"Exceptions"_s);
                const QString text = pane->toPlainText();
                QVERIFY2(text.contains(origin.exception->message), qPrintable(text));
                QSignalSpy requested(&inspector, &Inspector::segmentRequested);
                const QString link = u"segment:%1"_s.arg(origin.segment);
                QVERIFY(pane->document()->toHtml().contains(link));
                emit paneOf(inspector, u"Exceptions"_s)->linkActivated(link);
                QCOMPARE(requested.first().first().toInt(), origin.segment);
                ++followed;
            }
        }
        QVERIFY(followed > 0);
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
        Inspector inspector;
        inspector.resize(420, 600);
        for (const auto& trace : captured()) {
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
