// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/check/check_report.h"
#include "app/check/rule_file.h"
#include "tests/storage/session_fixture.h"

#include <QXmlStreamReader>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class RuleEvaluationTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void decides_data();
    void decides();
    void showsTheTracesThatBreakARule();
    void countsTheCallsOfEachTrace();
    void namesOrphans();
    void doesNotPassWhereNothingCame();
    void expandsGroups();
    void looksOnlyAtTheRange();
    void writesXmlThatCanBeRead();
    void escapesForGithub();

private:
    // `request` is answered after 100 ms times its number, by service a, which calls b `calls` times.
    void put(int request, int calls, const QByteArray& extra = {})
    {
        QByteArray subsegments;
        for (int call = 0; call < calls; ++call) {
            const SegmentId id = segmentNumber(1000 * request + call);
            subsegments += (call > 0 ? "," : "")
                + documentText({traceNumber(request), id, kStart, 0.05, "b", {}, false, ",\"namespace\":\"remote\""});
            m_session->sink().put(received(documentText(
                {traceNumber(request), segmentNumber(500 + 1000 * request + call), kStart, 0.05, "b", id})));
        }
        m_session->sink().put(received(documentText({traceNumber(request), segmentNumber(999 + 1000 * request), kStart,
            0.1 * request, "a", {}, false, ",\"subsegments\":[" + subsegments + "]" + extra})));
    }

    Verdict verdictOf(const QByteArray& rule, Session& session, const TimeRange& range = {},
        const std::vector<TraceGroup>& groups = {})
    {
        const auto rules = parseRules("rules:\n  - " + rule + "\n  - count: {min: 0}");
        if (!rules) {
            qFatal("%s", qPrintable(rules.error().message));
        }
        return checkRules(session.source(), range, groups, *rules).value().at(0);
    }
    Verdict verdictOf(const QByteArray& rule) { return verdictOf(rule, *m_session); }

    QTemporaryDir m_folder;
    std::unique_ptr<Session> m_session;
};

void RuleEvaluationTest::initTestCase()
{
    m_session = opened(m_folder.filePath(u"rules.fluoro"_s));
    put(1, 1, ",\"annotations\":{\"tenant\":\"x\",\"items\":3}");
    put(2, 1, ",\"annotations\":{\"tenant\":\"x\"}");
    put(3, 3, ",\"fault\":true,\"annotations\":{\"tenant\":\"y\"}");
    put(4, 0, ",\"http\":{\"request\":{\"method\":\"GET\",\"url\":\"http://a/idle\"}}");
    QVERIFY(m_session->flush());
}

void RuleEvaluationTest::decides_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<bool>("holds");
    QTest::addColumn<QString>("found");
    const auto row = [](const QByteArray& rule, bool holds, const QString& found) {
        QTest::newRow(rule.constData()) << rule << holds << found;
    };
    row("count: 4", true, u"4 traces"_s);
    row("count: {min: 5}", false, u"4 traces"_s);
    row("{count: {max: 0}, filter: fault}", false, u"1 trace"_s);
    row("{count: 0, filter: throttle}", true, u"0 traces"_s);
    row("calls: {from: a, to: b, max: 3}", true, u"3 calls at most, in 4 traces"_s);
    row("calls: {from: a, to: b, max: 1}", false, u"more than 1 in 1 of 4 traces"_s);
    row("calls: {from: a, to: b, min: 1}", false, u"fewer than 1 in 1 of 4 traces"_s);
    row("calls: {from: a, to: b, min: 1, max: 1}", false, u"not exactly 1 in 2 of 4 traces"_s);
    row("{calls: {from: a, to: b, max: 1}, filter: ok}", true, u"1 call at most, in 3 traces"_s);
    row("{calls: {from: a, to: b, max: 1}, filter: throttle}", false, u"there is no trace to judge by"_s);
    row("calls: {from: b, to: a, max: 0}", true, u"0 calls at most, in 4 traces"_s);
    row("calls: {from: c, to: b, max: 0}", false, u"no trace has the service c"_s);
    row("calls: {from: {type: client}, to: a, max: 1}", true, u"1 call at most, in 4 traces"_s);
    row("response-time: {p50: 200ms, max: 400ms}", true, u"p50 200 ms, max 400 ms of 4 traces"_s);
    row("response-time: {p50: 199ms}", false, u"p50 200 ms of 4 traces"_s);
    row("response-time: {p51: 250ms}", false, u"p51 300 ms of 4 traces"_s);
    row("duration: {max: 399ms}", false, u"max 400 ms of 4 traces"_s);
    row("{duration: {max: 1s}, filter: throttle}", false, u"there is no trace to judge by"_s);
    row("edge: {from: a, to: b}", true, u"in 3 traces"_s);
    row("edge: {from: a, to: c}", false, u"no such call"_s);
    row("annotation: tenant", false, u"1 of 4 traces without it"_s);
    row("{annotation: tenant, filter: 'service(\"b\")'}", true, u"on 3 traces"_s);
    row("{annotation: {key: tenant, value: x}, filter: ok AND service(\"b\")}", true, u"on 2 traces"_s);
    row("{annotation: {key: items, value: 3}, filter: annotation.items}", true, u"on 1 trace"_s);
    row("orphans: 0", true, u"0 traces"_s);
}

void RuleEvaluationTest::decides()
{
    QFETCH(QByteArray, rule);
    const Verdict verdict = verdictOf(rule);
    QTEST(verdict.holds, "holds");
    QTEST(verdict.found, "found");
    QVERIFY(!verdict.holds || verdict.evidence.empty());
}

void RuleEvaluationTest::showsTheTracesThatBreakARule()
{
    const Verdict fault = verdictOf("{count: 0, filter: fault}");
    QCOMPARE(fault.evidence.size(), std::size_t(1));
    QCOMPARE(fault.evidence[0].trace, traceNumber(3));
    const Verdict slow = verdictOf("response-time: {p50: 150ms}");
    QCOMPARE(slow.evidence.size(), std::size_t(3)); // the slowest first
    QCOMPARE(slow.evidence[0].trace, traceNumber(4));
    QCOMPARE(slow.evidence[0].what, u"400 ms"_s);
    const Verdict bare = verdictOf("annotation: tenant");
    QCOMPARE(bare.evidence.size(), std::size_t(1));
    QCOMPARE(bare.evidence[0].trace, traceNumber(4));
    QCOMPARE(bare.evidence[0].what, u"GET http://a/idle"_s);
}

void RuleEvaluationTest::countsTheCallsOfEachTrace()
{
    const Verdict verdict = verdictOf("calls: {from: a, to: b, max: 2}");
    QCOMPARE(verdict.evidence.size(), std::size_t(1));
    QCOMPARE(verdict.evidence[0].trace, traceNumber(3));
    QCOMPARE(verdict.evidence[0].what, u"3 calls"_s);
}

void RuleEvaluationTest::namesOrphans()
{
    const auto session = opened(m_folder.filePath(u"orphans.fluoro"_s));
    session->sink().put(
        received(documentText({traceNumber(1), segmentNumber(1), kStart, 0.1, "called", segmentNumber(77)})));
    session->sink().put(
        received(documentText({traceNumber(2), segmentNumber(2), kStart, 0.1, "part", segmentNumber(78), true})));
    session->sink().put(received(documentText({traceNumber(3), segmentNumber(3), kStart, 0.1, "whole"})));
    QVERIFY(session->flush());
    const Verdict verdict = verdictOf("orphans: 0", *session);
    QVERIFY(!verdict.holds);
    QCOMPARE(verdict.found, u"2 traces"_s);
    QStringList told;
    for (const Evidence& evidence : verdict.evidence) {
        told.append(evidence.what);
    }
    told.sort();
    QCOMPARE(told,
        QStringList({u"called waits for its parent "_s + segmentNumber(77).toString(),
            u"part waits for its parent "_s + segmentNumber(78).toString()}));
    QVERIFY(verdictOf("orphans: {max: 2}", *session).holds);
}

void RuleEvaluationTest::doesNotPassWhereNothingCame()
{
    const auto session = opened(m_folder.filePath(u"empty.fluoro"_s));
    const auto verdictsOf = [&](const QByteArray& text) {
        return checkRules(session->source(), {}, {}, parseRules("rules: [" + text + "]").value()).value();
    };
    const auto verdicts = verdictsOf("{count: 0, filter: fault}");
    QCOMPARE(verdicts.size(), std::size_t(2));
    QVERIFY(!verdicts[0].holds);
    QVERIFY(verdicts[1].holds);
    QCOMPARE(verdictsOf("{count: 0}").size(), std::size_t(1)); // here that is what is wanted
    QVERIFY(verdictsOf("{count: 0}")[0].holds);
}

void RuleEvaluationTest::expandsGroups()
{
    TraceGroup broken{u"broken"_s, u"arn"_s, parseRules("rules: [{count: 0, filter: fault}]").value()[0].filter};
    QCOMPARE(verdictOf("{count: 1, filter: group.name = \"broken\"}", *m_session, {}, {broken}).found, u"1 trace"_s);
}

void RuleEvaluationTest::looksOnlyAtTheRange()
{
    const TimeRange later{fromEpochSeconds(kStart + 1), Timestamp::max()};
    QCOMPARE(verdictOf("count: 0", *m_session, later).found, u"0 traces"_s);
}

void RuleEvaluationTest::writesXmlThatCanBeRead()
{
    Verdict verdict;
    verdict.rule.name = u"a \"b\" <c> & \u0001 d"_s + QChar(0xd800);
    verdict.holds = false;
    verdict.found = u"2 < 3"_s;
    verdict.evidence = {{traceNumber(1), u"]]> \x1b[31m"_s}};
    QXmlStreamReader xml(junitXml({verdict, Verdict()}, u"rules.yaml"_s));
    int cases = 0;
    QString failure;
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement) {
            cases += xml.name() == u"testcase" ? 1 : 0;
            if (xml.name() == u"testsuite") {
                QCOMPARE(xml.attributes().value(u"tests"_s), u"2"_s);
                QCOMPARE(xml.attributes().value(u"failures"_s), u"1"_s);
            }
            failure = xml.name() == u"failure" ? xml.readElementText() : failure;
        }
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(cases, 2);
    QVERIFY2(failure.contains(traceNumber(1).toString() + u"  ]]> "_s), qPrintable(failure));
}

void RuleEvaluationTest::escapesForGithub()
{
    Verdict verdict;
    verdict.rule.name = u"a: b, 5%\nc"_s;
    verdict.rule.place = {3, 7};
    verdict.holds = false;
    verdict.found = u"x: y, 6%"_s;
    QCOMPARE(githubAnnotations({Verdict(), verdict}, u"ci/rules.yaml"_s),
        u"::error file=ci/rules.yaml,line=3,col=7,title=a%3A b%2C 5%25%0Ac::x: y, 6%25\n"_s);
}

QTEST_GUILESS_MAIN(RuleEvaluationTest)
#include "rule_evaluation_test.moc"
