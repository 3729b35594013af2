// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Both of AWS's suites for Signature Version 4, byte for byte, and the endpoints of all regions by AWS's own cases.
#include "app/forward/sigv4.h"
#include "app/forward/xray_endpoint.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

namespace {

QByteArray contents(const QString& name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// A request as the suites write it: a line that begins with a blank goes on with the header before.
SigningInput parseRequest(const QByteArray& text)
{
    const qsizetype end = text.indexOf("\n\n");
    QList<QByteArray> lines = (end < 0 ? text : text.left(end)).split('\n');
    const QByteArray first = lines.takeFirst();
    const QByteArray target = first.mid(first.indexOf(' ') + 1).chopped(first.size() - first.lastIndexOf(' '));
    SigningInput input;
    input.method = first.left(first.indexOf(' '));
    const qsizetype question = target.indexOf('?');
    input.path = question < 0 ? target : target.left(question);
    input.query = question < 0 ? QByteArray() : target.mid(question + 1);
    for (const QByteArray& line : lines) {
        if (line.startsWith(' ')) {
            input.headers.back().second += line;
        } else if (!line.isEmpty()) {
            input.headers.emplace_back(line.left(line.indexOf(':')), line.mid(line.indexOf(':') + 1));
        }
    }
    input.payloadHash = sha256Hex(end < 0 ? QByteArray() : text.mid(end + 2));
    return input;
}

} // namespace

class SigV4Test : public QObject {
    Q_OBJECT

private slots:
    void botocore_data()
    {
        QTest::addColumn<QString>("file");
        QDirIterator files(
            data() + u"/sigv4/botocore_aws4_testsuite"_s, {u"*.req"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString file = files.next();
            QTest::newRow(qPrintable(files.fileInfo().completeBaseName())) << file.chopped(4);
        }
        if (!QDir(data() + u"/sigv4"_s).exists()) {
            QTest::newRow("absent") << QString();
        }
    }

    void botocore()
    {
        QFETCH(const QString, file);
        if (file.isEmpty()) {
            QSKIP("The signing suites are not here: set FLUOROSCOPE_DATA to the folder that holds sigv4.");
        }
        SigningInput input = parseRequest(contents(file + u".req"_s));
        if (file.endsWith("/get-vanilla-with-session-token"_L1)) { // where the signer has to add it
            input.headers.push_back(parseRequest(contents(file + u".sreq"_s)).headers[kToken]);
        }
        const QByteArray canonical = canonicalRequest(input);
        QCOMPARE(canonical, contents(file + u".creq"_s));
        QCOMPARE(stringToSign(kScope, canonical), contents(file + u".sts"_s));
        QCOMPARE(authorization(kAccessKey, kSecretKey, kScope, input), contents(file + u".authz"_s));
    }

    void signingSuite_data()
    {
        QTest::addColumn<QString>("folder");
        const QDir suite(data() + u"/sigv4/aws-signing-test-suite_v4"_s);
        for (const QString& name : suite.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QTest::newRow(qPrintable(name)) << suite.filePath(name);
        }
        if (!suite.exists()) {
            QTest::newRow("absent") << QString();
        }
    }

    void signingSuite()
    {
        QFETCH(const QString, folder);
        if (folder.isEmpty()) {
            QSKIP("The signing suites are not here: set FLUOROSCOPE_DATA to the folder that holds sigv4.");
        }
        const QJsonObject context = QJsonDocument::fromJson(contents(folder + u"/context.json"_s)).object();
        const QJsonValue credentials = context["credentials"_L1];
        SigningInput input = parseRequest(contents(folder + u"/request.txt"_s));
        input.headers.emplace_back("X-Amz-Date", kScope.time);
        if (const QByteArray token = credentials["token"_L1].toString().toLatin1();
            !token.isEmpty() && !context["omit_session_token"_L1].toBool()) {
            input.headers.emplace_back("X-Amz-Security-Token", token);
        }
        if (context["sign_body"_L1].toBool()) {
            input.headers.emplace_back("X-Amz-Content-Sha256", input.payloadHash);
        }
        const auto path = context["normalize"_L1].toBool() ? SigningPath::Normalized : SigningPath::AsItIs;
        const QByteArray canonical = canonicalRequest(input, path);
        QCOMPARE(canonical, contents(folder + u"/header-canonical-request.txt"_s));
        QCOMPARE(stringToSign(kScope, canonical), contents(folder + u"/header-string-to-sign.txt"_s));
        const QByteArray header = authorization(kAccessKey, kSecretKey, kScope, input, path);
        QCOMPARE(header.mid(header.lastIndexOf('=') + 1), contents(folder + u"/header-signature.txt"_s));
        const QByteArray whole = contents(folder + u"/header-signed-request.txt"_s);
        QVERIFY2(whole.contains("\nAuthorization:" + header + '\n'), header.constData());
    }

    void endpoints()
    {
        const QByteArray json = contents(data() + u"/botocore/endpoint-tests-1.json"_s);
        if (json.isEmpty()) {
            QSKIP("AWS's endpoint cases are not here: set FLUOROSCOPE_DATA to the folder that holds botocore.");
        }
        int count = 0;
        const QJsonArray cases = QJsonDocument::fromJson(json)["testCases"_L1].toArray();
        for (const QJsonValue& entry : cases) {
            const QJsonValue wanted = entry["expect"_L1];
            const QJsonValue parameters = entry["params"_L1];
            const auto url = xrayEndpoint({parameters["Region"_L1].toString(), parameters["Endpoint"_L1].toString(),
                parameters["UseFIPS"_L1].toBool(), parameters["UseDualStack"_L1].toBool()});
            const QByteArray name = entry["documentation"_L1].toString().toUtf8();
            QVERIFY2(url.has_value() == wanted["error"_L1].isUndefined(), name.constData());
            QCOMPARE(url.value_or(QString()), wanted["endpoint"_L1]["url"_L1].toString());
            ++count;
        }
        QCOMPARE(count, 48);
    }

    void regionsWithinHosts()
    {
        QCOMPARE(regionOfHost(u"xray.eu-west-1.amazonaws.com"_s), u"eu-west-1"_s);
        QCOMPARE(regionOfHost(u"xray-fips.us-gov-east-1.api.aws"_s), u"us-gov-east-1"_s);
        QCOMPARE(regionOfHost(u"vpce-1-2.xray.eu-west-1.vpce.amazonaws.com"_s), u"eu-west-1"_s);
        QCOMPARE(regionOfHost(u"127.0.0.1"_s), QString());
        QVERIFY(!xrayEndpoint({.region = u"eu west"_s}));
        QVERIFY(!xrayEndpoint({.region = u"us-iso-east-1"_s, .dualStack = true}));
        QCOMPARE(serviceEndpoint(u"sts"_s, u"cn-north-1"_s), u"https://sts.cn-north-1.amazonaws.com.cn"_s);
    }

private:
    static QString data() { return qEnvironmentVariable("FLUOROSCOPE_DATA"); }

    static constexpr std::size_t kToken = 2; // place of the security token among that request's headers
    const QByteArray kAccessKey = "AKIDEXAMPLE";
    const QByteArray kSecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    const SigningScope kScope{"20150830T123600Z", "us-east-1", "service"};
};

QTEST_GUILESS_MAIN(SigV4Test)
#include "sigv4_test.moc"
