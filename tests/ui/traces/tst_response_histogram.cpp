// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The distribution of response times, brushed by hand and by keys: what is chosen is said meanwhile, and is what comes.

#include "ui/charts/response_histogram.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class TestResponseHistogram : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_chart.reset(); }
    void saysWhatIsBrushedAndThenTellsIt();
    void takesNoClickForARange();
    void isBrushedByKeys();

private:
    [[nodiscard]] QString said() const { return m_chart->accessibleDescription(); }

    std::unique_ptr<ResponseHistogram> m_chart;
    std::unique_ptr<QSignalSpy> m_chosen;
};

void TestResponseHistogram::init()
{
    Theme::current().apply(*qApp, Scheme::Light);
    m_chart = std::make_unique<ResponseHistogram>(60);
    m_chart->resize(400, 84); // ten pixels a bar
    m_chart->setHistogram({{2, 3}, {20, 4}, {200, 5}, {2000, 6}}); // from 1 ms to 10 s, ten bars for each decade
    m_chart->show();
    QVERIFY(QTest::qWaitForWindowActive(m_chart.get()));
    m_chosen = std::make_unique<QSignalSpy>(m_chart.get(), &ResponseHistogram::rangeChosen);
}

void TestResponseHistogram::saysWhatIsBrushedAndThenTellsIt()
{
    QTest::mousePress(m_chart.get(), Qt::LeftButton, {}, {105, 20});
    QTest::mouseMove(m_chart.get(), {255, 20});
    QCOMPARE(said(), u"10 ms to 398 ms: 9"_s);
    QTest::mouseMove(m_chart.get(), {155, 20}); // and back
    QCOMPARE(said(), u"10 ms to 39.8 ms: 4"_s);
    QCOMPARE(m_chosen->count(), 0);
    QTest::mouseRelease(m_chart.get(), Qt::LeftButton, {}, {155, 20});
    QCOMPARE(m_chosen->count(), 1);
    QCOMPARE(m_chosen->at(0).at(0).value<Duration>(), Duration(10'000));
    QCOMPARE(m_chosen->at(0).at(1).value<Duration>(), Duration(40'000)); // in whole milliseconds, outwards
}

void TestResponseHistogram::takesNoClickForARange()
{
    QTest::mouseClick(m_chart.get(), Qt::LeftButton, {}, {105, 20});
    QCOMPARE(m_chosen->count(), 0);
}

void TestResponseHistogram::isBrushedByKeys()
{
    m_chart->setFocus();
    QTest::keyClick(m_chart.get(), Qt::Key_Left); // the last bar
    for (int i = 0; i < 9; ++i) {
        QTest::keyClick(m_chart.get(), Qt::Key_Left, Qt::ShiftModifier);
    }
    QCOMPARE(said(), u"1 s to 10 s: 6"_s);
    QTest::keyClick(m_chart.get(), Qt::Key_Return);
    QCOMPARE(m_chosen->count(), 1);
    QCOMPARE(m_chosen->at(0).at(0).value<Duration>(), Duration(std::chrono::seconds(1)));
    QTest::keyClick(m_chart.get(), Qt::Key_Right);
    QTest::keyClick(m_chart.get(), Qt::Key_Escape);
    QTest::keyClick(m_chart.get(), Qt::Key_Return); // nothing is chosen
    QCOMPARE(m_chosen->count(), 1);
}

QTEST_MAIN(TestResponseHistogram)
#include "tst_response_histogram.moc"
