// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/map/map_graphs.h"
#include "ui/map/map_page.h"
#include "ui/map/map_text.h"
#include "ui/map/service_panel.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QBuffer>
#include <QPainter>
#include <QSignalSpy>
#include <QSvgGenerator>
#include <QTest>
#include <QWheelEvent>
#include <set>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

constexpr double kMinutes = 15;

QPoint middleOf(const MapCanvas& canvas, const ServiceKey& key)
{
    const int node = canvas.scene().nodeOf(key);
    return canvas.toWidget({canvas.scene().nodes()[static_cast<std::size_t>(node)].position, QSizeF()})
        .topLeft()
        .toPoint();
}

QImage pictureOf(const MapCanvas& canvas)
{
    QImage image(900, 600, QImage::Format_RGB32);
    QPainter painter(&image);
    canvas.paintTo(painter, QRectF(image.rect()));
    return image;
}

} // namespace

class MapCanvasTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Theme::current().apply(*qApp, Scheme::Light); }
    void init();
    void cleanup() { m_canvas.reset(); }
    void clickSelectsANode();
    void clickOnALabelSelectsItsEdge();
    void clickBesideEverythingClears();
    void doubleClickActivates();
    void arrowsWalkAlongEdges();
    void aKeySelectsTheEdgesOfTheFocusedNode();
    void enterActivatesTheFocusedNode();
    void labelsCoverNothing_data();
    void labelsCoverNothing();
    void sameGraphGivesSamePicture();
    void newNumbersMoveNothing();
    void newNodesArriveByAnimation();
    void fitNeverEnlarges();
    void wheelZoomsAboutTheCursor();
    void draggedNodeStaysWhereItWasPut();
    void selectionSurvivesNewGraphs();
    void longNamesAreElided();
    void queueAndTopicAreCalledByTheirLastPart();
    void svgHasTheMapsText();
    void screenReadersHearEveryNode();
    void tooltipsSayWhatRatesCount();
    void tooltipsEscapeNames();
    void pageOpensAndClosesItsPanel();
    void selectingMovesTheMapOnlyForWhatWouldBeHidden();
    void legendMovesNothing();
    void pageSaysThatARangeIsEmpty();

private:
    const ServiceKey m_client = keyOf(u"service-a"_s, u"client"_s);
    const ServiceKey m_a = keyOf(u"service-a"_s);
    const ServiceKey m_b = keyOf(u"service-b"_s);
    const ServiceKey m_payments = keyOf(u"payments.example"_s, u"remote"_s);
    std::unique_ptr<MapCanvas> m_canvas;
};

void MapCanvasTest::init()
{
    m_canvas = std::make_unique<MapCanvas>();
    m_canvas->resize(1000, 700);
    m_canvas->setGraph(demoGraph().share(), kMinutes);
    m_canvas->show();
    m_canvas->setFocus();
    QVERIFY(QTest::qWaitForWindowExposed(m_canvas.get()));
}

void MapCanvasTest::clickSelectsANode()
{
    QSignalSpy spy(m_canvas.get(), &MapCanvas::serviceSelected);
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, middleOf(*m_canvas, m_b));
    QCOMPARE(spy.size(), 1);
    QCOMPARE(spy[0][0].value<ServiceKey>(), m_b);
    QCOMPARE(m_canvas->selectedNode(), m_canvas->scene().nodeOf(m_b));
}

void MapCanvasTest::clickOnALabelSelectsItsEdge()
{
    const MapEdgeKey key{m_a, m_b, EdgeType::Call};
    const int edge = m_canvas->scene().edgeOf(key);
    const QRectF label = m_canvas->scene().edges()[static_cast<std::size_t>(edge)].labelRect;
    QVERIFY(!label.isNull());
    QSignalSpy spy(m_canvas.get(), &MapCanvas::edgeSelected);
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, m_canvas->toWidget(label).center().toPoint());
    QCOMPARE(spy.size(), 1);
    QCOMPARE(spy[0][0].value<MapEdgeKey>(), key);
    QCOMPARE(m_canvas->selectedEdge(), edge);
}

void MapCanvasTest::clickBesideEverythingClears()
{
    m_canvas->setSelected(m_a);
    QSignalSpy spy(m_canvas.get(), &MapCanvas::selectionCleared);
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, {4, 4});
    QCOMPARE(spy.size(), 1);
    QCOMPARE(m_canvas->selectedNode(), -1);
}

void MapCanvasTest::doubleClickActivates()
{
    QSignalSpy spy(m_canvas.get(), &MapCanvas::serviceActivated);
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, middleOf(*m_canvas, m_a));
    QTest::mouseDClick(m_canvas.get(), Qt::LeftButton, {}, middleOf(*m_canvas, m_a));
    QVERIFY(!spy.isEmpty());
    QCOMPARE(spy[0][0].value<ServiceKey>(), m_a);
}

void MapCanvasTest::arrowsWalkAlongEdges()
{
    const auto focused = [this] { return m_canvas->scene().service(m_canvas->focusedNode()).key; };
    m_canvas->focusNode(m_canvas->scene().nodeOf(m_client));
    QTest::keyClick(m_canvas.get(), Qt::Key_Right);
    QCOMPARE(focused(), m_a);
    QTest::keyClick(m_canvas.get(), Qt::Key_Right);
    const ServiceKey first = focused();
    QVERIFY(first != m_a);
    QTest::keyClick(
        m_canvas.get(), middleOf(*m_canvas, m_b).y() > middleOf(*m_canvas, first).y() ? Qt::Key_Down : Qt::Key_Up);
    QTest::keyClick(m_canvas.get(), Qt::Key_Left);
    QCOMPARE(focused(), m_a);
    QTest::keyClick(m_canvas.get(), Qt::Key_Left);
    QTest::keyClick(m_canvas.get(), Qt::Key_Left);
    QCOMPARE(focused(), m_client);
}

void MapCanvasTest::aKeySelectsTheEdgesOfTheFocusedNode()
{
    QTest::keyClick(m_canvas.get(), Qt::Key_E);
    QCOMPARE(m_canvas->selectedEdge(), -1); // of no node
    const MapScene& scene = m_canvas->scene();
    const int node = scene.nodeOf(m_a);
    const auto isAt = [&](const MapEdgeItem& edge) { return edge.from == node || edge.to == node; };
    const auto count = std::count_if(scene.edges().begin(), scene.edges().end(), isAt);
    QVERIFY(count > 2 && count < static_cast<std::ptrdiff_t>(scene.edges().size()));
    m_canvas->focusNode(node);
    std::set<int> selected;
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        QTest::keyClick(m_canvas.get(), Qt::Key_E);
        QVERIFY(isAt(scene.edges()[static_cast<std::size_t>(m_canvas->selectedEdge())]));
        selected.insert(m_canvas->selectedEdge());
    }
    QCOMPARE(selected.size(), static_cast<std::size_t>(count));
    QTest::keyClick(m_canvas.get(), Qt::Key_E);
    QVERIFY(selected.contains(m_canvas->selectedEdge())); // round again
    QCOMPARE(m_canvas->focusedNode(), node);
}

void MapCanvasTest::enterActivatesTheFocusedNode()
{
    QSignalSpy activated(m_canvas.get(), &MapCanvas::serviceActivated);
    QSignalSpy selected(m_canvas.get(), &MapCanvas::serviceSelected);
    QTest::keyClick(m_canvas.get(), Qt::Key_Return);
    QCOMPARE(activated.size(), 0);
    m_canvas->focusNode(m_canvas->scene().nodeOf(m_b));
    QTest::keyClick(m_canvas.get(), Qt::Key_Return);
    QCOMPARE(selected.size(), 1);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0][0].value<ServiceKey>(), m_b);
    QTest::keyClick(m_canvas.get(), Qt::Key_Escape);
    QCOMPARE(m_canvas->selectedNode(), -1);
}

void MapCanvasTest::labelsCoverNothing_data()
{
    QTest::addColumn<std::shared_ptr<const ServiceGraph>>("graph");
    QTest::newRow("demo") << demoGraph().share();
    QTest::newRow("tens") << std::make_shared<const ServiceGraph>(bigGraph(60, 90));
    QTest::newRow("hundreds") << std::make_shared<const ServiceGraph>(bigGraph(300, 600));
}

void MapCanvasTest::labelsCoverNothing()
{
    QFETCH(const std::shared_ptr<const ServiceGraph>, graph);
    MapCanvas canvas; // never shown: nothing moves
    canvas.setGraph(graph, kMinutes);
    const MapScene& scene = canvas.scene();
    int labels = 0;
    for (std::size_t i = 0; i < scene.edges().size(); ++i) {
        const QRectF label = scene.edges()[i].labelRect;
        labels += label.isNull() ? 0 : 1;
        for (int node = 0; !label.isNull() && node < static_cast<int>(scene.nodes().size()); ++node) {
            const QPointF center = scene.nodes()[static_cast<std::size_t>(node)].position;
            QVERIFY(!label.intersects(scene.textRect(node)));
            QVERIFY(!label.intersects(QRectF(center - QPointF(36, 36), QSizeF(72, 72))));
        }
        for (std::size_t j = 0; j < i; ++j) {
            QVERIFY(!label.intersects(scene.edges()[j].labelRect));
        }
    }
    QVERIFY(labels > 0);
}

void MapCanvasTest::sameGraphGivesSamePicture()
{
    MapCanvas other;
    other.setGraph(demoGraph().share(), kMinutes);
    const QImage first = pictureOf(*m_canvas);
    QCOMPARE(pictureOf(other), first);
    m_canvas->setGraph(demoGraph().share(), kMinutes);
    QCOMPARE(pictureOf(*m_canvas), first);
    // A selection is the window's, not the picture's.
    m_canvas->setSelected(m_a);
    QCOMPARE(pictureOf(*m_canvas), first);
}

void MapCanvasTest::newNumbersMoveNothing()
{
    const std::vector<QPointF> before = m_canvas->scene().positions();
    ServiceGraph graph = demoGraph().build();
    for (Service& service : graph.services) {
        service.requests *= 3;
        service.statistics.fault += 7;
    }
    m_canvas->setGraph(std::make_shared<const ServiceGraph>(graph), kMinutes);
    QVERIFY(m_canvas->scene().positions() == before);
    QVERIFY(m_canvas->scene().nodes()[0].icon.startsWith(u"node-"_s));
}

void MapCanvasTest::newNodesArriveByAnimation()
{
    const ServiceKey cache = keyOf(u"cache"_s, u"remote"_s);
    const QPointF caller = m_canvas->scene().nodes()[static_cast<std::size_t>(m_canvas->scene().nodeOf(m_b))].position;
    m_canvas->setGraph(demoGraph().service(cache, {9}, true).edge(m_b, cache, {9}).share(), kMinutes);
    const auto position = [&] {
        return m_canvas->scene().nodes()[static_cast<std::size_t>(m_canvas->scene().nodeOf(cache))].position;
    };
    QVERIFY(position().x() < caller.x() + kFullMap.column);
    QTRY_COMPARE(position().x(), caller.x() + kFullMap.column);
    m_canvas->hide();
    m_canvas->setGraph(demoGraph().share(), kMinutes);
    m_canvas->setGraph(demoGraph().service(cache, {9}, true).edge(m_b, cache, {9}).share(), kMinutes);
    QCOMPARE(position().x(), caller.x() + kFullMap.column);
}

void MapCanvasTest::fitNeverEnlarges()
{
    QCOMPARE(m_canvas->zoom(), 1.0);
    m_canvas->resize(500, 400);
    QVERIFY(m_canvas->zoom() < 1);
    QTest::keyClick(m_canvas.get(), Qt::Key_Plus);
    QTest::keyClick(m_canvas.get(), Qt::Key_Plus);
    const qreal zoomed = m_canvas->zoom();
    m_canvas->resize(1000, 700);
    QCOMPARE(m_canvas->zoom(), zoomed); // moved by hand: no longer fitted
    QTest::keyClick(m_canvas.get(), Qt::Key_0);
    QCOMPARE(m_canvas->zoom(), 1.0);
}

void MapCanvasTest::wheelZoomsAboutTheCursor()
{
    const QPoint before = middleOf(*m_canvas, m_payments);
    QWheelEvent wheel(
        before, m_canvas->mapToGlobal(before), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(m_canvas.get(), &wheel);
    QVERIFY(m_canvas->zoom() > 1.3);
    QVERIFY((middleOf(*m_canvas, m_payments) - before).manhattanLength() <= 2);
}

void MapCanvasTest::draggedNodeStaysWhereItWasPut()
{
    QSignalSpy spy(m_canvas.get(), &MapCanvas::pinnedChanged);
    const QPoint from = middleOf(*m_canvas, m_payments);
    const QPoint to = from + QPoint(-60, 40);
    QTest::mousePress(m_canvas.get(), Qt::LeftButton, {}, from);
    QTest::mouseMove(m_canvas.get(), from + QPoint(-30, 20));
    QTest::mouseMove(m_canvas.get(), to);
    QTest::mouseRelease(m_canvas.get(), Qt::LeftButton, {}, to);
    QCOMPARE(spy.size(), 1);
    QCOMPARE(m_canvas->selectedNode(), -1);
    QVERIFY((middleOf(*m_canvas, m_payments) - to).manhattanLength() <= 1);
    const QPointF pinned = m_canvas->pinned().value(m_payments);
    m_canvas->setGraph(demoGraph().service(keyOf(u"late"_s), {1}).edge(m_a, keyOf(u"late"_s)).share(), kMinutes);
    const int node = m_canvas->scene().nodeOf(m_payments);
    QCOMPARE(m_canvas->scene().nodes()[static_cast<std::size_t>(node)].position, pinned);
}

void MapCanvasTest::selectionSurvivesNewGraphs()
{
    m_canvas->setSelected(m_b);
    m_canvas->setGraph(demoGraph().service(keyOf(u"a-first"_s), {1}).share(), kMinutes);
    QCOMPARE(m_canvas->selectedNode(), m_canvas->scene().nodeOf(m_b));
    m_canvas->setGraph(GraphBuilder().service(m_a, {1}).share(), kMinutes);
    QCOMPARE(m_canvas->selectedNode(), -1);
}

void MapCanvasTest::longNamesAreElided()
{
    const ServiceKey key = keyOf(QString(200, u'n') + u"-end"_s);
    m_canvas->setGraph(GraphBuilder().service(key, {1}).share(), kMinutes);
    const QString name = m_canvas->scene().nodes()[0].name.text;
    QVERIFY(name.size() < 60);
    QVERIFY(name.endsWith(u"-end"_s));
    QVERIFY(m_canvas->scene().nodeRect(0).width() <= kFullMap.text + 1);
    QVERIFY(nodeTip(m_canvas->scene().service(0), kMinutes).contains(key.name));
}

void MapCanvasTest::queueAndTopicAreCalledByTheirLastPart()
{
    QCOMPARE(mapName(keyOf(u"https://sqs.eu-west-1.amazonaws.com/1234/order-events"_s)), u"order-events"_s);
    QCOMPARE(mapName(keyOf(u"arn:aws:sns:eu-west-1:1234:orders"_s)), u"orders"_s);
    QCOMPARE(mapName(keyOf(u"arn:aws:s3:::bucket/key"_s)), u"key"_s);
    QCOMPARE(mapName(keyOf(u"orders@db.internal"_s)), u"orders@db.internal"_s);
    QCOMPARE(mapName(m_client), u"Client"_s);
}

void MapCanvasTest::svgHasTheMapsText()
{
    QBuffer buffer;
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setSize({900, 600});
    QPainter painter(&svg);
    m_canvas->paintTo(painter, QRectF(0, 0, 900, 600));
    painter.end();
    QVERIFY(buffer.data().contains("order-events"));
    QVERIFY(buffer.data().contains("AWS::DynamoDB::Table"));
    QVERIFY(!buffer.data().contains("<image"));
}

void MapCanvasTest::screenReadersHearEveryNode()
{
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(m_canvas.get());
    QVERIFY(interface);
    QCOMPARE(interface->role(), QAccessible::List);
    const int node = m_canvas->scene().nodeOf(m_a);
    QVERIFY(interface->childCount() >= static_cast<int>(m_canvas->scene().nodes().size()));
    QAccessibleInterface* child = interface->child(node);
    QCOMPARE(child->text(QAccessible::Name),
        u"service-a, AWS::ECS::Container, 209 ms average, 26 requests per minute, 4.1 % error, 11 % fault"_s);
    QCOMPARE(interface->indexOfChild(child), node);
    QVERIFY(!child->state().focused);
    m_canvas->focusNode(node);
    QTRY_VERIFY(m_canvas->hasFocus());
    QVERIFY(child->state().focused);
    child->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QVERIFY(child->state().selected);
    QCOMPARE(m_canvas->selectedNode(), node);
    QVERIFY(child->rect().contains(m_canvas->mapToGlobal(middleOf(*m_canvas, m_a))));
}

void MapCanvasTest::tooltipsSayWhatRatesCount()
{
    const MapScene& scene = m_canvas->scene();
    QVERIFY(nodeTip(scene.service(scene.nodeOf(m_a)), 15).contains(u"26 requests per minute, over 15 min"_s));
    const auto edge = static_cast<std::size_t>(scene.edgeOf({m_a, m_b, EdgeType::Call}));
    QVERIFY(edgeTip(scene.graph().edges[edge], 200).contains(u" calls per minute, over 3 h 20 min"_s));
}

void MapCanvasTest::tooltipsEscapeNames()
{
    const ServiceKey evil = keyOf(u"<img src='file:///etc/hostname'>"_s);
    m_canvas->setGraph(GraphBuilder().service(evil, {1}).edge(evil, evil).share(), kMinutes);
    QVERIFY(!nodeTip(m_canvas->scene().service(0), kMinutes).contains(u"<img"_s));
    QVERIFY(!edgeTip(m_canvas->scene().graph().edges[0], kMinutes).contains(u"<img"_s));
}

void MapCanvasTest::pageOpensAndClosesItsPanel()
{
    MapPage page;
    page.resize(1200, 700);
    page.setGraph(demoGraph().share(), kMinutes);
    page.show();
    const auto* panel = page.findChild<ServicePanel*>();
    QVERIFY(!panel->isVisible());
    page.canvas()->selectNode(page.canvas()->scene().nodeOf(m_a));
    QVERIFY(panel->isVisible());
    QCOMPARE(panel->accessibleName(), u"service-a"_s);
    page.canvas()->setFocus();
    QTest::keyClick(page.canvas(), Qt::Key_Escape);
    QVERIFY(!panel->isVisible());
    // A node that is gone has no panel.
    page.canvas()->selectNode(page.canvas()->scene().nodeOf(m_payments));
    page.setGraph(GraphBuilder().service(m_a, {1}).share(), kMinutes);
    QVERIFY(!panel->isVisible());
}

void MapCanvasTest::selectingMovesTheMapOnlyForWhatWouldBeHidden()
{
    MapPage page;
    page.resize(1200, 700);
    page.setGraph(demoGraph().share(), kMinutes);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    const MapCanvas& canvas = *page.canvas();
    const int width = canvas.width();
    const QPoint first = middleOf(canvas, m_a);
    const QPoint last = middleOf(canvas, m_payments);
    page.canvas()->selectNode(canvas.scene().nodeOf(m_a));
    QVERIFY(canvas.width() < width);
    QCOMPARE(middleOf(canvas, m_a), first);
    QTest::keyClick(page.canvas(), Qt::Key_Escape);
    QCOMPARE(canvas.width(), width);
    QCOMPARE(middleOf(canvas, m_a), first);
    page.canvas()->selectNode(canvas.scene().nodeOf(m_payments));
    QVERIFY(canvas.rect().contains(canvas.toWidget(canvas.scene().nodeRect(canvas.selectedNode())).toRect()));
    QVERIFY(middleOf(canvas, m_payments).x() < last.x());
    QTest::keyClick(page.canvas(), Qt::Key_Escape);
    QCOMPARE(middleOf(canvas, m_payments), last);
    // The window's own size is another matter.
    page.resize(900, 500);
    QVERIFY(middleOf(canvas, m_a) != first);
}

void MapCanvasTest::legendMovesNothing()
{
    const QPoint before = middleOf(*m_canvas, m_b);
    m_canvas->setLegendOpen(true);
    QCOMPARE(middleOf(*m_canvas, m_b), before);
    m_canvas->fit();
    QCOMPARE(middleOf(*m_canvas, m_b), before);
}

void MapCanvasTest::pageSaysThatARangeIsEmpty()
{
    MapPage page;
    page.show();
    page.setGraph(std::make_shared<const ServiceGraph>(), kMinutes);
    QVERIFY(!page.canvas()->isVisible());
    page.setGraph(demoGraph().share(), kMinutes);
    QVERIFY(page.canvas()->isVisible());
    page.setGraph(nullptr, kMinutes);
    QVERIFY(!page.canvas()->isVisible());
}

QTEST_MAIN(MapCanvasTest)
#include "map_canvas_test.moc"
