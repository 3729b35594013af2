// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The cursor over the journal: what goes out, in which order, what does not, and what is remembered of it.
#include "app/forward/forward_run.h"
#include "app/forward/forwarder.h"
#include "core/trace/trace_assembly.h"
#include "tests/app/empty_session.h"

#include <QJsonArray>
#include <QTest>
#include <condition_variable>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace fluoroscope;

namespace {

TraceId traceNumber(int number)
{
    return *TraceId::fromString(u"1-6650a1b2-%1"_s.arg(number, 24, 16, QChar(u'0')));
}

QByteArray document(int number, int trace)
{
    return "{\"trace_id\":\"" + traceNumber(trace).toString().toLatin1() + "\",\"id\":\""
        + QByteArray::number(number, 16).rightJustified(16, '0') + "\",\"name\":\"s\",\"start_time\":1,\"end_time\":2}";
}

// A journal in memory, out of which documents may vanish.
class Journal : public DocumentSource {
public:
    void add(const QByteArray& bytes, Transport transport = Transport::Tcp, Duration age = {})
    {
        const std::lock_guard lock(m_mutex);
        m_entries.push_back({++m_last, {bytes, now() - age, transport, u"127.0.0.1:1"_s}});
    }
    void evict(qint64 through)
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_entries, [&](const JournalEntry& entry) { return entry.id <= through; });
    }
    Result<std::vector<JournalEntry>> journal(qint64 cursor, qint64 limit) override
    {
        const std::lock_guard lock(m_mutex);
        std::vector<JournalEntry> page;
        for (const JournalEntry& entry : m_entries) {
            if (entry.id > cursor && (limit < 0 || static_cast<qint64>(page.size()) < limit)) {
                page.push_back(entry);
            }
        }
        return page;
    }
    Result<JournalReach> reach() override
    {
        const std::lock_guard lock(m_mutex);
        return JournalReach{m_last, indexed.load() < 0 ? m_last : indexed.load()};
    }

    std::atomic<qint64> indexed = -1; // below 0: all

private:
    std::mutex m_mutex;
    qint64 m_last = 0;
    std::vector<JournalEntry> m_entries;
};

// Traces with odd numbers have a fault.
class OddFaults : public test::EmptySource {
public:
    Result<Trace> trace(const TraceId& id, std::stop_token) override
    {
        QByteArray json = document(1, 0).replace(traceNumber(0).toString().toLatin1(), id.toString().toLatin1());
        if (id.bytes().back() % 2 != 0) {
            json.replace("\"name\"", "\"fault\":true,\"name\"");
        }
        auto read = readSegmentDocuments(json);
        const std::vector documents{
            std::make_shared<const TraceDocument>(TraceDocument{std::move(read.documents.at(0)), QByteArray()})};
        return assembleTrace(id, documents);
    }
};

class FailingState : public test::MemoryState {
public:
    Result<void> changeState(const QString& name, const Change& change) override
    {
        auto changed = fails ? failure(u"the disk is full"_s) : MemoryState::changeState(name, change);
        if (const auto then = std::exchange(onChange, {})) {
            then();
        }
        return changed;
    }
    std::function<void()> onChange = {}; // called once
    std::atomic<bool> fails = false;
};

// What was delivered, and what shall become of the next deliveries.
struct Record {
    std::mutex mutex;
    std::vector<qint64> taken;
    std::vector<std::vector<qint64>> attempts;
    std::vector<Delivery> script; // of attempts to come; then all is taken
    std::vector<QJsonObject> telemetry;
    bool isDown = false;
    bool pauses = false; // after a delivery, until it is stopped, as UDP does for a moment

    std::vector<qint64> ids()
    {
        const std::lock_guard lock(mutex);
        return taken;
    }
    std::size_t count()
    {
        const std::lock_guard lock(mutex);
        return attempts.size();
    }
};

class RecordedUpstream : public Upstream {
public:
    explicit RecordedUpstream(Record& record)
        : m_record(record)
    {
    }
    [[nodiscard]] QString url() const override { return u"udp://record"_s; }
    [[nodiscard]] std::size_t most() const override { return 4; }
    [[nodiscard]] qsizetype largest() const override { return 500; }
    [[nodiscard]] Duration patience() const override { return {}; }
    [[nodiscard]] bool isOurs(const QString& sender) const override { return sender == "ourselves"_L1; }
    [[nodiscard]] bool wantsTelemetry() const override { return true; }
    Result<void> report(const QJsonObject& telemetry, const std::stop_token&) override
    {
        const std::lock_guard lock(m_record.mutex);
        m_record.telemetry.push_back(telemetry);
        return {};
    }
    Delivery deliver(std::span<const OutgoingDocument> documents, const std::stop_token& stop) override
    {
        std::unique_lock lock(m_record.mutex);
        std::vector<qint64> ids;
        for (const OutgoingDocument& each : documents) {
            ids.push_back(each.id);
        }
        m_record.attempts.push_back(ids);
        Delivery delivery{.taken = ids.size()};
        if (m_record.isDown) {
            delivery = {.trouble = UpstreamTrouble{.message = u"nobody there"_s}};
        } else if (!m_record.script.empty()) {
            delivery = m_record.script.front();
            m_record.script.erase(m_record.script.begin());
        }
        m_record.taken.insert(
            m_record.taken.end(), ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(delivery.taken));
        if (m_record.pauses) {
            std::condition_variable_any never;
            never.wait(lock, stop, [] { return false; });
        }
        return delivery;
    }

private:
    Record& m_record;
};

} // namespace

class ForwarderTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_journal = std::make_unique<Journal>();
        m_state = std::make_unique<FailingState>();
        m_record = std::make_unique<Record>();
    }

    void everythingInOrder()
    {
        m_journal->add("before");
        const auto forwarder = started({});
        for (int i = 0; i < 11; ++i) {
            m_journal->add(document(i, i));
        }
        QTRY_COMPARE(m_record->ids(), (std::vector<qint64>{2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
        QTRY_COMPARE(forwarder->status().sent, 11);
        QCOMPARE(forwarder->status().pending, 0);
        QTRY_COMPARE(forwarderStatus(*m_state, *m_journal)->sent, 11);
    }

    void whatWasTakenWhileItWasStoppedIsNotSentAgain()
    {
        m_record->pauses = true;
        auto forwarder = started({});
        m_journal->add(document(1, 1));
        QTRY_COMPARE(m_record->ids(), std::vector<qint64>{1});
        forwarder.reset();
        QCOMPARE(forwarderStatus(*m_state, *m_journal)->sent, 1);
    }

    void goesOnWhereItWas()
    {
        m_record->isDown = true;
        auto forwarder = started({});
        for (int i = 0; i < 3; ++i) {
            m_journal->add(document(i, i));
        }
        QTRY_COMPARE(forwarder->status().problem, u"nobody there"_s);
        QVERIFY(forwarder->status().lag > Duration());
        forwarder.reset(); // as good as killed: it was under way
        for (int i = 3; i < 6; ++i) {
            m_journal->add(document(i, i));
        }
        {
            const std::lock_guard lock(m_record->mutex);
            m_record->isDown = false;
            m_record->attempts.clear();
        }
        forwarder = started({});
        QTRY_COMPARE(m_record->ids(), (std::vector<qint64>{1, 2, 3, 4, 5, 6}));
        // What may have arrived goes again as it went, without what has come since.
        QVERIFY(m_record->attempts.front().size() <= 3);
        QTRY_COMPARE(forwarder->status().problem, QString());
        QCOMPARE(forwarder->status().lastError, u"nobody there"_s);
    }

    void anotherTargetGetsWhatComes()
    {
        m_journal->add(document(0, 0));
        const auto forwarder = started({});
        m_journal->add(document(1, 1));
        QTRY_COMPARE(m_record->ids(), std::vector<qint64>{2});
        QTRY_COMPARE(forwarder->status().sent, 1);
        QVERIFY(forwarder->configure({}));
        QVERIFY(!forwarder->status().running);
        m_journal->add(document(2, 2));
        QVERIFY(forwarder->configure({.target = u"udp://localhost:2001"_s}));
        m_journal->add(document(3, 3));
        QTRY_COMPARE(m_record->ids(), (std::vector<qint64>{2, 4}));
        for (const ForwardOptions& wrong :
            {ForwardOptions{.target = u"nowhere"_s}, ForwardOptions{.target = u"udp://x"_s},
                ForwardOptions{.target = u"xray://eu west"_s}, ForwardOptions{.target = u"xray"_s, .sample = 2},
                ForwardOptions{.target = u"xray"_s, .filter = u"fault ="_s},
                ForwardOptions{.target = u"xray"_s, .endpoint = u"https://me:secret@host"_s},
                ForwardOptions{.target = u"udp://x:1"_s, .roleArn = u"arn"_s}}) {
            const auto configured = forwarder->configure(wrong);
            QVERIFY(!configured);
            QVERIFY(!configured.error().message.contains("secret"_L1));
            QCOMPARE(forwarder->options().target, u"udp://localhost:2001"_s);
        }
        QVERIFY(forwarder->status().running);
    }

    void whatIsNotTaken()
    {
        started({}); // the cursor is at the begin
        m_record->script = {{.taken = 2,
            .refused = {{3, now(), u"id"_s, u"InvalidName"_s, u"no"_s}},
            .trouble = UpstreamTrouble{.message = u"enough"_s}}};
        m_journal->add("no header", Transport::Udp); // 1
        m_journal->add("{\"format\":\"json\",\"version\":1}\n" + document(2, 2), Transport::Udp);
        m_journal->add(document(3, 3));
        m_journal->add(QByteArray(501, 'x'));
        m_journal->add(document(5, 5));
        const auto forwarder = started({});
        QTRY_COMPARE(forwarder->status().sent + forwarder->status().refused, 5);
        const ForwarderStatus status = forwarder->status();
        QCOMPARE(status.refusedByCode.at(u"MissingHeader"_s), 1);
        QCOMPARE(status.refusedByCode.at(u"TooLarge"_s), 1);
        QCOMPARE(status.refusedByCode.at(u"InvalidName"_s), 1);
        QCOMPARE(m_record->ids(), (std::vector<qint64>{2, 3, 5}));
        QCOMPARE(qint64(status.refusals.size()), status.refused);
        QTRY_COMPARE(forwarderStatus(*m_state, *m_journal)->refusals, status.refusals);
    }

    void whatWasEvictedIsCounted()
    {
        auto forwarder = started({});
        forwarder.reset();
        for (int i = 0; i < 10; ++i) {
            m_journal->add(document(i, i));
        }
        m_journal->evict(7);
        forwarder = started({});
        QTRY_COMPARE(m_record->ids(), (std::vector<qint64>{8, 9, 10}));
        QTRY_COMPARE(forwarder->status().lost, 7);
    }

    void aShareIsOfWholeTraces()
    {
        const auto forwarder = started({.sample = 0.5});
        for (int i = 0; i < 200; ++i) {
            m_journal->add(document(i, i / 2));
        }
        QTRY_COMPARE(forwarder->status().sent + forwarder->status().leftOut, 200);
        std::vector<qint64> wanted;
        for (int i = 0; i < 200; ++i) {
            if (ForwardSelection::placeOf(traceNumber(i / 2)) < 0.5) {
                wanted.push_back(i + 1);
            }
        }
        QCOMPARE(m_record->ids(), wanted);
        QVERIFY(wanted.size() > 60 && wanted.size() < 140);
        // The same everywhere, for ever: other machines decide as this one.
        QCOMPARE(qRound(ForwardSelection::placeOf(traceNumber(1)) * 1e6), kPlaceOfOne);
    }

    void aFilterWaitsForTheTrace()
    {
        m_journal->indexed = 0;
        const auto forwarder = started({.filter = u"fault = true"_s});
        for (int i = 0; i < 10; ++i) {
            m_journal->add(document(i, i), Transport::Tcp, 1min);
        }
        m_journal->add("unreadable", Transport::Tcp, 1min);
        QTRY_COMPARE(forwarder->status().pending, 11); // none is judged before it is indexed
        m_journal->indexed = -1;
        QTRY_COMPARE(m_record->ids(), (std::vector<qint64>{2, 4, 6, 8, 10}));
        QTRY_COMPARE(forwarder->status().leftOut, 6);
        QTRY_COMPARE(forwarderStatus(*m_state, *m_journal)->pending, 0); // the cursor passes what is left out, too
        m_journal->add(document(20, 21)); // too young
        m_journal->add(document(21, 23), Transport::Tcp, 1min); // has to wait behind it
        QTRY_COMPARE(forwarder->status().pending, 2);
        QCOMPARE(m_record->ids().size(), std::size_t(5));
    }

    void nothingGoesOutThatIsNotRemembered()
    {
        const auto forwarder = started({});
        m_state->fails = true;
        m_journal->add(document(1, 1));
        QTRY_COMPARE(forwarder->status().problem, u"the disk is full"_s);
        QCOMPARE(m_record->count(), std::size_t(0));
        m_state->fails = false;
        QTRY_COMPARE(m_record->ids(), std::vector<qint64>{1});
    }

    void theEndSendsWhatIsThere()
    {
        const auto forwarder = started({});
        m_journal->add(document(1, 1));
        m_journal->add(document(2, 2));
        forwarder->finish(10s);
        QCOMPARE(m_record->ids(), (std::vector<qint64>{1, 2}));
        QVERIFY(!forwarder->status().running);
        QCOMPARE(m_record->telemetry.size(), std::size_t(1));
        const QJsonValue record = m_record->telemetry[0][u"TelemetryRecords"_s].toArray()[0];
        QCOMPARE(record["SegmentsReceivedCount"_L1].toInt(), 2);
        QCOMPARE(record["SegmentsSentCount"_L1].toInt(), 2);
        QVERIFY(!m_record->telemetry[0][u"Hostname"_s].toString().isEmpty());
    }

    void theEndSendsWhatCameJustBefore()
    {
        OddFaults traces;
        RecordedUpstream upstream(*m_record);
        ForwardRun run({*m_journal, traces, *m_state}, {}, upstream, ForwardSelection({}, 1, traces), {.poll = 1ms},
            [](const ForwarderStatus&) {});
        m_state->onChange = [&] { // the journal has been read to its end
            m_journal->add(document(1, 1));
            run.finish();
        };
        run.run({});
        QCOMPARE(m_record->ids(), std::vector<qint64>{1});
    }

    void theEndDoesNotWaitForWhoIsDown()
    {
        m_record->isDown = true;
        const auto forwarder = started({});
        m_journal->add(document(1, 1));
        forwarder->finish(1min);
        QVERIFY(!forwarder->status().running);
        QCOMPARE(forwarderStatus(*m_state, *m_journal)->pending, 1);
    }

    void telemetryKeepsTheNewest()
    {
        Telemetry telemetry;
        telemetry.close(now());
        QVERIFY(telemetry.next().isEmpty()); // nothing came yet
        telemetry.received(5);
        telemetry.failed(UpstreamTrouble::Kind::Timeout);
        for (int minute = 1; minute <= 40; ++minute) {
            telemetry.close(Timestamp(std::chrono::minutes(minute)));
        }
        int records = 0;
        for (QJsonObject input = telemetry.next(); !input.isEmpty(); input = telemetry.next()) {
            records += static_cast<int>(input[u"TelemetryRecords"_s].toArray().size());
            telemetry.acknowledge();
        }
        QCOMPARE(records, 30);
    }

    void attemptsSpreadOut()
    {
        Backoff backoff(100ms, 20s);
        for (const auto most : {100ms, 200ms, 400ms, 800ms}) {
            QVERIFY(backoff.next(false) <= most);
        }
        for (int i = 0; i < 100; ++i) {
            QVERIFY(backoff.next(true) <= 20s);
        }
        backoff.reset();
        QVERIFY(backoff.next(true) <= 1s);
    }

private:
    std::unique_ptr<Forwarder> started(ForwardOptions options)
    {
        if (options.target.isEmpty()) {
            options.target = u"udp://localhost:2000"_s;
        }
        auto forwarder = std::make_unique<Forwarder>(
            ForwardSession{*m_journal, m_traces, *m_state},
            [this](const ForwardOptions&, const QString&, const std::stop_token&) -> Result<std::unique_ptr<Upstream>> {
                return std::make_unique<RecordedUpstream>(*m_record);
            },
            ForwardPace{.poll = 5ms, .retryBase = 1ms, .retryMost = 10ms});
        const auto configured = forwarder->configure(options);
        if (!configured) {
            qFatal("%s", qPrintable(configured.error().message));
        }
        return forwarder;
    }

    static constexpr int kPlaceOfOne = 665004; // millionths: of the SHA-256 of its 16 bytes

    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<FailingState> m_state;
    std::unique_ptr<Record> m_record;
    OddFaults m_traces;
};

QTEST_GUILESS_MAIN(ForwarderTest)
#include "forwarder_test.moc"
