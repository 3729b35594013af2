// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A part of a session as a session of its own, with what is private taken out.
#include "core/state/session_facts.h"
#include "storage/session_copy.h"
#include "tests/storage/scratch_index.h"
#include "tests/storage/traffic.h"

#include <QObject>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

FilterExpression filter(const QString& text)
{
    const auto parsed = parseFilter(text);
    Q_ASSERT(parsed);
    return *parsed;
}

QByteArray call(int number, const QByteArray& extra)
{
    return documentText({.trace = traceNumber(number),
        .id = segmentNumber(number * 10),
        .start = kStart + number,
        .name = "web",
        .extra = extra});
}

} // namespace

class SessionExportTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_file;
    QString m_part;

    ExportedPart exported(const SessionPart& part) { return valueOf(exportSession(m_file, part, {m_part}, {}, {})); }
    [[nodiscard]] std::vector<JournalEntry> partJournal() const
    {
        return valueOf(opened(m_part, SessionOptions::Mode::ReadOnly)->journal(0, -1));
    }

private slots:
    void init()
    {
        QDir(m_folder.path()).removeRecursively();
        QVERIFY(QDir().mkpath(m_folder.path()));
        m_file = m_folder.filePath(u"session.fluoro"_s);
        m_part = m_folder.filePath(u"part.fluoro"_s);
    }

    void allOfItIsTheSameSession()
    {
        auto session = opened(m_file);
        putAll(*session, Traffic(1).documents(0, 300));
        qint64 done = 0;
        qint64 total = 0;
        const auto progress = [&](qint64 now, qint64 all) {
            done = now;
            total = all;
        };
        const auto result = valueOf(exportSession(m_file, {}, {m_part}, progress, {}));
        const auto before = valueOf(session->journal(0, -1));
        QCOMPARE(result.documents, qint64(before.size()));
        QCOMPARE(result.traces, session->source().counters().traces);
        QCOMPARE(result.leftOut, 0);
        QCOMPARE(done, total);
        QCOMPARE(total, qint64(before.size()));
        auto part = opened(m_part, SessionOptions::Mode::ReadOnly);
        const auto after = valueOf(part->journal(0, -1));
        QCOMPARE(after.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            QCOMPARE(after[i].document.bytes, before[i].document.bytes);
            QCOMPARE(after[i].document.received, before[i].document.received);
            QCOMPARE(after[i].document.transport, before[i].document.transport);
            QCOMPARE(after[i].document.sender, before[i].document.sender);
        }
        compareWithScratch(*part);
        part.reset();
        session.reset();
        QCOMPARE(neighbours(m_part), (QStringList{u"part.fluoro"_s, u"session.fluoro"_s}));
        auto goneOn = opened(m_part);
        putAll(*goneOn, Traffic(3).documents(1000, 10));
        compareWithScratch(*goneOn);
    }

    void aFilterAndATimeChooseTraces()
    {
        auto session = opened(m_file);
        putAll(*session, Traffic(1).documents(0, 300));
        SessionPart part;
        part.selection.filter = filter(u"service(\"orders\") { fault } OR error"_s);
        part.selection.range.begin = fromEpochSeconds(kStart + 100);
        const TracePage chosen = valueOf(session->source().traces({part.selection}, {}));
        QVERIFY(chosen.total > 3 && chosen.total < 200);
        QCOMPARE(exported(part).traces, chosen.total);
        auto result = opened(m_part, SessionOptions::Mode::ReadOnly);
        const TracePage all = valueOf(result->source().traces({}, {}));
        QCOMPARE(all.rows.size(), chosen.rows.size());
        for (std::size_t i = 0; i < all.rows.size(); ++i) {
            QCOMPARE(all.rows[i].id, chosen.rows[i].id);
            QVERIFY(all.rows[i] == chosen.rows[i]);
        }
        compareWithScratch(*result);
    }

    void namedTracesAloneGo()
    {
        auto session = opened(m_file);
        putAll(*session, {call(1, {}), '[' + call(2, {}) + " , " + call(3, {}) + ']', call(4, {}), "no JSON"});
        SessionPart part;
        part.traces = {traceNumber(4), traceNumber(3)};
        QCOMPARE(exported(part).traces, 2);
        const auto journal = partJournal();
        QCOMPARE(journal.size(), std::size_t(2));
        QCOMPARE(journal[0].document.bytes, '[' + call(3, {}) + ']'); // what another trace had in it does not
        QCOMPARE(journal[1].document.bytes, call(4, {}));
        QFile::remove(m_part);
        part.traces = {traceNumber(4), traceNumber(9)};
        const auto absent = exportSession(m_file, part, {m_part}, {}, {});
        QVERIFY(!absent);
        QVERIFY(absent.error().message.contains(traceNumber(9).toString()));
        QVERIFY(!QFile::exists(m_part));
    }

    void whatIsPrivateIsTakenOut()
    {
        auto session = opened(m_file);
        const QByteArray extra =
            R"(,"user":"jane","http":{"request":{"url":"http://web/?q=cats","client_ip":"1.2.3.4"}})";
        QVERIFY(session->sink().put(
            {datagramOf(call(1, extra)), Timestamp(std::chrono::seconds(7)), Transport::Udp, u"192.168.7.9:4000"_s}));
        putAll(*session, {call(2, extra), "{\"user\":\"jane\"", R"({"user":"jane"})"});
        SessionPart part;
        part.redaction.urls = part.redaction.users = part.redaction.clients = true;
        const RedactionPreview preview = valueOf(previewRedaction(m_file, part, 10, {}, {}));
        QCOMPARE(preview.traces, 2);
        QCOMPARE(preview.documents, 2);
        QCOMPARE(preview.leftOut, 2);
        QCOMPARE(preview.rules.size(), std::size_t(3));
        QVERIFY(preview.rules[2].rule == RedactionRule::Users);
        QCOMPARE(preview.rules[2].changes, 2);
        QCOMPARE(preview.rules[2].distinct, 1);
        QCOMPARE(preview.rules[2].examples.front().before, u"jane"_s);
        QCOMPARE(preview.rules[2].examples.front().after, u"redacted-user-1"_s);
        QCOMPARE(preview.rules[2].examples.front().count, 2);

        const ExportedPart result = exported(part);
        QCOMPARE(result.documents, 2);
        QCOMPARE(result.leftOut, 2);
        const auto journal = partJournal();
        QByteArray clean = extra;
        clean.replace("jane", "redacted-user-1").replace("cats", "redacted-1").replace("1.2.3.4", "240.0.0.1");
        QCOMPARE(journal[0].document.bytes, datagramOf(call(1, clean)));
        QCOMPARE(journal[0].document.sender, u"240.0.0.2:4000"_s);
        QCOMPARE(journal[0].document.transport, Transport::Udp);
        QCOMPARE(journal[1].document.bytes, call(2, clean));
        QVERIFY(!contents(m_part).contains("jane"));
        QVERIFY(!contents(m_part).contains("1.2.3.4"));
    }

    void configurationGoesAlongOrNot()
    {
        auto session = opened(m_file);
        putAll(*session, {call(1, {})});
        QVERIFY(session->state().changeState(u"rules"_s, [](const QJsonObject&) { return QJsonObject{{u"a"_s, 1}}; }));
        QVERIFY(nameSession(session->state(), {u"Incident"_s, u"Look at orders."_s}));
        // Of this journal, by its numbers.
        QVERIFY(session->state().changeState(u"forwarder"_s, [](const QJsonObject&) {
            return QJsonObject{{u"cursor"_s, 1}};
        }));
        exported({});
        auto part = opened(m_part, SessionOptions::Mode::ReadOnly);
        QCOMPARE(valueOf(part->state().state(u"rules"_s)), (QJsonObject{{u"a"_s, 1}}));
        QCOMPARE(valueOf(part->state().state(u"forwarder"_s)), QJsonObject());
        QCOMPARE(valueOf(sessionFacts(part->state())), valueOf(sessionFacts(session->state())));
        part.reset();
        QFile::remove(m_part);
        SessionPart redacted{.configuration = false};
        redacted.redaction.users = true;
        exported(redacted);
        part = opened(m_part, SessionOptions::Mode::ReadOnly);
        QCOMPARE(valueOf(part->state().state(u"rules"_s)), QJsonObject());
        SessionFacts facts = valueOf(sessionFacts(session->state()));
        facts.commandLine.clear();
        QCOMPARE(valueOf(sessionFacts(part->state())), facts);
    }

    void nothingIsThereAfterAStop()
    {
        auto session = opened(m_file);
        putAll(*session, Traffic(1).documents(0, 50));
        std::stop_source source;
        const auto stopped = exportSession(
            m_file, {}, {m_part}, [&](qint64, qint64) { source.request_stop(); }, source.get_token());
        QVERIFY(!stopped);
        QCOMPARE(neighbours(m_file).filter(u"part"_s), QStringList());
    }
};

QTEST_GUILESS_MAIN(SessionExportTest)
#include "session_export_test.moc"
