// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A file that cannot be a session's is refused with a sentence that helps, and is left as it was.

#include "tests/storage/session_fixture.h"

#include <QProcess>
#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class SessionFileTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void refusesWhatIsNoSession_data();
    void refusesWhatIsNoSession();
    void takesAnEmptyFileAsANewSession();
    void takesBackWhatWasCutShortWhileItWasMade();
    void refusesAFolder();
    void refusesAMissingFolder();
    void refusesToReadWhatIsNotThere();
    void refusesAFileThatCannotBeWritten();
    void readsAFileThatCannotBeWritten();
    void refusesAnIndexOfAnotherVersionWhenReading();
    void leavesNothingBesideAClosedSession();
    void readingLeavesNoTrace();
    void readingAFileWithALogKeepsBoth();
    void refusesASecondWriter();
    void takesOverALockThatNobodyHolds_data();
    void takesOverALockThatNobodyHolds();
    void aSecondOpeningDoesNotTakeTheFirstOnesLocks();
    void opensNamesWithSpecialCharacters();
    void leavesNoFileWhereASessionCouldNotBeMade();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }
    // A session with a few traces, closed.
    [[nodiscard]] QString session(const QString& name, int traces = 50) const
    {
        const auto made = opened(path(name));
        for (int i = 0; i < traces; ++i) {
            made->sink().put(received(documentText({.trace = traceNumber(i),
                .id = segmentNumber(i),
                .extra = ",\"metadata\":{\"x\":\"" + QByteArray(900, 'x') + "\"}"})));
        }
        made->flush();
        return path(name);
    }
    static void write(const QString& file, const QByteArray& bytes)
    {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        QCOMPARE(out.write(bytes), bytes.size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void SessionFileTest::refusesWhatIsNoSession_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("advice");
    init();
    const QString whole = session(u"whole.fluoro"_s, 2000);
    const QByteArray good = contents(whole);
    QVERIFY(good.size() > 1'000'000);
    QTest::newRow("one byte") << QByteArray("x") << u"is not a Fluoroscope session"_s << u"fluoro import"_s;
    QTest::newRow("text") << QByteArray("hello\n").repeated(1000) << u"is not a Fluoroscope session"_s
                          << u"fluoro import"_s;
    QTest::newRow("JSON") << QByteArray("{\"Traces\":[]}") << u"is not a Fluoroscope session"_s << u"fluoro import"_s;
    QTest::newRow("PNG") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16).append(QByteArray(500, '\7'))
                         << u"is not a Fluoroscope session"_s << u"fluoro import"_s;
    QTest::newRow("zeros") << QByteArray(65536, '\0') << u"is not a Fluoroscope session"_s << u"fluoro import"_s;
    sql(path(u"other.db"_s), "CREATE TABLE a(b); INSERT INTO a VALUES(1)");
    QTest::newRow("other database") << contents(path(u"other.db"_s)) << u"another program"_s << u"another file"_s;
    const QString newer = session(u"newer.fluoro"_s);
    sql(newer, "PRAGMA user_version = 99");
    QTest::newRow("newer") << contents(newer) << u"newer Fluoroscope"_s << u"current version"_s;
    QTest::newRow("half of it") << good.left(good.size() / 2) << u"damaged"_s << u"copy"_s;
    QTest::newRow("its first page") << good.left(8192) << u"damaged"_s << u"copy"_s;
    QTest::newRow("its first 600 bytes") << good.left(600) << u"damaged"_s << u"copy"_s;
    QByteArray broken = good;
    for (qsizetype page = 8192; page < broken.size(); page += 8192) {
        broken.replace(page, 64, QByteArray(64, '\xA5'));
    }
    QTest::newRow("garbage in the middle") << broken << u"damaged"_s << u"copy"_s;
    const QString empty = session(u"gutted.fluoro"_s, 1);
    sql(empty, "DROP TABLE journal");
    QTest::newRow("no journal") << contents(empty) << u"damaged"_s << u"copy"_s;
}

void SessionFileTest::refusesWhatIsNoSession()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    QFETCH(QString, advice);
    const QString file = path(u"what is it.fluoro"_s);
    write(file, bytes);
    for (const auto mode : {SessionOptions::Mode::ReadWrite, SessionOptions::Mode::ReadOnly}) {
        const auto result = openSession(file, mode);
        QVERIFY(!result);
        const QString message = result.error().message;
        QVERIFY2(message.contains(file) && message.contains(reason) && message.contains(advice), qPrintable(message));
        QVERIFY(contents(file) == bytes);
        QCOMPARE(neighbours(file), QStringList(u"what is it.fluoro"_s));
    }
}

void SessionFileTest::takesAnEmptyFileAsANewSession()
{
    write(path(u"new.fluoro"_s), {});
    const auto session = opened(path(u"new.fluoro"_s));
    putAll(*session, {documentText({.trace = traceNumber(1), .id = segmentNumber(1)})});
    QCOMPARE(session->source().counters().traces, 1);
    QCOMPARE(session->source().name(), u"new.fluoro"_s);
}

// By the death of its program, or by its power.
void SessionFileTest::takesBackWhatWasCutShortWhileItWasMade()
{
    const QString begun = path(u"begun.fluoro"_s);
    const QString left = path(u"left.fluoro"_s);
    {
        SQLite::Database database(begun.toStdString(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec("PRAGMA cache_size = 1"); // what is changed goes to the file before the transaction ends
        database.exec("BEGIN");
        database.exec("CREATE TABLE journal(bytes BLOB)");
        for (int i = 0; i < 100; ++i) {
            database.exec("INSERT INTO journal VALUES(randomblob(5000))");
        }
        QVERIFY(QFile::copy(begun, left));
        QVERIFY(QFile::copy(begun + u"-journal"_s, left + u"-journal"_s));
    }
    QVERIFY(QFileInfo(left).size() > 0 && QFileInfo(left + u"-journal"_s).size() > 0);
    const auto session = opened(left);
    putAll(*session, {documentText({.trace = traceNumber(1), .id = segmentNumber(1)})});
    QCOMPARE(session->source().counters().traces, 1);
}

void SessionFileTest::refusesAFolder()
{
    for (const auto mode : {SessionOptions::Mode::ReadWrite, SessionOptions::Mode::ReadOnly}) {
        const auto result = openSession(m_folder->path(), mode);
        QVERIFY(!result);
        QVERIFY2(result.error().message.contains(u"folder"_s) && result.error().message.contains(m_folder->path()),
            qPrintable(result.error().message));
    }
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void SessionFileTest::refusesAMissingFolder()
{
    const auto result = openSession(path(u"not/there/a.fluoro"_s));
    QVERIFY(!result);
    QVERIFY2(
        result.error().message.contains(path(u"not/there"_s)) && result.error().message.contains(u"does not exist"_s),
        qPrintable(result.error().message));
    QVERIFY(!QFileInfo::exists(path(u"not"_s)));
}

void SessionFileTest::refusesToReadWhatIsNotThere()
{
    const auto result = openSession(path(u"none.fluoro"_s), SessionOptions::Mode::ReadOnly);
    QVERIFY(!result);
    QVERIFY2(result.error().message.contains(u"There is no session"_s), qPrintable(result.error().message));
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

// Permissions do not hold root back; the attribute "immutable" does, where the file system knows it.
class Unwritable {
public:
    explicit Unwritable(const QStringList& names)
    {
        for (const QString& name : names) {
            if (QFileInfo(name).isFile()) {
                QFile::setPermissions(name, QFile::ReadOwner);
            } else {
                QFile::setPermissions(name, QFile::ReadOwner | QFile::ExeOwner);
            }
            m_names.append(name);
            if (geteuid() == 0) {
                QProcess::execute(u"chattr"_s, {u"+i"_s, name});
            }
        }
    }
    ~Unwritable()
    {
        for (const QString& name : std::as_const(m_names)) {
            if (geteuid() == 0) {
                QProcess::execute(u"chattr"_s, {u"-i"_s, name});
            }
            QFile::setPermissions(name, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        }
    }
    Q_DISABLE_COPY_MOVE(Unwritable)

    [[nodiscard]] bool works() const { return !QFileInfo(m_names.front()).isWritable(); }

private:
    QStringList m_names;
};

void SessionFileTest::refusesAFileThatCannotBeWritten()
{
    const QString file = session(u"locked.fluoro"_s);
    const QByteArray before = contents(file);
    for (const QStringList& names :
        {QStringList{file}, QStringList{m_folder->path()}, QStringList{file, m_folder->path()}}) {
        const Unwritable locked(names);
        if (!locked.works()) {
            QSKIP("Nothing here keeps this user from writing.");
        }
        const auto result = openSession(file);
        QVERIFY(!result);
        QVERIFY2(result.error().message.contains(file) && result.error().message.contains(u"permission"_s)
                && result.error().message.contains(u"--session"_s),
            qPrintable(result.error().message));
        QVERIFY(contents(file) == before);
        QCOMPARE(neighbours(file), QStringList(u"locked.fluoro"_s));
    }
    const Unwritable locked({m_folder->path()});
    const auto result = openSession(path(u"new.fluoro"_s));
    QVERIFY(!result);
    QVERIFY2(result.error().message.contains(u"permission"_s), qPrintable(result.error().message));
}

void SessionFileTest::readsAFileThatCannotBeWritten()
{
    const QString file = session(u"archive.fluoro"_s);
    const Unwritable locked({file, m_folder->path()});
    if (!locked.works()) {
        QSKIP("Nothing here keeps this user from writing.");
    }
    const auto session = opened(file, SessionOptions::Mode::ReadOnly);
    QCOMPARE(valueOf(session->source().traces({}, {})).total, 50);
    QCOMPARE(session->source().counters().documents, 50);
}

void SessionFileTest::refusesAnIndexOfAnotherVersionWhenReading()
{
    const QString file = session(u"old.fluoro"_s);
    sql(file, "UPDATE meta SET value = 0 WHERE key = 'index_version'");
    const QByteArray before = contents(file);
    const auto result = openSession(file, SessionOptions::Mode::ReadOnly);
    QVERIFY(!result);
    QVERIFY2(result.error().message.contains(file) && result.error().message.contains(u"fluoro serve --session"_s),
        qPrintable(result.error().message));
    QVERIFY(contents(file) == before);
}

void SessionFileTest::leavesNothingBesideAClosedSession()
{
    const QString file = path(u"tidy.fluoro"_s);
    {
        const auto session = opened(file);
        putAll(*session, {documentText({.trace = traceNumber(1), .id = segmentNumber(1)})});
        QCOMPARE(valueOf(session->source().traces({}, {})).total, 1);
    }
    QCOMPARE(neighbours(file), QStringList(u"tidy.fluoro"_s));
}

void SessionFileTest::readingLeavesNoTrace()
{
    const QString file = session(u"read.fluoro"_s);
    const QByteArray before = contents(file);
    {
        const auto session = opened(file, SessionOptions::Mode::ReadOnly);
        session->source().onAdvanced([] {});
        QCOMPARE(valueOf(session->source().traces({}, {})).total, 50);
        QVERIFY(session->flush());
    }
    QVERIFY(contents(file) == before);
    QCOMPARE(neighbours(file), QStringList(u"read.fluoro"_s));
}

// As a killed writer leaves them: what is committed stands in the log alone.
void SessionFileTest::readingAFileWithALogKeepsBoth()
{
    const QString file = path(u"killed.fluoro"_s);
    {
        const auto writing = opened(path(u"live.fluoro"_s));
        putAll(*writing,
            {documentText({.trace = traceNumber(1), .id = segmentNumber(1)}),
                documentText({.trace = traceNumber(2), .id = segmentNumber(2)})});
        QVERIFY(QFile::copy(path(u"live.fluoro"_s), file));
        QVERIFY(QFile::copy(path(u"live.fluoro-wal"_s), file + u"-wal"_s));
    }
    const QByteArray before = contents(file);
    const QByteArray log = contents(file + u"-wal"_s);
    QVERIFY(!log.isEmpty());
    {
        const auto session = opened(file, SessionOptions::Mode::ReadOnly);
        QCOMPARE(valueOf(session->source().traces({}, {})).total, 2);
    }
    QVERIFY(contents(file) == before);
    QVERIFY(contents(file + u"-wal"_s) == log);
    const auto session = opened(file);
    QCOMPARE(valueOf(session->source().traces({}, {})).total, 2);
}

void SessionFileTest::refusesASecondWriter()
{
    const QString file = path(u"two.fluoro"_s);
    const auto first = opened(file);
    const auto second = openSession(file);
    QVERIFY(!second);
    QVERIFY2(second.error().message.contains(file) && second.error().message.contains(u"is being written by"_s)
            && second.error().message.contains(QString::number(QCoreApplication::applicationPid())),
        qPrintable(second.error().message));
    putAll(*first, {documentText({.trace = traceNumber(1), .id = segmentNumber(1)})});
    const auto reader = opened(file, SessionOptions::Mode::ReadOnly);
    QCOMPARE(valueOf(reader->source().traces({}, {})).total, 1);
}

void SessionFileTest::takesOverALockThatNobodyHolds_data()
{
    QTest::addColumn<QByteArray>("lock");
    const QByteArray own = QByteArray::number(QCoreApplication::applicationPid());
    const QByteArray host = QSysInfo::machineHostName().toUtf8();
    const QByteArray ids = QSysInfo::machineUniqueId() + '\n' + QSysInfo::bootUniqueId() + '\n';
    QTest::newRow("of a process that ended") << QByteArray("999999\nfluoro\n" + host + '\n' + ids);
    // In a container the next process often has the number of the last.
    QTest::newRow("of this process's number") << QByteArray(own + "\nstorage_session_file_test\n" + host + '\n' + ids);
    // Another container's name, the same file.
    QTest::newRow("of another host") << QByteArray("1\nfluoro\nanother-host\n" + ids);
    QTest::newRow("empty") << QByteArray();
}

void SessionFileTest::takesOverALockThatNobodyHolds()
{
    QFETCH(QByteArray, lock);
    const QString file = session(u"stale.fluoro"_s);
    write(file + u".lock"_s, lock);
    const auto result = openSession(file);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
}

// POSIX takes away all locks of a process on a file when it closes any handle of it.
void SessionFileTest::aSecondOpeningDoesNotTakeTheFirstOnesLocks()
{
    const QString file = session(u"posix.fluoro"_s);
    const auto held = [] { return contents(u"/proc/locks"_s); };
    QProcess stat;
    stat.start(u"stat"_s, {u"-c"_s, u"%i"_s, file});
    QVERIFY(stat.waitForFinished());
    const QByteArray inode = ':' + stat.readAllStandardOutput().trimmed() + ' ';
    const auto session = opened(file);
    QVERIFY(session->source().traces({}, {}));
    if (!held().contains(inode)) {
        QSKIP("This system does not list locks.");
    }
    QVERIFY(!openSession(file));
    QVERIFY(opened(file, SessionOptions::Mode::ReadOnly));
    QVERIFY(held().contains(inode));
}

void SessionFileTest::opensNamesWithSpecialCharacters()
{
    for (const QString& name :
        {u"a b.fluoro"_s, u"50%.fluoro"_s, u"what?.fluoro"_s, u"a#b.fluoro"_s, u"für %1.fluoro"_s, u"c&d=e.fluoro"_s}) {
        const auto session = opened(path(name));
        putAll(*session, {documentText({.trace = traceNumber(1), .id = segmentNumber(1)})});
        QCOMPARE(valueOf(session->source().traces({}, {})).total, 1);
        QCOMPARE(valueOf(opened(path(name), SessionOptions::Mode::ReadOnly)->source().traces({}, {})).total, 1);
        QVERIFY(QFileInfo::exists(path(name)));
        QVERIFY(openSession(path(name)).error().message.startsWith(path(name)));
    }
}

void SessionFileTest::leavesNoFileWhereASessionCouldNotBeMade()
{
    const auto result = openSession(path(QString(250, u'n') + u".fluoro"_s)); // longer than a name may be
    QVERIFY(!result);
    QVERIFY2(result.error().message.contains(u"nnn"_s), qPrintable(result.error().message));
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

QTEST_GUILESS_MAIN(SessionFileTest)
#include "session_file_test.moc"
