// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/sql_format.h"

#include <QTest>
#include <random>

using namespace fluoroscope;
using namespace Qt::StringLiterals;

class SqlFormatTest : public QObject {
    Q_OBJECT

private slots:
    void breaksIntoLines_data();
    void breaksIntoLines();
    void changesNothingButWhiteSpace();
    void leavesAloneWhatItCannotTell_data();
    void leavesAloneWhatItCannotTell();
};

void SqlFormatTest::breaksIntoLines_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("formatted");
    QTest::newRow("select")
        << u"select * from orders  where id = ? and state in ('new', 'paid') order by id limit 10"_s
        << u"select *\nfrom orders\nwhere id = ?\n  and state in ('new', 'paid')\norder by id\nlimit 10"_s;
    QTest::newRow("joins")
        << u"SELECT o.id FROM orders o LEFT OUTER JOIN items i ON i.o = o.id AND i.n > 1 INNER JOIN x USING (id)"_s
        << u"SELECT o.id\nFROM orders o\nLEFT OUTER JOIN items i ON i.o = o.id\n  AND i.n > 1\nINNER JOIN x USING (id)"_s;
    QTest::newRow("subquery")
        << u"SELECT a FROM (SELECT b FROM c WHERE d BETWEEN 1 AND 2 OR e) AS f"_s
        << u"SELECT a\nFROM (\n  SELECT b\n  FROM c\n  WHERE d BETWEEN 1 AND 2\n    OR e\n) AS f"_s;
    QTest::newRow("subquery in a condition")
        << u"SELECT 1 FROM a WHERE b = ? AND EXISTS (SELECT 1 FROM c WHERE d AND e) ORDER BY f"_s
        << u"SELECT 1\nFROM a\nWHERE b = ?\n  AND EXISTS (\n    SELECT 1\n    FROM c\n    WHERE d\n      AND e\n  )\nORDER BY f"_s;
    QTest::newRow("insert")
        << u"INSERT INTO t (a, b) VALUES (?, ?) ON CONFLICT (a) DO UPDATE SET b = EXCLUDED.b RETURNING a"_s
        << u"INSERT INTO t (a, b)\nVALUES (?, ?)\nON CONFLICT (a) DO UPDATE\nSET b = EXCLUDED.b\nRETURNING a"_s;
    QTest::newRow("within functions")
        << u"SELECT EXTRACT(YEAR FROM at), left(a, 2) FROM t WHERE x IS DISTINCT FROM y"_s
        << u"SELECT EXTRACT(YEAR FROM at), left(a, 2)\nFROM t\nWHERE x IS DISTINCT FROM y"_s;
    QTest::newRow("a long list")
        << u"SELECT first_name, last_name, coalesce(a, b), street, city, post_code, country FROM people"_s
        << u"SELECT first_name,\n  last_name,\n  coalesce(a, b),\n  street,\n  city,\n  post_code,\n  country\nFROM people"_s;
    QTest::newRow("comments and several") << u"-- why\nDELETE FROM a;UPDATE b SET c=1 /* where */ FOR UPDATE"_s
                                          << u"-- why\nDELETE FROM a;\nUPDATE b\nSET c=1 /* where */\nFOR UPDATE"_s;
    QTest::newRow("not one") << u"EXPLAIN"_s << u"EXPLAIN"_s;
    QTest::newRow("none") << QString() << QString();
    QTest::newRow("unbalanced") << u"a ) ) ( b"_s << u"a ) ) ( b"_s;
}

void SqlFormatTest::breaksIntoLines()
{
    QFETCH(QString, query);
    QTEST(formattedSql(query), "formatted");
    QCOMPARE(formattedSql(formattedSql(query)), formattedSql(query));
}

// Whatever is thrown together: the same words, strings and marks in the same order, each as it was.
void SqlFormatTest::changesNothingButWhiteSpace()
{
    const QStringList parts{u"SELECT"_s, u"from"_s, u"where"_s, u"and"_s, u"or"_s, u"("_s, u")"_s, u","_s, u"'a  b'"_s,
        u"'it''s'"_s, u"\"Q  x\""_s, u"`t`"_s, u"[a  b]"_s, u"$$x  y$$"_s, u"$1"_s, u"-- c  d\n"_s, u"/* e\n  f */"_s,
        u"left"_s, u"join"_s, u"between"_s, u"?"_s, u";"_s, u"a.b"_s, u"1.5"_s, u"<>"_s, u"::"_s, u"on"_s, u"group"_s,
        u"by"_s, u"set"_s, u"update"_s, u"union"_s, u"all"_s};
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        QString query;
        for (quint32 i = 0; i < 1 + random() % 40; ++i) {
            query += parts.at(qsizetype(random() % quint32(parts.size()))) + (random() % 4 ? u" "_s : u"\n  "_s);
        }
        const QString formatted = formattedSql(query);
        QVERIFY2(sqlTokens(formatted) == sqlTokens(query), qPrintable(query + u"\n→\n"_s + formatted));
        QVERIFY(!sqlTokens(query).isEmpty());
    }
}

void SqlFormatTest::leavesAloneWhatItCannotTell_data()
{
    QTest::addColumn<QString>("query");
    QTest::newRow("unfinished string") << u"SELECT 'a  FROM  b"_s;
    QTest::newRow("unfinished comment") << u"SELECT /* a  FROM  b"_s;
    QTest::newRow("an escape, or not") << u"SELECT 'a\\'  FROM 'b  c'"_s;
}

void SqlFormatTest::leavesAloneWhatItCannotTell()
{
    QFETCH(QString, query);
    QCOMPARE(formattedSql(query), query);
}

QTEST_GUILESS_MAIN(SqlFormatTest)
#include "sql_format_test.moc"
