// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/api/api_service.h"
#include "storage/session.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class ApiServiceTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void answersByPath();
    void takesNoBodyForAnEmptyObject();
    void refusesWhatIsNoJsonObject_data();
    void refusesWhatIsNoJsonObject();
    void checksTheShapeBeforeTheHandler();
    void answersErrorsInTheFormOfAws();
    void doesNotKnowOtherPaths();
    void givesEachOperationAPathOfItsOwn();

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ApiService> m_service;
    int m_calls = 0;
};

void ApiServiceTest::init()
{
    m_calls = 0;
    m_directory = std::make_unique<QTemporaryDir>();
    SessionOptions options;
    options.file = m_directory->filePath(u"test.fluoro"_s);
    auto session = Session::open(options);
    QVERIFY(session.has_value());
    m_session = std::move(*session);
    const ApiContext context{m_session->source(), m_session->sink(), m_session->state()};
    m_service = std::make_unique<ApiService>(context,
        std::vector<ApiOperation>{
            {u"Echo"_s, u"/Echo"_s, structureShape({optional(u"Text"_s, textShape(1))}),
                [this](const ApiContext&, const ApiRequest& request) -> ApiResult {
                    ++m_calls;
                    return QJsonObject{{u"Input"_s, request.input}, {u"Sender"_s, request.sender}};
                }},
            {u"Refuse"_s, u"/Refuse"_s, structureShape({}),
                [](const ApiContext&, const ApiRequest&) -> ApiResult {
                    return tl::unexpected(ApiError{404, u"ResourceNotFoundException"_s, u"There is no such rule."_s,
                        {{u"ResourceName"_s, u"x"_s}}});
                }},
        });
}

void ApiServiceTest::cleanup()
{
    m_service.reset();
    m_session.reset();
}

void ApiServiceTest::answersByPath()
{
    const ApiAnswer answer = m_service->answer(u"/Echo"_s, R"({"Text":"ä"})", u"127.0.0.1:9"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.errorType, QString());
    QVERIFY(!QUuid::fromString(answer.requestId).isNull());
    QCOMPARE(answer.body, QByteArray(R"({"Input":{"Text":"ä"},"Sender":"127.0.0.1:9"})"));
}

void ApiServiceTest::takesNoBodyForAnEmptyObject()
{
    for (const QByteArray& body : {QByteArray(), QByteArray(" \r\n"), QByteArray("{}")}) {
        const ApiAnswer answer = m_service->answer(u"/Echo"_s, body, {});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray(R"({"Input":{},"Sender":""})"));
    }
}

void ApiServiceTest::refusesWhatIsNoJsonObject_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("list") << QByteArray("[]");
    QTest::newRow("scalar") << QByteArray("\"Text\"");
    QTest::newRow("broken") << QByteArray("{\"Text\":");
    QTest::newRow("two") << QByteArray("{}{}");
    QTest::newRow("no text") << QByteArray("\x1f\x8b\x00\xff", 4);
    QTest::newRow("nested without end") << QByteArray("{\"Text\":") + QByteArray(1 << 20, '[');
}

void ApiServiceTest::refusesWhatIsNoJsonObject()
{
    QFETCH(QByteArray, body);
    const ApiAnswer answer = m_service->answer(u"/Echo"_s, body, {});
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.errorType, u"InvalidRequestException"_s);
    QCOMPARE(m_calls, 0);
}

void ApiServiceTest::checksTheShapeBeforeTheHandler()
{
    const ApiAnswer answer = m_service->answer(u"/Echo"_s, R"({"Text":""})", {});
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.errorType, u"InvalidRequestException"_s);
    QCOMPARE(m_calls, 0);
}

void ApiServiceTest::answersErrorsInTheFormOfAws()
{
    const ApiAnswer answer = m_service->answer(u"/Refuse"_s, {}, {});
    QCOMPARE(answer.status, 404);
    QCOMPARE(answer.errorType, u"ResourceNotFoundException"_s);
    QVERIFY(!QUuid::fromString(answer.requestId).isNull());
    QCOMPARE(answer.body, QByteArray(R"({"Message":"There is no such rule.","ResourceName":"x"})"));
}

void ApiServiceTest::doesNotKnowOtherPaths()
{
    for (const QString& path : {u"/"_s, u""_s, u"/echo"_s, u"/Echo/"_s, u"/Echo?x=1"_s}) {
        QVERIFY(!m_service->knows(path));
        QCOMPARE(m_service->answer(path, {}, {}).status, 404);
    }
    QVERIFY(m_service->knows(u"/Echo"_s));
}

void ApiServiceTest::givesEachOperationAPathOfItsOwn()
{
    QStringList paths;
    QStringList names;
    for (const ApiOperation& operation : apiOperations()) {
        QVERIFY2(operation.path.startsWith(u'/') && !paths.contains(operation.path), qPrintable(operation.name));
        QVERIFY2(!names.contains(operation.name), qPrintable(operation.name));
        QVERIFY2(operation.input.kind == InputShape::Kind::Structure, qPrintable(operation.name));
        paths.append(operation.path);
        names.append(operation.name);
    }
}

QTEST_GUILESS_MAIN(ApiServiceTest)
#include "api_service_test.moc"
