// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every place where credentials may be, each against a stand-in: what it gives, what it is asked, and that no error
// tells a secret.
#include "app/forward/aws_profiles.h"
#include "app/forward/credential_chain.h"
#include "tests/app/stand_in.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using fluoroscope::test::StandIn;

namespace {

const QByteArray kSecret = "s3cr3t/value+of=nobody";

QByteArray in(std::chrono::seconds time)
{
    return QDateTime::currentDateTimeUtc().addSecs(time.count()).toString(Qt::ISODate).toLatin1();
}

// Text whose quotes are easier to read as apostrophes.
QByteArray quoted(QByteArray text)
{
    return text.replace('\'', '"');
}

// As agents answer.
QByteArray credentialsText(const QByteArray& id, const QByteArray& expiry = in(std::chrono::hours(1)))
{
    return quoted("{'Version':1,'Code':'Success','AccessKeyId':'" + id + "','SecretAccessKey':'" + kSecret
        + "','Token':'token of " + id + "','Expiration':'" + expiry + "'}");
}

// As STS answers.
QByteArray xml(const QByteArray& action, const QByteArray& id)
{
    return "<" + action + "Response xmlns='https://sts.amazonaws.com/doc/2011-06-15/'><" + action
        + "Result><AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn></AssumedRoleUser>"
          "<Credentials><AccessKeyId>"
        + id + "</AccessKeyId>\n <SecretAccessKey>" + kSecret + "</SecretAccessKey><SessionToken>token of " + id
        + "</SessionToken><Expiration>" + in(std::chrono::hours(1)) + "</Expiration></Credentials></" + action
        + "Result></" + action + "Response>";
}

} // namespace

class CredentialsTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_options = {};
        m_options.environment.insert(u"HOME"_s, m_home->path());
        m_options.environment.insert(u"AWS_EC2_METADATA_DISABLED"_s, u"true"_s);
        m_options.region = u"eu-west-1"_s;
    }

    void environment()
    {
        set("AWS_ACCESS_KEY_ID", "AKENV");
        set("AWS_SECRET_ACCESS_KEY", kSecret);
        set("AWS_SESSION_TOKEN", "token");
        set("AWS_PROFILE", "none"); // is not asked
        const Credentials found = good();
        QCOMPARE(found.accessKeyId, u"AKENV"_s);
        QCOMPARE(found.secretAccessKey.reveal(), kSecret);
        QCOMPARE(found.sessionToken.reveal(), QByteArray("token"));
        QVERIFY(!found.expiry);
    }

    void nothing()
    {
        const QString message = bad();
        for (const QString& place : {u"AWS_ACCESS_KEY_ID"_s, u"AWS_WEB_IDENTITY_TOKEN_FILE"_s, u"profile default"_s,
                 m_home->filePath(u".aws/credentials"_s), u"container"_s, u"instance"_s, u"aws configure"_s}) {
            QVERIFY2(message.contains(place), qPrintable(place + u" in "_s + message));
        }
    }

    void profiles()
    {
        write(u".aws/config"_s, R"(# comment
[default]
region = us-east-2 ; not a part of it
s3 =
  max_concurrent_requests = 20
  region = eu-nowhere
[profile  "with blank"]
AWS_ACCESS_KEY_ID=AKBLANK
aws_secret_access_key = a#b;c
[nobody]
aws_access_key_id = AKNOBODY
[sso-session corp]
sso_region = eu-central-1
)");
        write(u".aws/credentials"_s, "[default]\naws_access_key_id = AKDEF\naws_secret_access_key = " + kSecret + "\n");
        QCOMPARE(good().accessKeyId, u"AKDEF"_s);
        QCOMPARE(*findRegion(m_options, {}), u"us-east-2"_s);
        const AwsProfiles profiles = AwsProfiles::load(m_options.environment);
        QCOMPARE(profiles.ssoSessions[u"corp"_s][u"sso_region"_s], u"eu-central-1"_s);
        QVERIFY(!profiles.profiles.contains(u"nobody"_s));
        set("AWS_PROFILE", "with blank");
        QCOMPARE(good().accessKeyId, u"AKBLANK"_s);
        QCOMPARE(good().secretAccessKey.reveal(), QByteArray("a#b;c"));
        set("AWS_PROFILE", "absent");
        QVERIFY(bad().contains("no profile absent"_L1));
        m_options.environment.insert(u"AWS_SHARED_CREDENTIALS_FILE"_s, u"~/other"_s);
        write(u"other"_s, "[absent]\naws_access_key_id=AKOTHER\naws_secret_access_key=x\n");
        QCOMPARE(good().accessKeyId, u"AKOTHER"_s);
        set("AWS_REGION", "ap-south-1");
        QCOMPARE(*findRegion(m_options, {}), u"ap-south-1"_s);
    }

    void webIdentity()
    {
        const StandIn sts(
            [](const StandIn::Asked&) { return std::pair(200, xml("AssumeRoleWithWebIdentity", "AKWEB")); });
        set("AWS_ENDPOINT_URL_STS", sts.url().toLatin1());
        set("AWS_WEB_IDENTITY_TOKEN_FILE", m_home->filePath(u"token"_s).toUtf8());
        QVERIFY(bad().contains("AWS_ROLE_ARN"_L1));
        set("AWS_ROLE_ARN", "arn:aws:iam::1:role/pod");
        QVERIFY(bad().contains(m_home->filePath(u"token"_s)));
        write(u"token"_s, "a.web+token/=\n");
        const Credentials found = good();
        QCOMPARE(found.accessKeyId, u"AKWEB"_s);
        QCOMPARE(found.sessionToken.reveal(), QByteArray("token of AKWEB"));
        QVERIFY(found.expiry && *found.expiry > now());
        const StandIn::Asked asked = sts.asked().back();
        QVERIFY(asked.header("Authorization").isEmpty());
        QVERIFY2(asked.body.contains("WebIdentityToken=a.web%2Btoken%2F%3D"), asked.body.constData());
        QVERIFY(asked.body.contains("RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fpod&RoleSessionName=xray-daemon"));
    }

    void roleOfAnotherProfile()
    {
        const StandIn sts([](const StandIn::Asked& asked) {
            return asked.body.contains("second") ? std::pair(200, xml("AssumeRole", "AKSECOND"))
                                                 : std::pair(200, xml("AssumeRole", "AKFIRST"));
        });
        set("AWS_ENDPOINT_URL_STS", sts.url().toLatin1());
        write(u".aws/config"_s, R"([profile base]
aws_access_key_id = AKBASE
aws_secret_access_key = key
[profile first]
role_arn = arn:first
source_profile = base
external_id = ex
[profile second]
role_arn = arn:second
source_profile = first
role_session_name = me
[profile round]
role_arn = arn:round
source_profile = about
[profile about]
role_arn = arn:about
source_profile = round
[profile device]
role_arn = arn:device
source_profile = base
mfa_serial = arn:mfa
)");
        set("AWS_PROFILE", "second");
        QCOMPARE(good().accessKeyId, u"AKSECOND"_s);
        const auto asked = sts.asked();
        QCOMPARE(asked.size(), std::size_t(2));
        QVERIFY(asked[0].body.contains("Action=AssumeRole&RoleArn=arn%3Afirst"));
        QVERIFY(asked[0].body.contains("ExternalId=ex"));
        QVERIFY(asked[0].header("Authorization").contains("Credential=AKBASE/"));
        QVERIFY(asked[0].header("Authorization").contains("/eu-west-1/sts/aws4_request"));
        QVERIFY(asked[1].header("Authorization").contains("Credential=AKFIRST/"));
        QCOMPARE(asked[1].header("X-Amz-Security-Token"), QByteArray("token of AKFIRST"));
        QVERIFY(asked[1].body.contains("RoleSessionName=me"));
        set("AWS_PROFILE", "round");
        QVERIFY(bad().contains("circle"_L1));
        set("AWS_PROFILE", "device");
        QVERIFY(bad().contains("mfa_serial"_L1));
        // A role of the command line comes on top of what was found.
        set("AWS_PROFILE", "base");
        m_options.roleArn = u"arn:on-top"_s;
        QCOMPARE(good().accessKeyId, u"AKFIRST"_s);
        QVERIFY(sts.asked().back().body.contains("RoleArn=arn%3Aon-top"));
    }

    void roleThatIsRefused()
    {
        const StandIn sts([](const StandIn::Asked&) {
            return std::pair(403,
                QByteArray("<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you"
                           "</Message></Error></ErrorResponse>"));
        });
        set("AWS_ENDPOINT_URL_STS", sts.url().toLatin1());
        set("AWS_ACCESS_KEY_ID", "AKENV");
        set("AWS_SECRET_ACCESS_KEY", kSecret);
        m_options.roleArn = u"arn:mine"_s;
        QVERIFY2(bad().contains("arn:mine cannot be assumed"_L1), qPrintable(bad()));
        QVERIFY(bad().contains("AccessDenied not you"_L1));
    }

    void credentialSource()
    {
        const StandIn sts([](const StandIn::Asked&) { return std::pair(200, xml("AssumeRole", "AKROLE")); });
        const StandIn agent([](const StandIn::Asked&) { return std::pair(200, credentialsText("AKTASK")); });
        set("AWS_ENDPOINT_URL_STS", sts.url().toLatin1());
        write(u".aws/config"_s, "[default]\nrole_arn = arn:r\ncredential_source = EcsContainer\n");
        QVERIFY(bad().contains("EcsContainer"_L1));
        set("AWS_CONTAINER_CREDENTIALS_FULL_URI", agent.url().toLatin1());
        QCOMPARE(good().accessKeyId, u"AKROLE"_s);
        QVERIFY(sts.asked().back().header("Authorization").contains("Credential=AKTASK/"));
    }

    void process()
    {
        write(u"process.json"_s, credentialsText("AKPROC"));
        write(u".aws/config"_s,
            "[default]\ncredential_process = cat \"" + m_home->filePath(u"process.json"_s).toUtf8()
                + "\"\n"
                  "[profile bad]\ncredential_process = echo "
                + kSecret
                + "; exit 3\n"
                  "[profile none]\ncredential_process = echo "
                + kSecret + "\n");
        QCOMPARE(good().accessKeyId, u"AKPROC"_s);
        set("AWS_PROFILE", "bad");
        QVERIFY2(bad().contains("failed with 3"_L1), qPrintable(bad()));
        set("AWS_PROFILE", "none");
        QVERIFY(bad().contains("profile none"_L1));
    }

    void sso()
    {
        const StandIn portal([](const StandIn::Asked& asked) {
            return asked.header("x-amz-sso_bearer_token") != "sso " + kSecret
                ? std::pair(401, QByteArray("{}"))
                : std::pair(200,
                    quoted("{'roleCredentials':{'accessKeyId':'AKSSO','secretAccessKey':'" + kSecret
                        + "','sessionToken':'t','expiration':"
                        + QByteArray::number(QDateTime::currentMSecsSinceEpoch() + 3600'000) + "}}"));
        });
        set("AWS_ENDPOINT_URL_SSO", portal.url().toLatin1());
        write(u".aws/config"_s, R"([default]
sso_session = corp
sso_account_id = 123
sso_role_name = Read Only
[sso-session corp]
sso_start_url = https://corp.example/start
sso_region = eu-central-1
[profile old]
sso_account_id = 123
sso_role_name = r
sso_start_url = https://corp.example/start
sso_region = eu-central-1
)");
        QVERIFY2(bad().contains("aws sso login --profile default"_L1), qPrintable(bad()));
        const auto login = [&](const QByteArray& name, const QByteArray& expiry) {
            const QByteArray file = QCryptographicHash::hash(name, QCryptographicHash::Sha1).toHex();
            write(u".aws/sso/cache/%1.json"_s.arg(QString::fromLatin1(file)),
                quoted("{'accessToken':'sso " + kSecret + "','expiresAt':'" + expiry + "'}"));
        };
        login("corp", in(std::chrono::seconds(-10)));
        QVERIFY(bad().contains("expired"_L1));
        login("corp", in(std::chrono::hours(1)));
        QCOMPARE(good().accessKeyId, u"AKSSO"_s);
        QCOMPARE(portal.asked().back().path, QByteArray("/federation/credentials"));
        QVERIFY(good().expiry);
        login("https://corp.example/start", in(std::chrono::hours(1)).replace("Z", "UTC"));
        set("AWS_PROFILE", "old");
        QCOMPARE(good().accessKeyId, u"AKSSO"_s);
    }

    void container()
    {
        const StandIn agent([](const StandIn::Asked& asked) {
            return asked.header("Authorization") == "Bearer " + kSecret || asked.path == "/v2/task"
                ? std::pair(200, credentialsText("AKTASK"))
                : std::pair(403, QByteArray("no"));
        });
        set("AWS_CONTAINER_CREDENTIALS_FULL_URI", (agent.url() + u"/v1"_s).toLatin1());
        QVERIFY2(bad().contains("answered 403"_L1), qPrintable(bad()));
        set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Bearer " + kSecret);
        QCOMPARE(good().accessKeyId, u"AKTASK"_s);
        set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "wrong");
        set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", m_home->filePath(u"token"_s).toUtf8());
        QVERIFY(bad().contains(m_home->filePath(u"token"_s)));
        write(u"token"_s, "Bearer " + kSecret + "\n");
        QCOMPARE(good().accessKeyId, u"AKTASK"_s);
        set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://agent.example.com/v1");
        QVERIFY2(bad().contains("agent.example.com"_L1), qPrintable(bad()));
        m_options.containerHost = QUrl(agent.url());
        set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/task");
        QCOMPARE(good().sessionToken.reveal(), QByteArray("token of AKTASK"));
    }

    void instance()
    {
        const StandIn service([](const StandIn::Asked& asked) {
            if (asked.method == "PUT") {
                return asked.header("X-aws-ec2-metadata-token-ttl-seconds").isEmpty()
                    ? std::pair(400, QByteArray())
                    : std::pair(200, QByteArray("metadata token"));
            }
            if (asked.header("X-aws-ec2-metadata-token") != "metadata token") {
                return std::pair(401, QByteArray());
            }
            return std::pair(200,
                asked.path.endsWith("/region")                   ? QByteArray("eu-north-1")
                    : asked.path.endsWith("credentials/my-role") ? credentialsText("AKEC2")
                                                                 : QByteArray("my-role\n"));
        });
        set("AWS_EC2_METADATA_SERVICE_ENDPOINT", service.url().toLatin1());
        QVERIFY(!findRegion(m_options, {}));
        bad(); // disabled
        m_options.environment.remove(u"AWS_EC2_METADATA_DISABLED"_s);
        QCOMPARE(good().accessKeyId, u"AKEC2"_s);
        QCOMPARE(*findRegion(m_options, {}), u"eu-north-1"_s);
    }

    void refreshing()
    {
        std::atomic<int> count = 0;
        std::atomic<int> status = 200;
        std::chrono::seconds life = std::chrono::hours(1);
        const StandIn agent([&](const StandIn::Asked&) {
            return std::pair(status.load(), credentialsText("AK" + QByteArray::number(++count), in(life)));
        });
        set("AWS_CONTAINER_CREDENTIALS_FULL_URI", agent.url().toLatin1());
        const auto chain = credentialChain(m_options);
        const auto id = [&] { return chain->credentials({}).map([](const Credentials& c) { return c.accessKeyId; }); };
        QCOMPARE(*id(), u"AK1"_s);
        QCOMPARE(*id(), u"AK1"_s); // kept
        chain->renew();
        QCOMPARE(*id(), u"AK2"_s);
        status = 500;
        chain->renew();
        QVERIFY(!id()); // they were refused: the former ones are of no use
        status = 200;
        life = std::chrono::minutes(3); // less than it is refreshed before its end: asked for again, but not at once
        QCOMPARE(*id(), u"AK4"_s);
        QCOMPARE(*id(), u"AK4"_s);
    }

    void proxies()
    {
        const QUrl xray(u"https://xray.eu-west-1.amazonaws.com"_s);
        QVERIFY(httpSettings(m_options, xray).proxy.isEmpty());
        set("HTTPS_PROXY", "http://proxy.example:3128");
        QCOMPARE(httpSettings(m_options, xray).proxy.port(), 3128);
        QVERIFY(httpSettings(m_options, QUrl(u"https://127.0.0.1:1"_s)).proxy.isEmpty());
        set("NO_PROXY", "other.example, .amazonaws.com");
        QVERIFY(httpSettings(m_options, xray).proxy.isEmpty());
        m_options.proxy = QUrl(u"http://mine:1"_s);
        QCOMPARE(httpSettings(m_options, xray).proxy.host(), u"mine"_s);
    }

private:
    void set(const char* name, const QByteArray& value)
    {
        m_options.environment.insert(QString::fromLatin1(name), QString::fromUtf8(value));
    }
    void write(const QString& name, const QByteArray& text)
    {
        QDir(m_home->path()).mkpath(QFileInfo(name).path());
        QFile file(m_home->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    Credentials good()
    {
        const auto found = credentialChain(m_options)->credentials({});
        return found ? *found : (QTest::qFail(qPrintable(found.error().message), __FILE__, __LINE__), Credentials());
    }
    // The message, in which no secret may be.
    QString bad()
    {
        const auto found = credentialChain(m_options)->credentials({});
        const QString message = found ? u"there are credentials"_s : found.error().message;
        QTest::qVerify(!found, "!found", qPrintable(message), __FILE__, __LINE__);
        QTest::qVerify(
            !message.contains(QString::fromUtf8(kSecret)), "no secret", qPrintable(message), __FILE__, __LINE__);
        return message;
    }

    std::unique_ptr<QTemporaryDir> m_home;
    ChainOptions m_options;
};

QTEST_GUILESS_MAIN(CredentialsTest)
#include "credentials_test.moc"
