// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/theme.h"
#include "ui/traces/refiner_model.h"
#include "ui/traces/refiner_view.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class TestRefiners : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Theme::current().apply(*qApp, Scheme::Light); }
    void unfoldsAFacetOfManyValues();
    void movesRowsInsteadOfMakingThemAnew();
    void keepsTheOrderWhileTheKeysAreInside();
    void tellsTheUrlsOfTwoHostsApart();
};

namespace {

// One facet: URLs with so many traces each.
TraceStatistics urls(const std::vector<std::pair<QString, qint64>>& counts)
{
    Facet facet{FacetKind::Url, {}, {}};
    TraceStatistics statistics;
    for (const auto& [url, traces] : counts) {
        facet.values.push_back({url, textClause(FilterKeyword::HttpUrl, url), traces});
        statistics.traces += traces;
    }
    facet.distinct = qint64(facet.values.size());
    statistics.facets = {facet};
    return statistics;
}

QStringList labels(const QAbstractItemModel& model)
{
    QStringList labels;
    for (int row = 0; row < model.rowCount(); ++row) {
        labels << model.index(row, 0).data().toString();
    }
    return labels;
}

} // namespace

void TestRefiners::unfoldsAFacetOfManyValues()
{
    RefinerModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<std::pair<QString, qint64>> counts;
    for (int i = 0; i < 9; ++i) {
        counts.emplace_back(u"http://shop/%1"_s.arg(i), 100 - i);
    }
    TraceStatistics statistics = urls(counts);
    statistics.facets.front().distinct = 20; // of which nine were asked for
    model.setStatistics(statistics);
    QCOMPARE(model.rowCount(), 8);
    QCOMPARE(labels(model).last(), u"… 14 more"_s);
    model.toggle(7);
    QCOMPARE(labels(model),
        QStringList({u"URL"_s, u"/0"_s, u"/1"_s, u"/2"_s, u"/3"_s, u"/4"_s, u"/5"_s, u"/6"_s, u"/7"_s, u"/8"_s,
            u"Fewer (11 are not listed)"_s}));
    model.toggle(10);
    QCOMPARE(model.rowCount(), 8);
}

void TestRefiners::movesRowsInsteadOfMakingThemAnew()
{
    RefinerModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setStatistics(urls({{u"http://shop/a"_s, 5}, {u"http://shop/b"_s, 4}, {u"http://shop/c"_s, 3}}));
    const QPersistentModelIndex b(model.index(2));
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setStatistics(urls({{u"http://shop/d"_s, 9}, {u"http://shop/c"_s, 6}, {u"http://shop/b"_s, 5}}));
    QCOMPARE(labels(model), QStringList({u"URL"_s, u"/d"_s, u"/c"_s, u"/b"_s}));
    QCOMPARE(b.row(), 3);
    QCOMPARE(model.row(3).traces, 5);
    QCOMPARE(reset.count(), 0);
}

void TestRefiners::keepsTheOrderWhileTheKeysAreInside()
{
    QWidget window;
    auto* view = new RefinerView(&window);
    auto* other = new QWidget(&window);
    other->setFocusPolicy(Qt::StrongFocus);
    view->setGeometry(0, 0, 240, 300);
    window.resize(600, 300);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    view->setStatistics(urls({{u"http://shop/a"_s, 5}, {u"http://shop/b"_s, 4}}));
    view->setFocus();
    view->setCurrentIndex(view->model()->index(2, 0));
    view->setStatistics(urls({{u"http://shop/c"_s, 9}, {u"http://shop/b"_s, 8}, {u"http://shop/a"_s, 7}}));
    QCOMPARE(labels(*view->model()), QStringList({u"URL"_s, u"/a"_s, u"/b"_s, u"/c"_s}));
    QCOMPARE(view->currentIndex().data().toString(), u"/b"_s);
    other->setFocus();
    QCOMPARE(labels(*view->model()), QStringList({u"URL"_s, u"/c"_s, u"/b"_s, u"/a"_s}));
    QCOMPARE(view->currentIndex().data().toString(), u"/b"_s);
}

void TestRefiners::tellsTheUrlsOfTwoHostsApart()
{
    RefinerModel model;
    model.setStatistics(urls({{u"http://shop/cart"_s, 5}, {u"http://stock/cart"_s, 4}}));
    QCOMPARE(labels(model), QStringList({u"URL"_s, u"shop/cart"_s, u"stock/cart"_s}));
    model.setStatistics(urls({{u"http://shop/cart"_s, 5}, {u"http://shop/"_s, 4}}));
    QCOMPARE(labels(model), QStringList({u"URL"_s, u"/cart"_s, u"shop/"_s}));
}

QTEST_MAIN(TestRefiners)
#include "tst_refiners.moc"
