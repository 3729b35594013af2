// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What one sees and does on the trace map: zoom, pan, pins, hover and legend.

#include "tests/ui/map/map_drawing.h"
#include "tests/ui/map/map_graphs.h"
#include "tests/ui/map/map_shapes.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_labels.h"
#include "ui/map/map_legend.h"
#include "ui/map/map_text.h"
#include "ui/map/map_zoom_bar.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QMenu>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class MapViewTest : public QObject, protected DemoMap {
    Q_OBJECT

private slots:
    void initTestCase() { Theme::current().apply(*qApp, Scheme::Light); }
    void init();
    void cleanup() { m_canvas.reset(); }
    void draggingTheGroundPans();
    void nothingOverlaps_data();
    void nothingOverlaps();
    void hoverFadesWhatIsNotConnected();
    void labelsDoNotCoverArrows();
    void edgesThatAreMeantSayTheirFiguresWithoutRoom();
    void aLabelKeepsItsRoomWhenItsNumberGetsShorter();
    void hoverEndsWhenTheMapMovesAway();
    void walkingFadesWhatIsNotConnected();
    void draggingANodeMovesNoOther();
    void pinnedNodesSaySo();
    void pinAndUnpinByKeyboard();
    void controlArrowsMoveANode();
    void rearrangeForgetsPins();
    void sizeByTraffic();
    void legendOpensAndChoosesTheSize();
    void legendKeepsItsKeys();
    void legendMakesRoomForTheZoomBar();
    void menuShowsShortcuts();
    void anEdgeLeadsToItsTraces();
    void compactMenuLeadsToTheSegment();
    void layoutOffTheGuiThreadArrives();
};

void MapViewTest::init()
{
    showDemo();
    m_canvas->setFocus();
    QVERIFY(QTest::qWaitForWindowExposed(m_canvas.get()));
}

void MapViewTest::draggingTheGroundPans()
{
    const QPoint before = middleOf(nodeOf(u"service-b"_s));
    drag(*m_canvas, {8, 8}, {120, 44});
    QCOMPARE(middleOf(nodeOf(u"service-b"_s)) - before, QPoint(120, 44));
    QVERIFY(m_canvas->pinned().isEmpty());
    QTest::keyClick(m_canvas.get(), Qt::Key_0);
    QCOMPARE(middleOf(nodeOf(u"service-b"_s)), before);
}

void MapViewTest::nothingOverlaps_data()
{
    QTest::addColumn<int>("shape");
    for (int shape = 0; shape < static_cast<int>(mapShapes().size()); ++shape) {
        QTest::newRow(qPrintable(mapShapes()[static_cast<std::size_t>(shape)].name)) << shape;
    }
}

// Labels of edges with nodes, with texts and with each other, at 1:1 and wherever else they are drawn; and names where
// they are drawn larger.
void MapViewTest::nothingOverlaps()
{
    QFETCH(const int, shape);
    MapCanvas canvas; // never shown: nothing moves
    canvas.setGraph(std::make_shared<const ServiceGraph>(mapShapes()[static_cast<std::size_t>(shape)].graph), kMinutes);
    const MapScene& scene = canvas.scene();
    const int nodes = static_cast<int>(scene.nodes().size());
    const auto disc = [&](int node) {
        const MapNodeItem& item = scene.nodes()[static_cast<std::size_t>(node)];
        return QRectF(item.position - QPointF(item.radius, item.radius), QSizeF(2 * item.radius, 2 * item.radius));
    };
    int labels = 0;
    for (std::size_t i = 0; i < scene.edges().size(); ++i) {
        const QRectF label = scene.edges()[i].labelRect;
        if (label.isNull()) {
            // It is said there.
            QVERIFY(
                scene.edges()[i].label.isEmpty() || edgeTip(scene.graph().edges[i], kMinutes).contains(u"average"_s));
            continue;
        }
        ++labels;
        for (int node = 0; node < nodes; ++node) {
            QVERIFY(!label.intersects(scene.textRect(node)));
            QVERIFY(!label.intersects(disc(node)));
        }
        for (std::size_t j = 0; j < i; ++j) {
            QVERIFY(!label.intersects(scene.edges()[j].labelRect));
        }
    }
    QVERIFY(labels > 0);
    for (const qreal zoom : {1.0, 0.55, 0.4, 0.3}) {
        const qreal scale = nameScale(zoom);
        std::vector<QRectF> names;
        std::vector<QRectF> discs;
        for (int node = 0; node < nodes; ++node) {
            names.push_back(scale == 1 ? scene.textRect(node) : scene.largeNameRect(node, scale));
            discs.push_back(disc(node));
        }
        for (std::size_t i = 0; i < names.size(); ++i) {
            for (std::size_t j = 0; j < names.size(); ++j) {
                const bool overlap = i != j && (names[i].intersects(discs[j]) || names[i].intersects(names[j]));
                QVERIFY2(!overlap, qPrintable(u"%1 and %2 at %3"_s.arg(i).arg(j).arg(zoom)));
            }
        }
    }
}

void MapViewTest::hoverFadesWhatIsNotConnected()
{
    const QImage before = pictureOf(*m_canvas);
    QTest::mouseMove(m_canvas.get(), middleOf(m_canvas->scene().nodeOf(keyOf(u"payments.example"_s, u"remote"_s))));
    QTRY_COMPARE(m_canvas->faded(), 1.0);
    const QImage hovered = pictureOf(*m_canvas);
    const auto ring = [this](int node) { return middleOf(node) + QPoint(33, 0); };
    const int caller = nodeOf(u"service-b"_s);
    const int stranger = m_canvas->scene().nodeOf(keyOf(u"orders"_s, u"AWS::DynamoDB::Table"_s));
    QCOMPARE(hovered.pixelColor(ring(caller)), before.pixelColor(ring(caller)));
    QVERIFY(hovered.pixelColor(ring(stranger)).lightness() > before.pixelColor(ring(stranger)).lightness());
    QTest::mouseMove(m_canvas.get(), {2, 2});
    QTRY_COMPARE(m_canvas->faded(), 0.0);
    QCOMPARE(difference(pictureOf(*m_canvas), before), 0);
}

void MapViewTest::labelsDoNotCoverArrows()
{
    // The middle one of three runs straight, and its label gives way to the others' lines.
    const ServiceKey root = keyOf(u"root"_s);
    GraphBuilder graph;
    graph.service(root, {9});
    for (const QString& leaf : {u"x"_s, u"y"_s, u"z"_s}) {
        graph.service(keyOf(leaf), {0, 0, 9}).edge(root, keyOf(leaf), {0, 0, 9, 0, 114});
    }
    for (double minutes = kMinutes; minutes > 1e-7; minutes /= 1.7) { // the shorter, the wider the labels
        m_canvas->setGraph(graph.share(), minutes);
        for (const MapEdgeItem& edge : m_canvas->scene().edges()) {
            const QPointF foot = edge.curve.tip - edge.curve.direction * kArrowLength;
            const QRectF arrow = QRectF(edge.curve.tip, foot).normalized().adjusted(0, -1, 0, 1);
            for (const MapEdgeItem& other : m_canvas->scene().edges()) {
                QVERIFY(!other.labelRect.intersects(arrow));
            }
        }
    }
}

void MapViewTest::edgesThatAreMeantSayTheirFiguresWithoutRoom()
{
    const ServiceKey a = keyOf(u"a"_s);
    const ServiceKey b = keyOf(u"b"_s);
    m_canvas->setPinned({{a, {0, 0}}, {b, {110, 0}}});
    m_canvas->setGraph(GraphBuilder().service(a, {1}).service(b, {1}).edge(a, b, {9}).share(), kMinutes);
    const MapEdgeItem& edge = m_canvas->scene().edges().front();
    QVERIFY(edge.labelRect.isNull() && !edge.label.isEmpty());
    const QPoint middle = m_canvas->toWidget({pointAlong(edge.line, 0.5), QSizeF()}).topLeft().toPoint();
    const QRect rim(middle - QPoint(2, 12), QSize(5, 5)); // of the label that is to come
    const QImage before = pictureOf(*m_canvas).copy(rim);
    m_canvas->setSelectedEdge(m_canvas->scene().edgeKey(0));
    QVERIFY(difference(pictureOf(*m_canvas).copy(rim), before) > 0);
    m_canvas->setSelectedEdge(std::nullopt);
    QCOMPARE(difference(pictureOf(*m_canvas).copy(rim), before), 0);
    QTest::mouseMove(m_canvas.get(), middle);
    QTRY_COMPARE(m_canvas->faded(), 1.0);
    QVERIFY(difference(pictureOf(*m_canvas).copy(rim), before) > 0);
}

void MapViewTest::aLabelKeepsItsRoomWhenItsNumberGetsShorter()
{
    const auto rects = [&] {
        std::vector<QRectF> all;
        std::ranges::transform(m_canvas->scene().edges(), std::back_inserter(all), &MapEdgeItem::labelRect);
        return all;
    };
    const std::vector<QRectF> before = rects();
    m_canvas->setGraph(demoGraph().share(), kMinutes / 1000); // a thousand times as often
    const std::vector<QRectF> wide = rects();
    QVERIFY(wide != before);
    m_canvas->setGraph(demoGraph().share(), kMinutes);
    QCOMPARE(rects(), wide);
}

void MapViewTest::hoverEndsWhenTheMapMovesAway()
{
    const int node = nodeOf(u"service-b"_s);
    QTest::mouseMove(m_canvas.get(), middleOf(node));
    QTRY_COMPARE(m_canvas->hoveredNode(), node);
    m_canvas->resize(700, 400); // fits again, and the pointer stands still
    QCOMPARE(m_canvas->hoveredNode(), -1);
    QTest::mouseMove(m_canvas.get(), middleOf(node));
    QTRY_COMPARE(m_canvas->hoveredNode(), node);
    auto* legend = m_canvas->findChild<MapLegend*>();
    QTest::mouseMove(legend, legend->rect().center());
    QTRY_COMPARE(m_canvas->hoveredNode(), -1);
}

void MapViewTest::walkingFadesWhatIsNotConnected()
{
    QTest::keyClick(m_canvas.get(), Qt::Key_Right);
    QTRY_COMPARE(m_canvas->faded(), 1.0);
    QTest::keyClick(m_canvas.get(), Qt::Key_Escape);
    QTRY_COMPARE(m_canvas->faded(), 0.0);
}

void MapViewTest::draggingANodeMovesNoOther()
{
    const MapScene& scene = m_canvas->scene();
    const auto node = static_cast<std::size_t>(nodeOf(u"service-b"_s));
    const int table = scene.nodeOf(keyOf(u"orders"_s, u"AWS::DynamoDB::Table"_s));
    std::vector<QPointF> expected = scene.positions();
    const QPoint from = middleOf(static_cast<int>(node));
    const QPoint by = middleOf(table) + QPoint(40, 60) - from; // it lies over another now
    drag(*m_canvas, from, by);
    m_canvas->hide(); // ends what moves
    expected[node] += by / m_canvas->zoom();
    const auto positions = [&] {
        std::vector<QPointF> rounded;
        for (const QPointF& position : scene.positions()) {
            rounded.emplace_back(position.toPoint());
        }
        return rounded;
    };
    for (QPointF& position : expected) {
        position = position.toPoint();
    }
    QVERIFY(positions() == expected);
    // Nor does what comes later throw them about.
    const ServiceKey late = keyOf(u"late"_s);
    m_canvas->setGraph(demoGraph().service(late, {1}).edge(keyOf(u"service-a"_s), late).share(), kMinutes);
    const QPointF before = expected[static_cast<std::size_t>(table)];
    const int now = scene.nodeOf(keyOf(u"orders"_s, u"AWS::DynamoDB::Table"_s));
    QVERIFY(std::abs(scene.nodes()[static_cast<std::size_t>(now)].position.y() - before.y()) <= 41);
}

void MapViewTest::pinnedNodesSaySo()
{
    const int node = nodeOf(u"service-b"_s);
    drag(*m_canvas, middleOf(node), {60, 40});
    QVERIFY(m_canvas->scene().nodes()[static_cast<std::size_t>(node)].pinned);
    const Service& service = m_canvas->scene().service(node);
    QVERIFY(nodeTip(service, kMinutes, true).contains(u"Pinned"_s));
    QVERIFY(!nodeTip(service, kMinutes).contains(u"Pinned"_s));
    QAccessibleInterface* child = QAccessible::queryAccessibleInterface(m_canvas.get())->child(node);
    QVERIFY(child->text(QAccessible::Name).endsWith(u", pinned"_s));
}

void MapViewTest::pinAndUnpinByKeyboard()
{
    QSignalSpy changed(m_canvas.get(), &MapCanvas::pinnedChanged);
    m_canvas->focusNode(nodeOf(u"service-b"_s));
    QTest::keyClick(m_canvas.get(), Qt::Key_P);
    QVERIFY(m_canvas->pinned().contains(keyOf(u"service-b"_s)));
    QTest::keyClick(m_canvas.get(), Qt::Key_P);
    QVERIFY(m_canvas->pinned().isEmpty());
    QCOMPARE(changed.size(), 2);
}

void MapViewTest::controlArrowsMoveANode()
{
    const int node = nodeOf(u"service-b"_s);
    const QPointF before = m_canvas->scene().nodes()[static_cast<std::size_t>(node)].position;
    m_canvas->focusNode(node);
    QTest::keyClick(m_canvas.get(), Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(m_canvas->pinned().value(keyOf(u"service-b"_s)), before + QPointF(0, 24));
}

void MapViewTest::rearrangeForgetsPins()
{
    m_canvas->setPinned({{keyOf(u"service-b"_s), {900, 900}}});
    QSignalSpy changed(m_canvas.get(), &MapCanvas::pinnedChanged);
    QTest::keyClick(m_canvas.get(), Qt::Key_R);
    QVERIFY(m_canvas->pinned().isEmpty());
    QCOMPARE(changed.size(), 1);
    MapCanvas fresh;
    fresh.setGraph(demoGraph().share(), kMinutes);
    m_canvas->hide();
    QVERIFY(m_canvas->scene().positions() == fresh.scene().positions());
}

void MapViewTest::sizeByTraffic()
{
    const auto radius = [this](int node) { return m_canvas->scene().nodes()[static_cast<std::size_t>(node)].radius; };
    const int busy = m_canvas->scene().nodeOf(keyOf(u"orders"_s, u"AWS::DynamoDB::Table"_s));
    const int quiet = m_canvas->scene().nodeOf(keyOf(u"payments.example"_s, u"remote"_s));
    QCOMPARE(radius(busy), radius(quiet));
    QSignalSpy changed(m_canvas.get(), &MapCanvas::sizingChanged);
    QTest::keyClick(m_canvas.get(), Qt::Key_T);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(radius(busy), kFullMap.radius);
    QVERIFY(radius(quiet) < radius(busy));
    QTest::keyClick(m_canvas.get(), Qt::Key_T);
    QCOMPARE(radius(busy), radius(quiet));
}

void MapViewTest::legendOpensAndChoosesTheSize()
{
    auto* legend = m_canvas->findChild<MapLegend*>();
    const int before = legend->height();
    QSignalSpy toggled(m_canvas.get(), &MapCanvas::legendToggled);
    QTest::keyClick(m_canvas.get(), Qt::Key_L);
    QCOMPARE(toggled.size(), 1);
    QVERIFY(legend->height() > before);
    QVERIFY(m_canvas->rect().contains(legend->geometry()));
    const QList<QRadioButton*> choices = legend->findChildren<QRadioButton*>();
    QCOMPARE(choices.size(), 2);
    QVERIFY(choices[1]->isVisible());
    choices[1]->click();
    QCOMPARE(m_canvas->sizing(), MapSizing::Traffic);
    m_canvas->setLegendOpen(false);
    QVERIFY(!choices[1]->isVisible());
}

void MapViewTest::legendKeepsItsKeys()
{
    const int focused = m_canvas->focusedNode();
    m_canvas->setLegendOpen(true);
    const auto* legend = m_canvas->findChild<MapLegend*>();
    auto* choice = legend->findChild<QRadioButton*>();
    choice->setFocus();
    for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Return}) {
        QTest::keyClick(QApplication::focusWidget(), key);
    }
    QCOMPARE(m_canvas->focusedNode(), focused);
    QCOMPARE(m_canvas->selectedNode(), -1);
}

void MapViewTest::legendMakesRoomForTheZoomBar()
{
    const auto* legend = m_canvas->findChild<MapLegend*>();
    const auto* zoom = m_canvas->findChild<MapZoomBar*>();
    const int wide = legend->width();
    for (const int width : {440, 360}) {
        m_canvas->resize(width, 400);
        QVERIFY(!legend->geometry().intersects(zoom->geometry()));
        QVERIFY(legend->width() < wide);
    }
    m_canvas->resize(1000, 400);
    QCOMPARE(legend->width(), wide);
}

QMenu* menuAt(MapCanvas& canvas, const QPoint& at)
{
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, canvas.mapToGlobal(at));
    QApplication::sendEvent(&canvas, &event);
    return canvas.findChild<QMenu*>();
}

void choose(QMenu* menu, const QString& text)
{
    const QList<QAction*> actions = menu->actions();
    const auto action = std::ranges::find(actions, text, &QAction::text);
    QVERIFY(action != actions.end());
    (*action)->trigger();
    delete menu;
}

void MapViewTest::menuShowsShortcuts()
{
    QMenu* menu = menuAt(*m_canvas, middleOf(nodeOf(u"service-b"_s)));
    bool pins = false;
    for (const QAction* action : menu->actions()) {
        QVERIFY(action->isSeparator() || !action->shortcut().isEmpty());
        pins = pins || action->text() == u"Pin"_s;
    }
    QVERIFY(pins);
    menu->close();
}

// By its menu, a double click and Enter.
void MapViewTest::anEdgeLeadsToItsTraces()
{
    const MapScene& scene = m_canvas->scene();
    const int node = nodeOf(u"service-a"_s);
    const auto edge = std::ranges::find(scene.edges(), node, &MapEdgeItem::from);
    QVERIFY(edge != scene.edges().end());
    const MapEdgeKey key = scene.edgeKey(static_cast<int>(edge - scene.edges().begin()));
    const QPointF middle = edge->line[edge->line.size() / 2];
    const QPoint at = m_canvas->toWidget({middle, QSizeF()}).topLeft().toPoint();
    QSignalSpy activated(m_canvas.get(), &MapCanvas::edgeActivated);
    const auto isActivated = [&] {
        return activated.size() == 1 && activated.takeFirst().front().value<MapEdgeKey>() == key;
    };

    choose(menuAt(*m_canvas, at), u"View traces"_s);
    QVERIFY(isActivated());
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(m_canvas.get(), Qt::LeftButton, {}, at);
    QVERIFY(isActivated());
    m_canvas->setSelectedEdge(key);
    QTest::keyClick(m_canvas.get(), Qt::Key_Return);
    QVERIFY(isActivated());
}

// There it has a trace to look at, and no list.
void MapViewTest::compactMenuLeadsToTheSegment()
{
    MapCanvas canvas(MapStyle::Compact);
    canvas.resize(900, 200);
    canvas.setGraph(demoGraph().share(), kMinutes);
    canvas.show();
    QSignalSpy selected(&canvas, &MapCanvas::serviceSelected);
    const QRectF node = canvas.scene().nodeRect(canvas.scene().nodeOf(keyOf(u"service-b"_s)));
    choose(menuAt(canvas, canvas.toWidget(node).center().toPoint()), u"Show its first segment"_s);
    QCOMPARE(selected.size(), 1);
}

void MapViewTest::layoutOffTheGuiThreadArrives()
{
    QueryRunner runner;
    MapCanvas canvas;
    canvas.resize(1000, 700);
    canvas.setRunner(&runner);
    const auto graph = std::make_shared<const ServiceGraph>(bigGraph(100, 160));
    canvas.setGraph(graph, kMinutes);
    canvas.setGraph(std::make_shared<const ServiceGraph>(bigGraph(101, 161)), kMinutes); // waits its turn
    QTRY_COMPARE(canvas.scene().nodes().size(), std::size_t{101});
    MapCanvas atOnce;
    atOnce.setGraph(graph, kMinutes);
    atOnce.setGraph(canvas.scene().sharedGraph(), kMinutes);
    QVERIFY(canvas.scene().positions() == atOnce.scene().positions());
}

QTEST_MAIN(MapViewTest)
#include "map_view_test.moc"
