// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/trace/sample_traces.h"
#include "ui/inspector/elided_label.h"
#include "ui/inspector/inspector.h"
#include "ui/theme/role_label.h"
#include "ui/trace/find_bar.h"
#include "ui/trace/root_bar.h"
#include "ui/trace/timeline_canvas.h"
#include "ui/trace/totals_bar.h"
#include "ui/trace/trace_details_page.h"
#include "ui/trace/trace_header.h"
#include "ui/trace/trace_search.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace fluoroscope;
using namespace Qt::StringLiterals;

class TraceDetailsPageTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Theme::current().apply(*qApp, Scheme::Light); }

    void theHeaderSaysWhatAndHowLarge()
    {
        TraceDetailsPage page;
        page.setTrace(assembled(shopDocuments()));
        const auto* header = page.findChild<TraceHeader*>();
        QCOMPARE(header->request(), u"GET /cart/7?full=1"_s);
        QVERIFY2(header->facts().startsWith(u"300 ms · 4 services · 6 segments · "_s), qPrintable(header->facts()));
    }

    void aClickOnTheIdCopiesIt()
    {
        TraceDetailsPage page;
        const auto trace = assembled(shopDocuments());
        page.setTrace(trace);
        QTest::mouseClick(page.findChild<TraceHeader*>()->findChild<QToolButton*>(), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), trace->id.toString());
    }

    void theFirstFaultIsSelectedAndWithoutOneTheRoot()
    {
        TraceDetailsPage page;
        const auto trace = assembled(shopDocuments());
        page.setTrace(trace);
        QCOMPARE(page.currentSegment(), indexOfName(*trace, u"stock.internal"_s));
        QCOMPARE(page.timeline()->current().segment, page.currentSegment());

        QByteArray well = shopDocuments().first();
        well.replace("0123456789abcdef01234567", "0123456789abcdef01234568")
            .replace("\"fault\":true,", "")
            .replace("500", "200");
        const auto other = assembled({well});
        page.setTrace(other);
        QCOMPARE(page.currentSegment(), other->root);
    }

    void theSameTraceGrownKeepsTheSelection()
    {
        TraceDetailsPage page;
        const auto before = assembled({shopDocuments().first()});
        page.setTrace(before);
        const int retry = indexOfName(*before, u"retry"_s);
        page.selectSegment(retry);
        const auto grown = assembled(shopDocuments());
        page.setTrace(grown);
        QCOMPARE(grown->segments[static_cast<std::size_t>(page.currentSegment())].name, u"retry"_s);
        QCOMPARE(page.timeline()->current().segment, page.currentSegment());
    }

    void aSearchWalksTheMatchesAndSaysHowMany()
    {
        TraceDetailsPage page;
        page.resize(1000, 600);
        const auto trace = assembled(shopDocuments());
        page.setTrace(trace);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.timeline()->setFocus();
        QTest::keyClick(page.timeline(), Qt::Key_Slash);
        auto* bar = page.findChild<FindBar*>();
        auto* edit = bar->findChild<QLineEdit*>();
        QTRY_VERIFY(edit->hasFocus());
        QTest::keyClicks(edit, u"ORDERS db"_s);
        const auto& matches = page.timeline()->marks().matches();
        QTRY_COMPARE(matches.size(), std::size_t(2)); // the query, and the database that it made known
        const auto says = [&] { return bar->findChild<RoleLabel*>()->text(); };
        QTRY_COMPARE(says(), u"1 of 2"_s);
        QCOMPARE(page.currentSegment(), int(matches[0]));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(says(), u"2 of 2"_s);
        QCOMPARE(page.currentSegment(), int(matches[1]));
        QVERIFY(page.timeline()->hasFocus()); // where N is no letter
        QTest::keyClick(page.timeline(), Qt::Key_N); // goes round
        QCOMPARE(says(), u"1 of 2"_s);
        QTest::keyClick(page.timeline(), Qt::Key_Return);
        QCOMPARE(says(), u"2 of 2"_s);
        QTest::keyClick(page.timeline(), Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
        QVERIFY(matches.empty());
        page.startSearch();
        QTest::keyClick(edit, Qt::Key_End);
        QTest::keyClicks(edit, u" nowhere"_s);
        QTRY_COMPARE(says(), u"no match"_s);
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
        QVERIFY(page.timeline()->hasFocus());
    }

    // And not by a number that stands in it.
    void anIdIsFoundByItsBegin()
    {
        const auto trace = assembled(shopDocuments());
        const int stock = indexOfName(*trace, u"stock.internal"_s);
        const QString id = trace->segments[static_cast<std::size_t>(stock)].id.toString();
        QCOMPARE(findSegments(*trace, id, {}), std::vector<std::int32_t>{stock});
        QVERIFY(!findSegments(*trace, id.first(8), {}).empty());
        QVERIFY(findSegments(*trace, id.last(6), {}).empty());
        QVERIFY(findSegments(*trace, id.first(2), {}).empty());
    }

    void anOpenSearchLeavesTheSelectionAloneWhenTheTraceGrows()
    {
        TraceDetailsPage page;
        QList<QByteArray> documents = shopDocuments();
        page.setTrace(assembled(documents));
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.startSearch();
        page.findChild<FindBar*>()->findChild<QLineEdit*>()->setText(u"orders@db"_s);
        const auto& matches = page.timeline()->marks().matches();
        QTRY_VERIFY(!matches.empty() && page.currentSegment() == matches.front());
        page.selectSegment(page.trace()->root);
        documents << QByteArray(documents.last())
                         .replace("ccccccccccccccc1", "ccccccccccccccc2")
                         .replace("ddddddddddddddd1", "ddddddddddddddd2");
        const std::size_t before = matches.size();
        page.setTrace(assembled(documents));
        QTRY_VERIFY(matches.size() > before);
        QCOMPARE(page.currentSegment(), page.trace()->root);
    }

    void theInspectorGoesBelowWhereThereIsNoRoomBeside()
    {
        TraceDetailsPage page;
        page.setMapWidget(new QWidget);
        page.setTrace(assembled(shopDocuments()));
        page.resize(1200, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        const auto there = [&](QWidget* widget) { return QRect(widget->mapTo(&page, QPoint()), widget->size()); };
        QTRY_VERIFY(there(page.inspector()).left() > there(page.timeline()).right());
        const int width = page.inspector()->width();
        page.resize(650, 360); // what the smallest window leaves
        QTRY_VERIFY(there(page.inspector()).top() > there(page.timeline()).bottom());
        QCOMPARE(page.inspector()->width(), 650);
        QVERIFY(page.rect().contains(there(page.inspector())));
        QVERIFY(page.rect().contains(there(page.timeline())));
        QVERIFY2(page.minimumSizeHint().height() <= 360, qPrintable(QString::number(page.minimumSizeHint().height())));
        const QByteArray layout = page.saveLayout();
        page.resize(1200, 700);
        QTRY_COMPARE(page.inspector()->width(), width);
        TraceDetailsPage other;
        other.resize(1200, 700);
        other.restoreLayout(layout);
        other.setTrace(page.trace());
        other.show();
        QTRY_COMPARE(other.inspector()->width(), width);
    }

    void whatIsInProgressHasALengthBeforeAnythingHasEnded()
    {
        TraceDetailsPage page;
        page.setTrace(assembled({R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"aaaaaaaaaaaaaaa1",
            "name":"shop","start_time":1716560306.0,"in_progress":true})"}));
        QCOMPARE(page.timeline()->rows().bar(page.trace()->root).end, Duration(1000)); // a millisecond
        QVERIFY(page.findChild<TraceHeader*>()->facts().startsWith(u"in progress · "_s));
    }

    void theCriticalPathIsDrawnUnderWhatWasWaitedFor()
    {
        TraceDetailsPage page;
        page.resize(1000, 600);
        page.setTrace(assembled(shopDocuments()));
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        const auto rails = [&] {
            const QImage picture = page.timeline()->viewport()->grab().toImage();
            const QRgb accent = Theme::current().color(Role::Accent).rgb();
            int count = 0;
            for (int y = 0; y < picture.height(); ++y) {
                for (int x = picture.width() / 2; x < picture.width(); ++x) {
                    count += picture.pixel(x, y) == accent ? 1 : 0;
                }
            }
            return count;
        };
        const int without = rails();
        QTest::keyClick(page.timeline(), Qt::Key_C);
        QVERIFY(page.timeline()->isCriticalPathShown());
        QVERIFY(rails() > without + 100);
        QTest::keyClick(page.timeline(), Qt::Key_C);
        QCOMPARE(rails(), without);
    }

    void whatIsChosenIsAddedUp()
    {
        TraceDetailsPage page;
        page.resize(1000, 600);
        page.setTrace(assembled({repeatsDocument()}));
        page.show();
        const auto* totals = page.findChild<TotalsBar*>();
        QVERIFY(totals->isHidden());
        QTest::mouseClick(
            page.timeline()->viewport(), Qt::LeftButton, {}, {120, page.timeline()->layout().rowRect(2).center().y()});
        const auto subtitles = page.inspector()->findChildren<ElidedLabel*>();
        const auto saysOneOf = [](const ElidedLabel* label) { return label->text().endsWith(u", one of 6 alike"); };
        const auto onRun = [&] { return page.timeline()->current().isRun(); };
        QCOMPARE(std::any_of(subtitles.begin(), subtitles.end(), saysOneOf), onRun());
        QTest::keyClick(page.timeline(), Qt::Key_Down);
        QVERIFY(onRun());
        QVERIFY(std::any_of(subtitles.begin(), subtitles.end(), saysOneOf));
        QTest::keyClick(page.timeline(), Qt::Key_Up);
        QTest::keyClick(page.timeline(), Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(totals->text(), u"7 segments · total 140 ms · self 140 ms · p50 10 ms · p95 50 ms · 1 fault"_s);
        QCOMPARE(totals->accessibleName(), totals->text());
        QVERIFY(totals->isVisible());
        QTest::keyClick(page.timeline(), Qt::Key_Escape);
        QVERIFY(totals->isHidden());
    }

    void theWayToTheRootLeadsBack()
    {
        TraceDetailsPage page;
        page.resize(1000, 600);
        const auto trace = assembled({repeatsDocument()});
        page.setTrace(trace);
        page.show();
        const auto* bar = page.findChild<RootBar*>();
        QVERIFY(bar->isHidden());
        page.selectSegment(indexOfName(*trace, u"report"_s));
        page.rootHere();
        QCOMPARE(bar->path(), QStringList({u"shop"_s, u"shop"_s, u"report"_s}));
        QCOMPARE(bar->facts(), u"600 ms · 4 segments"_s);
        QVERIFY(bar->isVisible());
        const auto links = bar->findChildren<QToolButton*>();
        QCOMPARE(links.size(), 3);
        links[2]->click();
        QCOMPARE(bar->path(), QStringList({u"shop"_s, u"shop"_s}));
        bar->findChildren<QToolButton*>().last()->click();
        page.showWholeTrace();
        QVERIFY(bar->isHidden());
        QVERIFY(page.timeline()->rows().root().isNull());
    }

    void aLargeTraceIsMadeReadyMeanwhile()
    {
        TraceDetailsPage page;
        page.resize(1000, 600);
        page.show();
        QSignalSpy current(&page, &TraceDetailsPage::currentSegmentChanged);
        page.setTrace(longTrace(50'000));
        QVERIFY(!page.trace());
        QVERIFY(page.findChild<QLabel*>()); // "Laying out…"
        QTRY_VERIFY(page.trace());
        QVERIFY(page.timeline()->isVisible());
        QCOMPARE(page.currentSegment(), 50'000); // its fault
        page.showCriticalPath(true);
        QTRY_VERIFY(page.timeline()->marks().hasPath());
        page.sortLongestFirst(true);
        QTRY_VERIFY(page.timeline()->rows().options().longestFirst);
        QTest::keyClick(page.timeline(), Qt::Key_A, Qt::ControlModifier);
        QTRY_VERIFY(page.findChild<TotalsBar*>()->text().contains(u"segments · total "_s));

        current.clear();
        page.setTrace(longTrace(60'000)); // grown: what is selected stays
        QTRY_COMPARE(page.trace()->segments.size(), std::size_t(60'001));
        QCOMPARE(page.currentSegment(), 50'000);
        QCOMPARE(current.count(), 1);
        page.clear();
        page.setTrace(longTrace(70'000));
        page.setMessage(u"gone"_s); // what was asked before does not come back
        page.setTrace(assembled(shopDocuments()));
        QCOMPARE(page.trace()->segments.size(), assembled(shopDocuments())->segments.size());
    }

    void theHeaderKeepsItsFactsInANarrowWindow()
    {
        TraceDetailsPage page;
        page.resize(1280 - 96, 700); // as beside the rail of the smallest usual window
        const auto trace = assembled(shopDocuments());
        page.setTrace(trace);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        const auto* header = page.findChild<TraceHeader*>();
        const auto labels = header->findChildren<ElidedLabel*>();
        for (const ElidedLabel* label : labels) {
            QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
        }
        QVERIFY(labels.last()->text().startsWith(u"300 ms · 4 services"_s));
        QTest::mouseClick(header->findChild<QToolButton*>(), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), trace->id.toString());
    }

    void aRowThatIsClickedIsToldToTheMap()
    {
        TraceDetailsPage page;
        page.resize(1280, 720);
        page.setTrace(assembled(shopDocuments()));
        page.show();
        QSignalSpy current(&page, &TraceDetailsPage::currentSegmentChanged);
        QTest::mouseClick(
            page.timeline()->viewport(), Qt::LeftButton, {}, {120, page.timeline()->layout().rowRect(2).center().y()});
        QCOMPARE(current.count(), 1);
        QCOMPARE(page.trace()->segments[static_cast<std::size_t>(page.currentSegment())].name, u"DynamoDB"_s);
    }

    void aMessageStandsInTheTracesPlace()
    {
        TraceDetailsPage page;
        page.resize(1280, 720);
        page.setTrace(assembled(shopDocuments()));
        page.setMessage(u"Reading the trace…"_s);
        page.show();
        QVERIFY(!page.trace());
        QCOMPARE(page.currentSegment(), -1);
        QVERIFY(!page.timeline()->isVisible());
        page.setTrace(assembled(shopDocuments()));
        QVERIFY(page.timeline()->isVisible());
    }

    void theMapCanBeFoldedAwayAndStaysSo()
    {
        TraceDetailsPage page;
        page.resize(1280, 720);
        auto* map = new QWidget;
        page.setMapWidget(map);
        page.setTrace(assembled(shopDocuments()));
        page.show();
        QVERIFY(map->isVisible());
        for (auto* button : page.findChild<TraceHeader*>()->findChildren<QToolButton*>()) {
            if (button->isCheckable()) {
                button->click();
            }
        }
        QVERIFY(!map->isVisible());

        TraceDetailsPage next;
        auto* otherMap = new QWidget;
        next.setMapWidget(otherMap);
        next.restoreLayout(page.saveLayout());
        QVERIFY(otherMap->isHidden());
        next.restoreLayout("nonsense");
        QVERIFY(otherMap->isHidden());
    }
};

QTEST_MAIN(TraceDetailsPageTest)
#include "trace_details_page_test.moc"
