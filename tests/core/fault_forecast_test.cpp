// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What counts as unusual many faults of a service, on series of which everybody would say the same.

#include "core/insight/fault_forecast.h"

#include <QTest>
#include <random>

using namespace fluoroscope;

class FaultForecastTest : public QObject {
    Q_OBJECT

private slots:
    void saysNothingOfTooLittle();
    void aServiceThatNeverFailedMayFailOnce();
    void aRateIsExpectedToStay();
    void chanceIsRarelyUnexpected();
    void burstsWidenTheRange();
    void anIncidentIsNoHistory();
    void whatLastsIsTheNewNormal();
    void emptyBucketsAreNoHistory();
};

namespace {

using Series = std::vector<FaultCount>;

Series& more(Series& series, int buckets, qint64 faults, qint64 total)
{
    for (int i = 0; i < buckets; ++i) {
        series.push_back({Timestamp(std::chrono::minutes(series.size())), faults, total});
    }
    return series;
}

} // namespace

void FaultForecastTest::saysNothingOfTooLittle()
{
    QVERIFY(faultForecast({}).empty());
    Series few;
    QVERIFY(!faultForecast(more(few, 10, 0, 100)).back());
    QVERIFY(faultForecast(more(few, 1, 0, 100)).back());
    Series thin;
    QVERIFY(!faultForecast(more(thin, 15, 0, 2)).back()); // 28 requests before the last
    QVERIFY(faultForecast(more(thin, 1, 0, 2)).back());
}

void FaultForecastTest::aServiceThatNeverFailedMayFailOnce()
{
    Series series;
    const auto range = faultForecast(more(series, 61, 0, 20)).back();
    QCOMPARE(range->low, 0);
    QVERIFY(range->high >= 1 && range->high <= 2);
}

void FaultForecastTest::aRateIsExpectedToStay()
{
    Series series;
    more(series, 60, 10, 100);
    const auto range = faultForecast(more(series, 1, 10, 100)).back();
    QVERIFY2(range->low >= 0 && range->low <= 2, qPrintable(QString::number(range->low)));
    QVERIFY2(range->high >= 18 && range->high <= 21, qPrintable(QString::number(range->high))); // 10 ± 3 · 3
    // Of more requests, more faults; and never more than there are.
    QVERIFY(faultForecast(more(series, 1, 10, 1000)).back()->low > 50);
    QCOMPARE(faultForecast(more(series, 1, 1, 1)).back()->high, 1);
}

void FaultForecastTest::chanceIsRarelyUnexpected()
{
    std::mt19937 random(7);
    std::binomial_distribution<qint64> faults(50, 0.08);
    Series series;
    for (int i = 0; i < 5000; ++i) {
        more(series, 1, faults(random), 50);
    }
    const auto ranges = faultForecast(series);
    int unexpected = 0;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        unexpected += ranges[i] && series[i].faults > ranges[i]->high ? 1 : 0;
    }
    QVERIFY2(unexpected <= 20, qPrintable(QString::number(unexpected))); // 4 in a thousand: a binomial has a tail
}

void FaultForecastTest::burstsWidenTheRange()
{
    Series even;
    Series bursts;
    for (int i = 0; i < 30; ++i) {
        more(even, 2, 5, 50);
        more(bursts, 1, i % 3 == 0 ? 30 : 0, 50);
        more(bursts, 1, 0, 50);
    }
    QVERIFY(faultForecast(more(bursts, 1, 0, 50)).back()->high > 2 * faultForecast(more(even, 1, 0, 50)).back()->high);
}

void FaultForecastTest::anIncidentIsNoHistory()
{
    Series series;
    more(series, 60, 0, 50);
    const auto before = faultForecast(more(series, 1, 40, 50)).back();
    const auto after = faultForecast(more(series, 10, 40, 50)).back();
    QVERIFY(before->high < 5);
    QCOMPARE(after, before);
}

void FaultForecastTest::whatLastsIsTheNewNormal()
{
    Series series;
    more(series, 60, 0, 50);
    more(series, 30, 40, 50);
    const auto range = faultForecast(more(series, 1, 40, 50)).back();
    QVERIFY(range->low > 10 && range->high >= 40);
}

void FaultForecastTest::emptyBucketsAreNoHistory()
{
    Series series;
    more(series, 12, 1, 20);
    Series gaps = series;
    more(gaps, 500, 0, 0);
    QCOMPARE(faultForecast(more(gaps, 1, 1, 20)).back(), faultForecast(more(series, 1, 1, 20)).back());
    more(gaps, 1, 0, 0);
    QCOMPARE(faultForecast(gaps).back(), (FaultRange{0, 0}));
}

QTEST_GUILESS_MAIN(FaultForecastTest)
#include "fault_forecast_test.moc"
