// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sampling targets: reservoirs are divided among those that report, reports are summed in windows of ten seconds, and
// neither grows without a bound (reference 1.8, 5.9).

#include "core/sampling/sampling_targets.h"
#include "tests/core/memory_state.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace fluoroscope;

class SamplingTargetsTest : public QObject {
    Q_OBJECT

private slots:
    void givesOneClientTheWholeReservoir();
    void dividesTheReservoirAmongLiveClients_data();
    void dividesTheReservoirAmongLiveClients();
    void givesTheShareOfTheDeadToTheLiving();
    void passesOverUnknownRules();
    void tellsWhenRulesChanged();
    void readsSecondsAndMilliseconds();
    void sumsWindowsOverClients();
    void outlivesARestart();
    void forgetsWhatIsOld();
    void boundsWhatClientsCanMakeItKeep();
};

namespace {

const ServicePlace kPlace;
const Timestamp kNow = fromEpochSeconds(1'700'000'000);

QString clientNumber(int i)
{
    return u"%1"_s.arg(i, 24, 16, QChar(u'0'));
}

SamplingReport report(int client, Timestamp time = kNow, const QString& rule = u"Default"_s)
{
    return {rule, clientNumber(client), time, {10, 4, 1}};
}

SamplingTarget targetOf(StateStore& store, const SamplingReport& asked, Timestamp now = kNow)
{
    const auto answer = reportSampling(store, kPlace, {asked}, now);
    return answer && answer->targets.size() == 1 ? answer->targets.front() : SamplingTarget();
}

void setReservoir(StateStore& store, int size)
{
    QVERIFY(updateSamplingRule(store, kPlace, {u"Default"_s, {}}, {{u"ReservoirSize"_s, size}}, kNow));
}

} // namespace

void SamplingTargetsTest::givesOneClientTheWholeReservoir()
{
    test::MemoryState store;
    setReservoir(store, 7);
    const SamplingTarget target = targetOf(store, report(1));
    QCOMPARE(target.rule, u"Default"_s);
    QCOMPARE(target.fixedRate, 1.0);
    QCOMPARE(target.quota, 7);
    QVERIFY(target.quotaExpiry > kNow + std::chrono::seconds(kTargetInterval));
}

void SamplingTargetsTest::dividesTheReservoirAmongLiveClients_data()
{
    QTest::addColumn<int>("reservoir");
    QTest::addColumn<int>("clients");
    QTest::newRow("evenly") << 6 << 3;
    QTest::newRow("with a rest") << 10 << 3;
    QTest::newRow("less than one each") << 2 << 5;
    QTest::newRow("none") << 0 << 3;
}

void SamplingTargetsTest::dividesTheReservoirAmongLiveClients()
{
    QFETCH(int, reservoir);
    QFETCH(int, clients);
    test::MemoryState store;
    setReservoir(store, reservoir);
    for (const Timestamp time : {kNow, kNow + 10s, kNow + 20s}) {
        qint64 sum = 0;
        for (int i = 0; i < clients; ++i) {
            const qint64 quota = targetOf(store, report(i, time), time).quota;
            sum += quota;
            if (time > kNow) { // all know of one another
                QVERIFY(quota == reservoir / clients || quota == reservoir / clients + 1);
            }
        }
        QVERIFY(time == kNow || sum == reservoir);
    }
}

void SamplingTargetsTest::givesTheShareOfTheDeadToTheLiving()
{
    test::MemoryState store;
    setReservoir(store, 8);
    targetOf(store, report(1));
    QCOMPARE(targetOf(store, report(2), kNow).quota, 4);
    QCOMPARE(targetOf(store, report(2, kNow + 29s), kNow + 29s).quota, 4);
    QCOMPARE(targetOf(store, report(2, kNow + 30s), kNow + 30s).quota, 8);
    // Those that report on another rule do not count.
    SamplingRule rule;
    rule.name = u"r"_s;
    rule.priority = 1;
    rule.fixedRate = 0.5;
    rule.reservoirSize = 3;
    QVERIFY(createSamplingRule(store, kPlace, rule, {}, kNow));
    const SamplingTarget other = targetOf(store, report(3, kNow + 30s, u"r"_s), kNow + 30s);
    QCOMPARE(other.quota, 3);
    QCOMPARE(other.fixedRate, 0.5);
}

void SamplingTargetsTest::passesOverUnknownRules()
{
    test::MemoryState store;
    const auto answer =
        reportSampling(store, kPlace, {report(1, kNow, u"gone"_s), report(1), report(1, kNow, u"never"_s)}, kNow);
    QVERIFY(answer);
    QCOMPARE(answer->unknown, (QStringList{u"gone"_s, u"never"_s}));
    QCOMPARE(answer->targets.size(), 1U);
    QCOMPARE(samplingSummaries(store, kNow)->size(), 1U);
    QVERIFY(reportSampling(store, kPlace, {}, kNow)->targets.empty());
}

void SamplingTargetsTest::tellsWhenRulesChanged()
{
    test::MemoryState store;
    QCOMPARE(reportSampling(store, kPlace, {report(1)}, kNow)->rulesModified, Timestamp());
    setReservoir(store, 1);
    QCOMPARE(reportSampling(store, kPlace, {report(1)}, kNow + 10s)->rulesModified, kNow + 1s);
    QVERIFY(updateSamplingRule(store, kPlace, {u"Default"_s, {}}, {{u"FixedRate"_s, 0}}, kNow + 9900ms));
    // A client that fetched the rules in that second before they changed has to see that they are newer.
    QCOMPARE(reportSampling(store, kPlace, {report(1)}, kNow + 10s)->rulesModified, kNow + 10s);
}

void SamplingTargetsTest::readsSecondsAndMilliseconds()
{
    QCOMPARE(samplingTime(1718000000), fromEpochSeconds(1718000000));
    QCOMPARE(samplingTime(1718000000.125), fromEpochSeconds(1718000000.125));
    QCOMPARE(samplingTime(1718000000125), fromEpochSeconds(1718000000.125));
    QCOMPARE(samplingTime(-1e300), Timestamp());
    QVERIFY(samplingTime(1e300) > kNow);
}

void SamplingTargetsTest::sumsWindowsOverClients()
{
    test::MemoryState store;
    QVERIFY(reportSampling(store, kPlace, {report(1, kNow + 1s), report(2, kNow + 9s)}, kNow + 9s));
    QVERIFY(reportSampling(store, kPlace, {report(1, kNow + 10s)}, kNow + 11s));
    QVERIFY(reportSampling(store, kPlace, {report(1, kNow - 1h)}, kNow + 12s)); // its clock is wrong
    const auto summaries = samplingSummaries(store, kNow + 20s);
    QVERIFY(summaries);
    QCOMPARE(*summaries,
        (std::vector<SamplingSummary>{{u"Default"_s, kNow, {20, 8, 2}}, {u"Default"_s, kNow + 10s, {20, 8, 2}}}));
}

void SamplingTargetsTest::outlivesARestart()
{
    SamplingStatistics statistics;
    statistics.add(report(1), kNow);
    statistics.add(report(2, kNow, u"r"_s), kNow);
    const SamplingStatistics read = SamplingStatistics::fromJson(statistics.toJson());
    QCOMPARE(read.summaries(kNow), statistics.summaries(kNow));
    QCOMPARE(read.summaries(kNow).size(), 2U);
    QCOMPARE(read.liveClients(u"r"_s, kNow), 1);
    QCOMPARE(read.toJson(), statistics.toJson());
}

void SamplingTargetsTest::forgetsWhatIsOld()
{
    SamplingStatistics statistics;
    statistics.add(report(1), kNow);
    const Timestamp later = kNow + SamplingStatistics::kKept + 10s;
    QVERIFY(statistics.summaries(later).empty());
    statistics.trim(later);
    QCOMPARE(statistics.toJson(), SamplingStatistics().toJson());
}

void SamplingTargetsTest::boundsWhatClientsCanMakeItKeep()
{
    SamplingStatistics statistics;
    for (int i = 0; i < 5000; ++i) {
        statistics.add(report(i), kNow);
    }
    statistics.trim(kNow);
    QCOMPARE(statistics.liveClients(u"Default"_s, kNow), SamplingStatistics::kMaxClients);
    QCOMPARE(statistics.summaries(kNow).front().counts.requests, qint64(10 * SamplingStatistics::kMaxEntries));
}

QTEST_GUILESS_MAIN(SamplingTargetsTest)
#include "sampling_targets_test.moc"
