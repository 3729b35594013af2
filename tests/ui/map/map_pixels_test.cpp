// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The trace map's pixels: those kept from frame to frame are those that would be drawn anew, and pictures are whole.

#include "tests/ui/map/map_drawing.h"
#include "tests/ui/map/map_graphs.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_stroke.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class MapPixelsTest : public QObject, protected DemoMap {
    Q_OBJECT

private slots:
    void initTestCase() { Theme::current().apply(*qApp, Scheme::Light); }
    void init();
    void cleanup() { m_canvas.reset(); }
    void scrolledPixelsAreThoseDrawnAnew_data();
    void scrolledPixelsAreThoseDrawnAnew();
    void movedNodesLeaveNothingBehind();
    void newNumbersOfALargeMapAreDrawnBesideTheOldOnes();
    void strokesCoverWhatTheyShould();
    void picturesShowAllOfTheMap();
};

void MapPixelsTest::init()
{
    showDemo();
    QVERIFY(QTest::qWaitForWindowExposed(m_canvas.get()));
}

void MapPixelsTest::scrolledPixelsAreThoseDrawnAnew_data()
{
    QTest::addColumn<qreal>("scale");
    QTest::newRow("100 %") << 1.0;
    QTest::newRow("150 %") << 1.5;
    QTest::newRow("200 %") << 2.0;
}

void MapPixelsTest::scrolledPixelsAreThoseDrawnAnew()
{
    QFETCH(const qreal, scale);
    m_canvas->setGraph(std::make_shared<const ServiceGraph>(bigGraph(60, 90)), kMinutes);
    m_canvas->zoomBy(0.8 / m_canvas->zoom());
    QTRY_VERIFY(m_canvas->faded() == 0);
    pictureOf(*m_canvas, scale);
    for (const QPoint& by : {QPoint(30, 0), QPoint(0, -40), QPoint(-61, 33), QPoint(17, 80)}) {
        drag(*m_canvas, {500, 6}, by);
        pictureOf(*m_canvas, scale);
    }
    QTest::mouseMove(m_canvas.get(), {1, 1});
    QTRY_VERIFY(m_canvas->faded() == 0);
    const QImage scrolled = pictureOf(*m_canvas, scale);
    emit Theme::current().changed(); // everything anew
    QVERIFY(difference(pictureOf(*m_canvas, scale), scrolled) <= 2); // of 255: rounding
}

void MapPixelsTest::movedNodesLeaveNothingBehind()
{
    const int node = nodeOf(u"service-b"_s);
    pictureOf(*m_canvas);
    QTest::mousePress(m_canvas.get(), Qt::LeftButton, {}, middleOf(node));
    const QPoint from = middleOf(node);
    for (const QPoint& by : {QPoint(40, 10), QPoint(80, 70), QPoint(20, 90)}) {
        QTest::mouseMove(m_canvas.get(), from + by);
        pictureOf(*m_canvas);
    }
    QTest::mouseRelease(m_canvas.get(), Qt::LeftButton, {}, from + QPoint(20, 90));
    QTest::mouseMove(m_canvas.get(), {1, 1});
    m_canvas->hide(); // ends what moves
    QTRY_VERIFY(m_canvas->faded() == 0);
    const QImage kept = pictureOf(*m_canvas);
    emit Theme::current().changed();
    QVERIFY(difference(pictureOf(*m_canvas), kept) <= 2);
}

void MapPixelsTest::newNumbersOfALargeMapAreDrawnBesideTheOldOnes()
{
    const ServiceGraph graph = bigGraph(120, 300);
    ServiceGraph changed = graph;
    for (std::size_t i = 0; i < changed.edges.size(); i += 2) {
        changed.edges[i].statistics = statisticsOf({.ok = 3, .throttle = 400, .milliseconds = 77});
    }
    for (std::size_t i = 0; i < changed.services.size(); i += 3) {
        changed.services[i].statistics = statisticsOf({.throttle = 90});
    }
    const QRgb throttle = Theme::current().outcome(Outcome::Throttle).rgb(); // which only `changed` has
    const auto showsChanged = [&] {
        const QImage picture = pictureOf(*m_canvas);
        const auto* pixels = reinterpret_cast<const QRgb*>(picture.constBits());
        return std::find(pixels, pixels + picture.width() * picture.height(), throttle) - pixels
            < picture.width() * picture.height();
    };
    const auto isAsDrawnAnew = [&] {
        const QImage kept = pictureOf(*m_canvas);
        emit Theme::current().changed();
        return difference(pictureOf(*m_canvas), kept) <= 2;
    };
    const auto set = [&](const ServiceGraph& numbers) {
        m_canvas->setGraph(std::make_shared<const ServiceGraph>(numbers), kMinutes);
    };
    set(graph);
    m_canvas->hide(); // ends what moves
    m_canvas->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_canvas.get()));
    const QImage before = pictureOf(*m_canvas);
    QVERIFY(!showsChanged());
    set(changed);
    QCOMPARE(pictureOf(*m_canvas), before); // the new picture comes whole, or not at all
    QTRY_VERIFY(showsChanged());
    QVERIFY(isAsDrawnAnew());

    set(graph); // the view moves on meanwhile
    drag(*m_canvas, {3, 3}, {41, 17});
    QTest::mouseMove(m_canvas.get(), {1, 1});
    QTRY_VERIFY(!showsChanged());
    QTRY_COMPARE(m_canvas->faded(), 0);
    QVERIFY(isAsDrawnAnew());

    set(changed); // and becomes another
    m_canvas->zoomBy(0.8);
    QVERIFY(showsChanged());
    QVERIFY(isAsDrawnAnew());
}

void MapPixelsTest::strokesCoverWhatTheyShould()
{
    // Beside QPainter's: the same ink, give or take what lies at the ends.
    for (const QPointF& to : {QPointF(90, 12), QPointF(14, 88), QPointF(85, 85), QPointF(90, 5), QPointF(20, 5.5)}) {
        QImage ours(100, 100, QImage::Format_RGB32);
        ours.fill(Qt::white);
        QImage theirs = ours;
        const QPolygonF line{{5, 5}, (QPointF(5, 5) + to) / 2, to};
        strokeLine(ours, ours.rect(), line, {qRgb(0, 0, 0), 2.5});
        QPainter painter(&theirs);
        painter.setRenderHint(QPainter::Antialiasing);
        QPen pen(Qt::black, 2.5);
        pen.setCapStyle(Qt::FlatCap);
        painter.setPen(pen);
        painter.drawPolyline(line);
        painter.end();
        const auto inkOf = [](const QImage& image) {
            double ink = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    ink += (255 - qGray(image.pixel(x, y))) / 255.0;
                }
            }
            return ink;
        };
        QVERIFY2(std::abs(inkOf(ours) - inkOf(theirs)) < 6, qPrintable(QString::number(inkOf(ours) - inkOf(theirs))));
        QVERIFY(inkOf(ours) > 30);
    }
    QImage clipped(100, 100, QImage::Format_RGB32);
    clipped.fill(Qt::white);
    strokeLine(clipped, {20, 20, 10, 10}, {{0, 0}, {100, 100}}, {qRgb(0, 0, 0), 3});
    QCOMPARE(clipped.pixel(10, 10), qRgb(255, 255, 255));
    QCOMPARE(clipped.pixel(25, 25), qRgb(0, 0, 0));
    QCOMPARE(clipped.pixel(40, 40), qRgb(255, 255, 255));
}

void MapPixelsTest::picturesShowAllOfTheMap()
{
    m_canvas->zoomBy(4); // most is out of sight
    const QSize size = m_canvas->pictureSize();
    QVERIFY(size.width() >= m_canvas->scene().bounds().width());
    QImage whole(size, QImage::Format_RGB32);
    QPainter painter(&whole);
    m_canvas->paintTo(painter, whole.rect());
    painter.end();
    QImage same(size, QImage::Format_RGB32);
    MapCanvas fresh;
    fresh.setGraph(demoGraph().share(), kMinutes);
    QPainter second(&same);
    fresh.paintTo(second, same.rect());
    second.end();
    QCOMPARE(whole, same);
    const QRgb ground = Theme::current().color(Role::Surface).rgb();
    for (int x = 0; x < size.width(); ++x) {
        QCOMPARE(whole.pixel(x, 4), ground); // nothing is cut off
        QCOMPARE(whole.pixel(x, size.height() - 4), ground);
    }
}

QTEST_MAIN(MapPixelsTest)
#include "map_pixels_test.moc"
