// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What was configured stays with the session, whoever changes it, and changes in one step or not at all.

#include "tests/storage/session_fixture.h"

#include <thread>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class SessionStateTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void isEmptyAtFirst();
    void outlivesTheSession();
    void outlivesANewIndexAndEviction();
    void isSeenByOthersAtOnce();
    void losesNoChangeOfTwoAtOnce();
    void leavesAllAsItWasWhereAChangeFails();
    void cannotBeChangedWhereTheSessionIsOnlyRead();
    void isThereInASessionThatNobodyEverWroteStateTo();
    void tellsWhatIsNoSession();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"state.fluoro"_s); }
    static void set(StateStore& store, const QString& name, const QJsonObject& value)
    {
        QVERIFY(store.changeState(name, [&](const QJsonObject&) { return Result<QJsonObject>(value); }));
    }
    static Result<void> countUp(StateStore& store)
    {
        return store.changeState(u"count"_s, [](QJsonObject value) -> Result<QJsonObject> {
            value.insert(u"n"_s, value.value(u"n").toInt() + 1);
            return value;
        });
    }

    const QJsonObject m_rule{{u"rate"_s, 0.5}, {u"name"_s, u"\u043a\u043b\u044e\u0447 \"x\""_s}};
    std::unique_ptr<QTemporaryDir> m_folder;
};

void SessionStateTest::isEmptyAtFirst()
{
    const auto session = opened(path());
    QCOMPARE(valueOf(session->state().state(u"rules"_s)), QJsonObject());
}

void SessionStateTest::outlivesTheSession()
{
    set(opened(path())->state(), u"rules"_s, m_rule);
    const auto session = opened(path());
    QCOMPARE(valueOf(session->state().state(u"rules"_s)), m_rule);
    QCOMPARE(valueOf(session->state().state(u"groups"_s)), QJsonObject());
}

void SessionStateTest::outlivesANewIndexAndEviction()
{
    {
        const auto session = opened(path());
        putAll(*session, {documentText({.trace = traceNumber(1), .id = segmentNumber(1)})});
        set(session->state(), u"rules"_s, m_rule);
    }
    sql(path(), "UPDATE meta SET value = 0 WHERE key = 'index_version'");
    const auto session = opened(path(), SessionOptions::Mode::ReadWrite, 1);
    QVERIFY(session->flush());
    QCOMPARE(valueOf(session->state().state(u"rules"_s)), m_rule);
}

void SessionStateTest::isSeenByOthersAtOnce()
{
    const auto session = opened(path());
    const auto reader = opened(path(), SessionOptions::Mode::ReadOnly);
    const auto other = valueOf(Session::openState(path()));
    set(session->state(), u"rules"_s, m_rule);
    QCOMPARE(valueOf(reader->state().state(u"rules"_s)), m_rule);
    QCOMPARE(valueOf(other->state(u"rules"_s)), m_rule);
    set(*other, u"rules"_s, {});
    QCOMPARE(valueOf(session->state().state(u"rules"_s)), QJsonObject());
    QCOMPARE(valueOf(reader->state().state(u"rules"_s)), QJsonObject());
}

void SessionStateTest::losesNoChangeOfTwoAtOnce()
{
    constexpr int kTimes = 50;
    const auto session = opened(path()); // which writes documents meanwhile
    const auto count = [&] {
        const auto store = valueOf(Session::openState(path()));
        for (int i = 0; i < kTimes; ++i) {
            if (!countUp(*store)) {
                return;
            }
        }
    };
    {
        const std::jthread one(count);
        const std::jthread two(count);
        for (int i = 0; i < kTimes; ++i) {
            putAll(*session, {documentText({.trace = traceNumber(i), .id = segmentNumber(i)})});
            QVERIFY(countUp(session->state()));
        }
    }
    QCOMPARE(valueOf(session->state().state(u"count"_s)).value(u"n").toInt(), 3 * kTimes);
    QCOMPARE(session->source().counters().traces, kTimes);
}

void SessionStateTest::leavesAllAsItWasWhereAChangeFails()
{
    const auto session = opened(path());
    set(session->state(), u"rules"_s, m_rule);
    const auto changed = session->state().changeState(
        u"rules"_s, [](const QJsonObject&) -> Result<QJsonObject> { return failure(u"No."_s); });
    QVERIFY(!changed);
    QCOMPARE(changed.error().message, u"No."_s);
    QCOMPARE(valueOf(session->state().state(u"rules"_s)), m_rule);
    QVERIFY(countUp(session->state())); // and goes on
    putAll(*session, {documentText({.trace = traceNumber(1), .id = segmentNumber(1)})});
}

void SessionStateTest::cannotBeChangedWhereTheSessionIsOnlyRead()
{
    set(opened(path())->state(), u"rules"_s, m_rule);
    const QByteArray before = contents(path());
    {
        const auto session = opened(path(), SessionOptions::Mode::ReadOnly);
        const auto changed = countUp(session->state());
        QVERIFY(!changed);
        QVERIFY(changed.error().message.contains(u"for reading only"));
        QCOMPARE(valueOf(session->state().state(u"rules"_s)), m_rule);
    }
    QCOMPARE(contents(path()), before);
    QCOMPARE(neighbours(path()), QStringList{u"state.fluoro"_s});
}

void SessionStateTest::isThereInASessionThatNobodyEverWroteStateTo()
{
    opened(path()).reset();
    sql(path(), "DROP TABLE IF EXISTS state");
    QCOMPARE(valueOf(opened(path(), SessionOptions::Mode::ReadOnly)->state().state(u"rules"_s)), QJsonObject());
    set(opened(path())->state(), u"rules"_s, m_rule);
    QCOMPARE(valueOf(opened(path())->state().state(u"rules"_s)), m_rule);
}

void SessionStateTest::tellsWhatIsNoSession()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("something else that is longer than what SQLite takes for empty\n");
    file.close();
    const auto store = Session::openState(path());
    QVERIFY(!store);
    QVERIFY(store.error().message.contains(u"is not a Fluoroscope session"));
}

QTEST_GUILESS_MAIN(SessionStateTest)
#include "session_state_test.moc"
