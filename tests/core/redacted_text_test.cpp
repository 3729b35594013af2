// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is redacted within one text: a URL, a connection string, a query, an address.
#include "core/redaction/connection_redaction.h"
#include "core/redaction/sql_redaction.h"
#include "core/redaction/url_redaction.h"

#include <QObject>
#include <QTest>

using namespace fluoroscope;
using namespace Qt::StringLiterals;

class RedactedTextTest : public QObject {
    Q_OBJECT

private slots:
    void urls_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const auto row = [](const char* before, const char* after) {
            QTest::newRow(before) << QString::fromUtf8(before) << QString::fromUtf8(after);
        };
        row("http://shop/orders/7", "http://shop/orders/7");
        row("http://shop:8080/?q=cats&page=2", "http://shop:8080/?q=redacted-1&page=redacted-2");
        row("/orders?a=x&b=x&c=y", "/orders?a=redacted-1&b=redacted-1&c=redacted-2");
        row("https://shop/?flag&empty=&wsdl", "https://shop/?redacted-1&empty=&redacted-2");
        row("https://jane:pass@shop/", "https://redacted-user-1@shop/");
        row("https://jane:pa/ss@shop/x", "https://redacted-user-1@shop/x");
        row("https://token@shop:80/x?y", "https://redacted-user-1@shop:80/x?redacted-1");
        row("http://[::1]:4001/@jane/x", "http://[::1]:4001/@jane/x");
        row("https://shop/#access_token=abc&state=1", "https://shop/#access_token=redacted-1&state=redacted-2");
        row("https://shop/page#secret", "https://shop/page#redacted-1");
        row("https://shop/cart;jsessionid=12/x", "https://shop/cart;jsessionid=redacted-1/x");
        row("https://shop/reset/eyJhbGciOi.J9.x_y/ok", "https://shop/reset/redacted-1/ok");
        row("https://shop/k/1b4e28ba-2fa1-11d2-883f-0016d3cca427", "https://shop/k/redacted-1");
        row("https://shop/cards/4111111111111111", "https://shop/cards/redacted-1");
        row("https://shop/mail/jane%40example.com", "https://shop/mail/redacted-1");
        row("https://shop/api/v2/list-of-customers-by-region", "https://shop/api/v2/list-of-customers-by-region");
        row("", "");
    }

    void urls()
    {
        QFETCH(QString, before);
        Pseudonyms pseudonyms;
        QTEST(redactUrl(before, pseudonyms), "after");
    }

    void urlsWithinText()
    {
        Pseudonyms pseudonyms;
        QCOMPARE(redactUrlsWithin(u"GET https://a/?k=1 failed, see \"http://b/x?k=1\"."_s, pseudonyms),
            u"GET https://a/?k=redacted-1 failed, see \"http://b/x?k=redacted-1\"."_s);
        QCOMPARE(redactUrlsWithin(u"Is it so? k=1 & http"_s, pseudonyms), u"Is it so? k=1 & http"_s);
    }

    void connections_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const auto row = [](const char* before, const char* after) {
            QTest::newRow(before) << QString::fromUtf8(before) << QString::fromUtf8(after);
        };
        row("app@db.internal:5432/shop", "redacted-user-1@db.internal:5432/shop");
        row("jdbc:postgresql://db:5432/shop", "jdbc:postgresql://db:5432/shop");
        row("jdbc:postgresql://db/shop?user=app&password=x&ssl=on",
            "jdbc:postgresql://db/shop?user=redacted-user-1&password=redacted&ssl=on");
        row("jdbc:sqlserver://db;user=app;password={x y};b=1",
            "jdbc:sqlserver://db;user=redacted-user-1;password=redacted;b=1");
        row("postgres://app:secret@db/shop", "postgres://redacted-user-1@db/shop");
        row("Server=db;User Id=app;Password='a;b';Pooling=true",
            "Server=db;User Id=redacted-user-1;Password=redacted;Pooling=true");
        row("db:3306", "db:3306");
    }

    void connections()
    {
        QFETCH(QString, before);
        Pseudonyms pseudonyms;
        QTEST(redactConnection(before, false, pseudonyms), "after");
    }

    void sql_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const auto row = [](const char* before, const char* after, const char* type = "") {
            QTest::addRow("%s %s", type, before)
                << QString::fromUtf8(type) << QString::fromUtf8(before) << QString::fromUtf8(after);
        };
        row("SELECT * FROM t1 WHERE a = 'x' AND b=12", "SELECT * FROM t1 WHERE a = ? AND b=?");
        row("SELECT 'it''s', -1.5e-3, 0xFF, .5", "SELECT ?, -?, ?, ?");
        row("WHERE a = ? AND b = $1 AND c = :2 AND d = :name", "WHERE a = ? AND b = $1 AND c = :2 AND d = :name");
        row("WHERE a IN('x', 'y')", "WHERE a IN(?, ?)");
        row("SELECT N'x', E'y', x'AF'", "SELECT N?, E?, x?");
        row("SELECT $$a'b$$, $tag$c$tag$, 1", "SELECT ?, ?, ?");
        row("SELECT q'[it's]', 'x'", "SELECT q?");
        row("SELECT 1 -- for jane\n, 2 /* jane */", "SELECT ? -- ?\n, ? /* ? */");
        row("SELECT 1 # jane", "SELECT ? -- ?");
        row("SELECT \"jane\", `t1`", "SELECT ?, `t1`", "MySQL");
        row("SELECT \"t1\" FROM #tmp2", "SELECT \"t1\" FROM #tmp2", "SQLServer");
        row("SELECT 'a\\'b', 'secret'", "SELECT ?");
        row("SELECT 'never closed", "SELECT ?");
        row("SELECT 5-3, a1, 7_000", "SELECT ?-?, a1, ?");
    }

    void sql()
    {
        QFETCH(QString, type);
        QFETCH(QString, before);
        QTEST(redactSql(before, type), "after");
    }

    void clients_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        for (const auto& [before, after] : {std::pair("1.2.3.4", "240.0.0.1"), {"1.2.3.4:80", "240.0.0.1:80"},
                 {"::ffff:127.0.0.1", "::ffff:240.0.0.1"}, {"2001:db8::7", "2001:db8::1"},
                 {"[2001:db8::7]:80", "[2001:db8::1]:80"}, {"host.example", "redacted-client-1"},
                 {"1.2.3.4, 5.6.7.8,1.2.3.4", "240.0.0.1, 240.0.0.2, 240.0.0.1"}}) {
            QTest::newRow(before) << QString::fromUtf8(before) << QString::fromUtf8(after);
        }
    }

    void clients()
    {
        QFETCH(QString, before);
        QTEST(Pseudonyms().client(before), "after");
    }
};

QTEST_GUILESS_MAIN(RedactedTextTest)
#include "redacted_text_test.moc"
