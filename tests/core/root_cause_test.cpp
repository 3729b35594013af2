// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Root causes of the response time: of slow traces only, and along the way that X-Ray tells.

#include "core/trace/root_cause.h"
#include "core/trace/root_cause_json.h"
#include "tests/core/documents.h"
#include "tests/core/made_documents.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using test::made;

class RootCauseTest : public QObject {
    Q_OBJECT

private slots:
    void aFastTraceHasNone();
    void whatIsInProgressHasNone();
    void aRootThatWorksItselfIsItsOwn();
    void followsASlowStartAsAwsDid();
    void theRestOfAFunctionIsNotItsStart();
};

namespace {

// A function within the service that runs it; its Initialization ends before its own segment begins.
Trace coldStart(double response, double initialized, double functionEnd)
{
    return test::traceOf({made(u"cakerTwoFunction", 1).member(u"origin", u"AWS::Lambda"_s).at(0, response),
        made(u"cakerTwoFunction", 2)
            .member(u"origin", u"AWS::Lambda::Function"_s)
            .member(u"aws", QJsonObject{{u"account_id"_s, u"498545057811"_s}})
            .child(1)
            .at(initialized, functionEnd)
            .with(made(u"Initialization", 3).at(0.1, initialized))
            .with(made(u"Invocation", 4).at(initialized, functionEnd))});
}

} // namespace

void RootCauseTest::aFastTraceHasNone()
{
    QVERIFY(!responseTimeRootCause(test::traceOf({made(u"shop", 1).at(0, 1.999)})));
    QVERIFY(responseTimeRootCause(test::traceOf({made(u"shop", 1).at(0, 2)})));
    QVERIFY(responseTimeRootCausesJson(test::traceOf({made(u"shop", 1).at(0, 1.157)})).isEmpty()); // as recorded
}

void RootCauseTest::whatIsInProgressHasNone()
{
    QVERIFY(!responseTimeRootCause(test::traceOf({made(u"shop", 1).inProgress().with(made(u"work", 2).at(0, 9))})));
}

void RootCauseTest::aRootThatWorksItselfIsItsOwn()
{
    const auto cause =
        responseTimeRootCause(test::traceOf({made(u"shop", 1).at(0, 3).with(made(u"half", 2).at(0, 1.5))}));
    QVERIFY(cause && cause->clientImpacting);
    QCOMPARE(cause->services.size(), 1U);
    QCOMPARE(cause->services[0].entities, std::vector<std::int32_t>{0});
}

void RootCauseTest::followsASlowStartAsAwsDid()
{
    QFile file(qEnvironmentVariable("FLUOROSCOPE_DATA") + u"/recorded/summaries/2023-02-28.derived.json"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        QSKIP("The recorded summaries are not here: set FLUOROSCOPE_DATA to the folder that holds recorded/.");
    }
    const QJsonValue recorded = QJsonDocument::fromJson(file.readAll())[1][0];
    const double response = recorded[u"ResponseTime"].toDouble();
    QCOMPARE(response, 2.839);
    QCOMPARE(
        QJsonValue(responseTimeRootCausesJson(coldStart(response, 2.644, 2.7))), recorded[u"ResponseTimeRootCauses"]);
}

void RootCauseTest::theRestOfAFunctionIsNotItsStart()
{
    const Trace trace = coldStart(4, 1, 3.9);
    const auto cause = responseTimeRootCause(trace);
    QCOMPARE(cause->services.size(), 2U);
    QCOMPARE(trace.segments[static_cast<std::size_t>(cause->services[1].entities.back())].name, u"Invocation"_s);
    QCOMPARE(coverageOf(trace, cause->services[1].entities.front()), 0.725);
}

QTEST_GUILESS_MAIN(RootCauseTest)
#include "root_cause_test.moc"
