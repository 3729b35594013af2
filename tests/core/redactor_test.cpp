// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is redacted in documents, and that all else stays as it came, to the byte.
#include "core/redaction/document_cut.h"
#include "core/redaction/redaction_preview.h"
#include "core/segment/datagram.h"

#include <QFile>
#include <QJsonDocument>
#include <QObject>
#include <QTest>

using namespace fluoroscope;
using namespace Qt::StringLiterals;

namespace {

Redaction redaction(const QString& words)
{
    const auto parsed = parseRedaction({words});
    return parsed ? *parsed : Redaction();
}

// JSON with its quotes written as ', which is easier on the eyes, and on moc.
QByteArray j(const char* text)
{
    return QByteArray(text).replace('\'', '"');
}

// As the Node.js SDK sent them.
QList<QByteArray> capturedDocuments()
{
    QList<QByteArray> documents;
    QFile file(QStringLiteral(FLUOROSCOPE_FIXTURES "/node-sdk-3.12.jsonl"));
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : file.readAll().split('\n')) {
            if (!line.isEmpty()) {
                documents += *documentOfDatagram(QJsonDocument::fromJson(line)["d"_L1].toString().toUtf8());
            }
        }
    }
    return documents;
}

QByteArray redacted(const QString& words, const QByteArray& document)
{
    const auto result = Redactor(redaction(words)).document(document);
    return result ? result->bytes : QByteArray("not JSON");
}

} // namespace

class RedactorTest : public QObject {
    Q_OBJECT

private slots:
    void allElseStays()
    {
        const QByteArray document =
            j(" { 'user' : 'j\\u0061ne','x':1.50e+3 , 'user':'jane', 'unknown':{'user':'jane'},\n"
              " 'http':{'request':{'client_ip':'1.2.3.4','x_forwarded_for':true,'url':'http:\\/\\/a\\/?b=c'}},"
              "'\\u0061':'é\\ud83d\\ude00',"
              "'subsegments':[{'user':'bob','http':{'request':{'client_ip':'1.2.3.4'}}}, 7] } ");
        QByteArray wanted = document;
        wanted.replace(j("'j\\u0061ne'"), j("'redacted-user-1'"))
            .replace(j("'user':'jane', "), j("'user':'redacted-user-1', "));
        wanted.replace(j("'bob'"), j("'redacted-user-2'")).replace("1.2.3.4", "240.0.0.1");
        QCOMPARE(redacted(u"users,clients"_s, document), wanted);
        wanted.replace(j("'http:\\/\\/a\\/?b=c'"), j("'http://a/?b=redacted-1'"));
        QCOMPARE(redacted(u"urls,users,clients"_s, document), wanted);
        QCOMPARE(redacted(u"sql,annotation:*,metadata:*"_s, document), document);
        QCOMPARE(redacted({}, document), document);
    }

    void urlsAreFoundInAnyString()
    {
        QCOMPARE(redacted(u"urls"_s,
                     j("{'cause':{'exceptions':[{'message':'no https://a/?k=1 there'}]},'m':['http://b/#x']}")),
            j("{'cause':{'exceptions':[{'message':'no https://a/?k=redacted-1 "
              "there'}]},'m':['http://b/#redacted-2']}"));
    }

    void sqlOfASegment()
    {
        const QByteArray document = j("{'sql':{'url':'app@db/x','user':'app','sanitized_query':'SELECT \\'a\\', "
                                      "1','database_type':'PostgreSQL'}}");
        QCOMPARE(redacted(u"sql"_s, document),
            j("{'sql':{'url':'app@db/x','user':'app','sanitized_query':'SELECT \\'a\\', "
              "?','database_type':'PostgreSQL'}}"));
        QCOMPARE(redacted(u"users"_s, document),
            j("{'sql':{'url':'redacted-user-1@db/x','user':'redacted-user-1','sanitized_query':'SELECT \\'a\\', "
              "1','database_type':'PostgreSQL'}}"));
    }

    void annotationsByName()
    {
        const QByteArray document =
            j("{'annotations':{'customer':'jane','customer_id':7,'vip':true,'none':null,'plan':'x'},'name':'jane'}");
        QCOMPARE(redacted(u"annotation:customer*,annotation:vip,annotation:none"_s, document),
            j("{'annotations':{'customer':'redacted-1','customer_id':1,'vip':false,'none':null,'plan':'x'},'name':'"
              "jane'"
              "}"));
        QCOMPARE(redacted(u"annotation:custom"_s, document), document);
    }

    void metadataByPath()
    {
        const QByteArray document = j("{'metadata':{'default':{'order':{'mail':'a@b','lines':[1,2]},'n':5},'com.acme':{"
                                      "'mail':'a@b','debug':1}}}");
        const auto metadata = [](const char* text) { return j("{'metadata':") + j(text) + '}'; };
        QCOMPARE(redacted(u"metadata:default.order.mail"_s, document),
            metadata(
                "{'default':{'order':{'mail':'redacted-1','lines':[1,2]},'n':5},'com.acme':{'mail':'a@b','debug':1}}"));
        QCOMPARE(redacted(u"metadata:*.mail"_s, document),
            metadata("{'default':{'order':{'mail':'redacted-1','lines':[1,2]},'n':5},'com.acme':{'mail':'redacted-1','"
                     "debug':"
                     "1}}"));
        // A namespace stays an object.
        QCOMPARE(redacted(u"metadata:default"_s, document),
            metadata("{'default':{'order':'redacted-1','n':1},'com.acme':{'mail':'a@b','debug':1}}"));
    }

    void groupsStayGroups()
    {
        Redactor redactor(redaction(u"users,annotation:*"_s));
        const auto user = [&](const char* name) {
            return redactor.document(j("{'user':'") + name + j("'}"))->changes.front().after;
        };
        QCOMPARE(user("jane"), u"redacted-user-1"_s);
        QCOMPARE(user("bob"), u"redacted-user-2"_s);
        QCOMPARE(user("jane"), u"redacted-user-1"_s);
    }

    void whatIsNoJsonIsNotRedacted()
    {
        const QByteArray whole = j("{'user':'jane'}");
        const Redaction users = redaction(u"users"_s);
        QVERIFY(Redactor(users).document(whole));
        for (const QByteArray& text : {whole.chopped(1), whole + " x", QByteArray("nothing"), QByteArray()}) {
            QVERIFY(!Redactor(users).document(text));
        }
    }

    // What is left after redacting everything still reads as the same trace.
    void recordedTracesStayWhole()
    {
        Redactor redactor(redaction(u"urls,clients,users,sql,annotation:*,metadata:*"_s));
        int changed = 0;
        for (const QByteArray& document : capturedDocuments()) {
            const auto result = redactor.document(document);
            QVERIFY(result);
            changed += result->changes.empty() ? 0 : 1;
            const ReadDocuments before = readSegmentDocuments(document);
            const ReadDocuments after = readSegmentDocuments(result->bytes);
            QCOMPARE(after.rejections.size(), before.rejections.size());
            QCOMPARE(after.documents.size(), before.documents.size());
            for (std::size_t i = 0; i < after.documents.size(); ++i) {
                QVERIFY(after.documents[i].traceId == before.documents[i].traceId);
                QCOMPARE(after.documents[i].segments.size(), before.documents[i].segments.size());
                for (std::size_t j = 0; j < after.documents[i].segments.size(); ++j) {
                    const Segment& was = before.documents[i].segments[j];
                    const Segment& is = after.documents[i].segments[j];
                    QVERIFY(is.id == was.id && is.name == was.name && is.start == was.start && is.end == was.end);
                    QVERIFY(outcomeOf(is) == outcomeOf(was));
                }
            }
            QVERIFY(!result->bytes.contains("\"client_ip\":\"::ffff:127"));
        }
        QVERIFY(changed > 20);
    }

    void documentsAreCut()
    {
        const auto segment = [](const char* id) {
            return j("{'trace_id':'1-6b02eec5-") + id
                + j("50b95f3dcfc045731060b','id':'65395f52fab81fae','name':'a','start_time':1,'end_time':2}");
        };
        const QByteArray one = segment("eb7");
        const QByteArray two = segment("ab7");
        const TraceId chosen = *TraceId::fromString(u"1-6b02eec5-eb750b95f3dcfc045731060b");
        const auto cut = [&](const QByteArray& document) {
            return cutDocument(document, [&](const TraceId& id) { return id == chosen; });
        };
        QCOMPARE(cut(one).bytes, one);
        QCOMPARE(cut(two).bytes, QByteArray());
        QVERIFY(!cut(two).refused);
        QCOMPARE(cut("[ " + one + " ]").bytes, "[ " + one + " ]");
        QCOMPARE(cut("[ " + one + ",\n" + two + "]").bytes, '[' + one + ']');
        QCOMPARE(cut('[' + one + ",{\"user\":\"jane\"}]").bytes, '[' + one + ']');
        QVERIFY(cut('[' + one + ",{\"user\":\"jane\"}]").refused);
        QCOMPARE(cut("[[" + one + "]]").bytes, QByteArray());
        QVERIFY(cut("[]").refused);
        QVERIFY(cut("no JSON").refused);
    }

    void wordsSayWhat()
    {
        const auto parsed = parseRedaction({u"urls, sql"_s, u"annotation:a*,metadata:x.y:z"_s});
        QVERIFY(parsed);
        QCOMPARE(toWords(*parsed), (QStringList{u"urls"_s, u"sql"_s, u"annotation:a*"_s, u"metadata:x.y:z"_s}));
        QVERIFY(parseRedaction({}) && parseRedaction({})->isEmpty());
        for (const QString& word : {u"url"_s, u"annotation:"_s, u"annotation"_s, u"metadata"_s}) {
            const auto refused = parseRedaction({u"users,"_s + word});
            QVERIFY(!refused);
            QVERIFY(refused.error().message.contains(u"\"%1\""_s.arg(word)));
        }
    }

    void examplesAreCounted()
    {
        RedactionTally tally(redaction(u"users,sql"_s), 2);
        for (const char* name : {"jane", "bob", "jane", "eve", "eve", "mallory"}) {
            tally.add({{RedactionRule::Users, u"user"_s, QString::fromUtf8(name), u"user"_s}});
        }
        const std::vector<RedactionSum> sums = tally.sums();
        QCOMPARE(sums.size(), std::size_t(2));
        QCOMPARE(sums[0].changes, 6);
        QCOMPARE(sums[0].distinct, 4);
        QCOMPARE(sums[0].examples.size(), std::size_t(2));
        QCOMPARE(sums[0].examples[0].count, 2);
        QCOMPARE(sums[1].changes, 0);
    }

    void senders()
    {
        Redactor redactor(redaction(u"users,clients"_s));
        QCOMPARE(redactor.sender(u"127.0.0.1:4000"_s), u"127.0.0.1:4000"_s);
        QCOMPARE(redactor.sender(u"192.168.1.9:4000"_s), u"240.0.0.1:4000"_s);
        QCOMPARE(redactor.sender(u"/data/jane/traces.json"_s), u"traces.json"_s);
    }
};

QTEST_GUILESS_MAIN(RedactorTest)
#include "redactor_test.moc"
