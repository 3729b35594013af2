// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the map keeps with the session, and what its side panel says about a node.

#include "tests/ui/map/map_graphs.h"
#include "tests/ui/shop_requests.h"
#include "ui/charts/rates_chart.h"
#include "ui/frame/map_details_feed.h"
#include "ui/map/map_page.h"
#include "ui/map/map_pins.h"
#include "ui/map/service_panel.h"
#include "ui/map/value_list.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QJsonArray>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

const Timestamp kNow{std::chrono::seconds(1'700'000'000)};

class FakeState : public StateStore {
public:
    Result<QJsonObject> state(const QString& name) override
    {
        const std::scoped_lock lock(m_mutex);
        return m_states.value(name);
    }
    Result<void> changeState(const QString& name, const Change& change) override
    {
        const std::scoped_lock lock(m_mutex);
        const Result<QJsonObject> changed = change(m_states.value(name));
        if (!changed) {
            return tl::unexpected(changed.error());
        }
        m_states[name] = *changed;
        return {};
    }

private:
    std::mutex m_mutex;
    QHash<QString, QJsonObject> m_states;
};

MapDetails someDetails()
{
    MapDetails details;
    details.grid = {{kNow, kNow + std::chrono::seconds(40)}, std::chrono::seconds(10)};
    details.rates = {{kNow, 9, 1, 0, 0}, {kNow + std::chrono::seconds(20), 6, 0, 2, 2}};
    details.traces = 20;
    details.urls = {
        {u"http://localhost/order/1"_s, textClause(FilterKeyword::HttpUrl, u"http://localhost/order/1"_s), 12},
        {u"http://localhost/order/2"_s, textClause(FilterKeyword::HttpUrl, u"http://localhost/order/2"_s), 8}};
    details.instances = {{u"i-0123456789"_s, {}, 20}};
    details.hasInstances = true;
    return details;
}

} // namespace

class MapPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Theme::current().apply(*qApp, Scheme::Light); }
    void pinsSurviveAsJson();
    void pinsAreKeptInTheSession();
    void pinsThatComeBeforeTheStoredOnesAreKeptToo();
    void chartSaysWhatFailed();
    void chartChoosesARange();
    void detailsOfAService();
    void detailsOfAnEdge();
    void instancesComeFromDocuments_data();
    void instancesComeFromDocuments();
    void panelShowsDetailsOfItsSubjectOnly();
    void urlsAreLinks();
    void feedAsksForWhatIsSelected();
};

void MapPanelTest::pinsSurviveAsJson()
{
    const MapPositions pinned{{keyOf(u"orders"_s, u"AWS::DynamoDB::Table"_s), {480, 120.5}},
        {{u"orders"_s, u"AWS::DynamoDB::Table"_s, u"123456789012"_s}, {-3, 7}}};
    QCOMPARE(pinsFromJson(pinsToJson(pinned)), pinned);
    QVERIFY(pinsFromJson({{u"Pinned"_s, QJsonArray{1, QJsonObject{{u"Name"_s, u"x"_s}}}}}).isEmpty());
}

void MapPanelTest::pinsAreKeptInTheSession()
{
    FakeState state;
    QueryRunner runner;
    const ServiceKey key = keyOf(u"service-b"_s);
    {
        MapCanvas canvas;
        MapPins pins(state, runner, canvas);
        canvas.setGraph(demoGraph().share(), 15);
        QTRY_VERIFY(!runner.isBusy(0));
        canvas.togglePin(canvas.scene().nodeOf(key));
        QTRY_COMPARE(pinsFromJson(*state.state(u"map"_s)), canvas.pinned());
    }
    MapCanvas again;
    const MapPins pins(state, runner, again);
    again.setGraph(demoGraph().share(), 15);
    QTRY_VERIFY(again.pinned().contains(key));
    again.rearrange();
    QTRY_VERIFY(pinsFromJson(*state.state(u"map"_s)).isEmpty());
}

void MapPanelTest::pinsThatComeBeforeTheStoredOnesAreKeptToo()
{
    FakeState state;
    const ServiceKey stored = keyOf(u"service-a"_s);
    QVERIFY(state.changeState(u"map"_s, [&](const QJsonObject&) -> Result<QJsonObject> {
        return pinsToJson({{stored, {5, 5}}});
    }));
    QueryRunner runner;
    MapCanvas canvas;
    canvas.setGraph(demoGraph().share(), 15);
    const MapPins pins(state, runner, canvas);
    canvas.togglePin(canvas.scene().nodeOf(keyOf(u"service-b"_s))); // before the answer can have come
    QTRY_COMPARE(pinsFromJson(*state.state(u"map"_s)).size(), 2);
    QCOMPARE(canvas.pinned().value(stored), QPointF(5, 5));
}

void MapPanelTest::chartSaysWhatFailed()
{
    RatesChart chart;
    const MapDetails details = someDetails();
    chart.setRates(details.grid, details.rates);
    QCOMPARE(chart.intervals(), 4);
    QCOMPARE(chart.axisEnd(), 0.5); // of 40 %
    QVERIFY(chart.describe(0).endsWith(u"10 requests, ! 10 % error"_s));
    QVERIFY(chart.describe(1).endsWith(u"no requests"_s));
    QVERIFY(chart.describe(2).endsWith(u"10 requests, ≋ 20 % throttle, ✕ 20 % fault"_s));
    QCOMPARE(chart.accessibleDescription(), u"20 requests, ! 5.0 % error, ≋ 10 % throttle, ✕ 10 % fault"_s);
    chart.setRates(details.grid, {{kNow, 9, 0, 0, 0}});
    QCOMPARE(chart.axisEnd(), 0.0);
}

void MapPanelTest::chartChoosesARange()
{
    RatesChart chart;
    const MapDetails details = someDetails();
    chart.setRates(details.grid, details.rates);
    chart.resize(400, chart.sizeHint().height());
    QSignalSpy spy(&chart, &RatesChart::rangeChosen);
    QTest::mousePress(&chart, Qt::LeftButton, {}, {150, 20});
    QTest::mouseMove(&chart, {250, 20});
    QTest::mouseRelease(&chart, Qt::LeftButton, {}, {250, 20});
    QCOMPARE(spy.size(), 1);
    const TimeRange range{kNow + std::chrono::seconds(10), kNow + std::chrono::seconds(30)};
    QVERIFY(spy[0][0].value<TimeRange>() == range);
    QTest::mouseClick(&chart, Qt::LeftButton, {}, {150, 20});
    QCOMPARE(spy.size(), 1);
    QTest::keyClick(&chart, Qt::Key_Right);
    QTest::keyClick(&chart, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(&chart, Qt::Key_Return);
    QCOMPARE(spy.size(), 2);
    QVERIFY(spy[1][0].value<TimeRange>().begin == kNow);
}

void MapPanelTest::detailsOfAService()
{
    FakeTraceSource source;
    addFiveTraces(source, kNow);
    const TimeRange range{kNow - std::chrono::seconds(60), kNow};
    const auto details = mapDetails(source, {range, {}}, range, keyOf(u"service-b"_s), true, {});
    QVERIFY(details);
    qint64 faults = 0;
    qint64 requests = 0;
    for (const ActivityBucket& bucket : details->rates) {
        faults += bucket.fault;
        requests += bucket.ok + bucket.error + bucket.throttle + bucket.fault;
    }
    QCOMPARE(requests, 4); // not of the trace that ended before
    QCOMPARE(faults, 1);
    QCOMPARE(details->traces, 4);
}

void MapPanelTest::detailsOfAnEdge()
{
    FakeTraceSource source;
    addFiveTraces(source, kNow);
    const TimeRange range{kNow - std::chrono::seconds(60), kNow};
    const MapEdgeKey edge{keyOf(u"service-a"_s), keyOf(u"service-b"_s), EdgeType::Call};
    const auto details = mapDetails(source, {range, {}}, range, edge, true, {});
    QVERIFY(details);
    QVERIFY(!details->rates.empty());
    QVERIFY(details->instances.empty());
}

void MapPanelTest::instancesComeFromDocuments_data()
{
    QTest::addColumn<QByteArray>("aws");
    QTest::addColumn<QString>("instance");
    QTest::newRow("EC2") << QByteArray(R"({"ec2":{"instance_id":"i-0b1"}})") << u"i-0b1"_s;
    QTest::newRow("ECS") << QByteArray(R"({"ecs":{"container":"a1b2"}})") << u"a1b2"_s;
    QTest::newRow("EKS") << QByteArray(R"({"eks":{"pod":"shop-1","container_id":"c"}})") << u"shop-1"_s;
    QTest::newRow("none") << QByteArray(R"({"operation":"GetItem"})") << QString();
    QTest::newRow("another shape") << QByteArray(R"([1])") << QString();
}

void MapPanelTest::instancesComeFromDocuments()
{
    QFETCH(const QByteArray, aws);
    QFETCH(const QString, instance);
    QCOMPARE(instanceIn(R"({"name":"a","aws":)" + aws + "}"), instance);
}

void MapPanelTest::panelShowsDetailsOfItsSubjectOnly()
{
    ServicePanel panel;
    const ServiceGraph graph = demoGraph().build();
    const Service& service = *graph.find(keyOf(u"service-a"_s));
    panel.showService(service, 15);
    const auto* button = panel.findChild<QPushButton*>();
    panel.showDetails(keyOf(u"service-b"_s), someDetails());
    QCOMPARE(button->text(), u"View traces"_s);
    panel.showDetails(service.key, someDetails());
    QCOMPARE(button->text(), u"View 20 traces"_s);
    // With other numbers of the same, all stays; of another node, nothing does.
    panel.showService(service, 15);
    QCOMPARE(button->text(), u"View 20 traces"_s);
    panel.showService(*graph.find(keyOf(u"service-b"_s)), 15);
    QCOMPARE(button->text(), u"View traces"_s);
}

void MapPanelTest::urlsAreLinks()
{
    ServicePanel panel;
    const ServiceGraph graph = demoGraph().build();
    const Service& service = *graph.find(keyOf(u"service-a"_s));
    panel.showService(service, 15);
    panel.showDetails(service.key, someDetails());
    const QList<ValueList*> lists = panel.findChildren<ValueList*>();
    QCOMPARE(lists.size(), 2);
    const std::vector<QAbstractButton*> urls = lists[0]->rows();
    QCOMPARE(urls.size(), std::size_t{2});
    QCOMPARE(urls[0]->accessibleName(), u"http://localhost/order/1, 12"_s);
    QSignalSpy spy(&panel, &ServicePanel::narrowRequested);
    urls[1]->click();
    QCOMPARE(spy.size(), 1);
    QCOMPARE(spy[0][0].value<FilterExpression>(), someDetails().urls[1].clause);
    QVERIFY(!lists[1]->rows()[0]->isEnabled()); // X-Ray has no filter for it
}

void MapPanelTest::feedAsksForWhatIsSelected()
{
    FakeTraceSource source;
    addFiveTraces(source, now());
    QueryRunner runner;
    int answers = 0;
    MapSubject shown;
    MapDetailsFeed feed(source, runner, [&](const MapSubject& subject, const Result<MapDetails>& details) {
        QVERIFY(details);
        shown = subject;
        ++answers;
    });
    QSignalSpy answered(&feed, &PageFeed::answered);
    feed.ask(Scope(), now(), true);
    QCOMPARE(answered.size(), 1); // nothing is selected: there is nothing to ask
    feed.setSubject(keyOf(u"service-b"_s));
    QTRY_COMPARE(answers, 1);
    QVERIFY(shown == MapSubject(keyOf(u"service-b"_s)));
    feed.ask(Scope(), now(), false);
    QTRY_COMPARE(answers, 2);
    feed.setSubject({});
    QVERIFY(!feed.isBusy());
}

QTEST_MAIN(MapPanelTest)
#include "map_panel_test.moc"
