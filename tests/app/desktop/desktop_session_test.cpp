// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A session in the window's hands: a part of it exported and redacted, its name and notes; by keyboard and mouse, with
// real files.
#include "app/desktop/desktop_windows.h"
#include "core/filter/filter_parser.h"
#include "core/segment/ids.h"
#include "core/state/session_facts.h"
#include "ui/frame/part_dialog.h"
#include "ui/frame/playback_bar.h"
#include "ui/frame/redaction_tree.h"
#include "ui/frame/replay_dialog.h"
#include "ui/frame/session_properties.h"
#include "ui/theme/theme.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/trace_list_view.h"
#include "ui/traces/traces_page.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

namespace {

constexpr qint64 kTraces = 6; // every third has a fault

QByteArray segment(qint64 number)
{
    const Timestamp start = now() - std::chrono::seconds(10 + number);
    const TraceId trace = TraceId::generate(static_cast<std::uint32_t>(toEpochSeconds(start)));
    return "{\"name\":\"orders\",\"id\":\"" + SegmentId::generate().toString().toLatin1() + "\",\"trace_id\":\""
        + trace.toString().toLatin1() + "\",\"start_time\":" + QByteArray::number(toEpochSeconds(start), 'f', 6)
        + ",\"end_time\":" + QByteArray::number(toEpochSeconds(start) + 0.2, 'f', 6)
        + (number % 3 == 0 ? ",\"fault\":true" : "") + ",\"user\":\"jo@example.com\""
        + ",\"http\":{\"request\":{\"method\":\"GET\",\"client_ip\":\"203.0.113.7\",\"url\":\"http://shop/order/"
        + QByteArray::number(number) + "?token=secret" + QByteArray::number(number)
        + "\"},\"response\":{\"status\":200}},\"annotations\":{\"customer\":\"acme-" + QByteArray::number(number)
        + "\"},\"metadata\":{\"default\":{\"card\":\"4111\"}}}";
}

template <typename T> T* named(const QWidget& in, const QString& name)
{
    for (T* widget : in.findChildren<T*>()) {
        if (widget->accessibleName() == name || widget->property("text").toString().remove(u'&').startsWith(name)) {
            return widget;
        }
    }
    return nullptr;
}

bool says(const QWidget& in, const QString& part)
{
    const auto labels = in.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(),
        [&](const QLabel* label) { return !label->isHidden() && label->text().contains(part); });
}

// The rules that the preview tells of, with what stands beside them.
QStringList rulesIn(const QWidget& dialog)
{
    QStringList rules;
    const auto* tree = dialog.findChild<RedactionTree*>();
    for (int i = 0; i < tree->topLevelItemCount(); ++i) {
        rules += tree->topLevelItem(i)->text(0);
    }
    return rules;
}

void click(QWidget* widget)
{
    QTest::mouseClick(widget, Qt::LeftButton, {}, QPoint(8, widget->height() / 2));
}

} // namespace

class DesktopSessionTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_windows.reset(); }
    void exportsWhatTheWindowShowsRedacted();
    void exportsTheSelectedTraces();
    void exportsTheTraceThatIsShown();
    void exportsEverythingAsItCame();
    void looksAgainWhenTheChoiceIsAnother();
    void saysWhyItCannotBeWritten();
    void keepsTheChoiceForTheNextTime();
    void namesTheSession();
    void saysThatTheSessionCannotBeNamed();
    void playsToADaemon();
    void playsToNobodyThatIsNone();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }
    [[nodiscard]] MainWindow& window() { return m_windows->windows().front()->window(); }
    void press(const QKeyCombination& keys);
    PartDialog* openPart();
    SessionProperties* openProperties();
    ReplayDialog* openReplay();
    DesktopWindow* receive(const QString& name); // null: it cannot
    // Types `name` as where to, presses the button, and waits for the answer.
    void exportTo(PartDialog& dialog, const QString& name);
    std::unique_ptr<Session> exported(const QString& name);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<DesktopWindows> m_windows;
};

void DesktopSessionTest::init()
{
    QApplication::setQuitOnLastWindowClosed(false);
    Theme::current().apply(*qApp, Scheme::Light);
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(path(u"settings.ini"_s));
    m_windows = std::make_unique<DesktopWindows>(*m_settings);
    {
        const auto session = Session::open({.file = path(u"shop.fluoro"_s)});
        QVERIFY(session);
        for (qint64 i = 0; i < kTraces; ++i) {
            QVERIFY((*session)->sink().put({segment(i), now(), Transport::Tcp, u"127.0.0.1:4000"_s}));
        }
        QVERIFY((*session)->flush());
    }
    QVERIFY(m_windows->open(path(u"shop.fluoro"_s)));
    window().setSpan(std::chrono::hours(1));
    QVERIFY(QTest::qWaitForWindowActive(&window()));
}

void DesktopSessionTest::press(const QKeyCombination& keys)
{
    window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window()));
    QTest::keyClick(&window(), keys.key(), keys.keyboardModifiers());
}

PartDialog* DesktopSessionTest::openPart()
{
    press(QKeyCombination(Qt::CTRL | Qt::SHIFT, Qt::Key_X));
    return window().findChild<PartDialog*>();
}

SessionProperties* DesktopSessionTest::openProperties()
{
    press(QKeyCombination(Qt::ALT, Qt::Key_Return));
    return window().findChild<SessionProperties*>();
}

ReplayDialog* DesktopSessionTest::openReplay()
{
    press(QKeyCombination(Qt::CTRL | Qt::ALT, Qt::Key_R));
    return window().findChild<ReplayDialog*>();
}

DesktopWindow* DesktopSessionTest::receive(const QString& name)
{
    QString notice;
    const auto made = m_windows->makeReceiving(path(name), notice);
    if (!made || !(*made)->capture()->rebind(u"127.0.0.1:0"_s)) {
        return nullptr;
    }
    (*made)->show();
    return *made;
}

void DesktopSessionTest::exportTo(PartDialog& dialog, const QString& name)
{
    auto* file = named<QLineEdit>(dialog, u"File"_s);
    file->clear();
    QTest::keyClicks(file, path(name));
    click(named<QPushButton>(dialog, u"Export"_s));
}

std::unique_ptr<Session> DesktopSessionTest::exported(const QString& name)
{
    auto session = Session::open({.file = path(name), .mode = SessionOptions::Mode::ReadOnly});
    return session ? std::move(*session) : nullptr;
}

void DesktopSessionTest::exportsWhatTheWindowShowsRedacted()
{
    window().setFilter(*parseFilter(u"fault"_s), u"fault"_s);
    PartDialog* dialog = openPart();
    QVERIFY(dialog);
    QVERIFY(named<QRadioButton>(*dialog, u"What the window shows"_s)->isChecked());
    QVERIFY(says(*dialog, u"fault"_s));
    QTRY_VERIFY(says(*dialog, u"2 traces, 2 documents"_s));
    QTRY_COMPARE(rulesIn(*dialog).size(), qsizetype(4)); // all that are to be had without naming a key
    const auto* tree = dialog->findChild<RedactionTree*>();
    QVERIFY(tree->topLevelItem(0)->text(0).contains("2 changes"_L1));
    const QTreeWidgetItem* example = tree->topLevelItem(0)->child(0);
    QCOMPARE(example->text(0), u"http.request.url"_s);
    QVERIFY(example->text(1).contains("token=secret"_L1));
    QVERIFY(!example->text(2).contains("secret"_L1));
    exportTo(*dialog, u"faults"_s); // the suffix is the usual one
    QTRY_VERIFY(says(*dialog, u"2 traces were exported to faults.fluoro"_s));
    const auto session = exported(u"faults.fluoro"_s);
    QVERIFY(session);
    const auto documents = session->journal(0, -1);
    QVERIFY(documents);
    QCOMPARE(documents->size(), std::size_t(2));
    for (const JournalEntry& entry : *documents) {
        QVERIFY(entry.document.bytes.contains("\"fault\":true"));
        for (const char* gone : {"secret", "203.0.113.7", "jo@example.com"}) {
            QVERIFY(!entry.document.bytes.contains(gone));
        }
        QVERIFY(entry.document.bytes.contains("acme-")); // nobody asked for that
    }
    click(named<QPushButton>(*dialog, u"Open it"_s));
    QTRY_COMPARE(m_windows->windows().size(), std::size_t(2));
    QCOMPARE(m_windows->windows().back()->file(), path(u"faults.fluoro"_s));
}

void DesktopSessionTest::exportsTheSelectedTraces()
{
    window().openPage(PageKind::Traces);
    QTRY_VERIFY(
        window().findChild<TracesPage*>() && window().findChild<TracesPage*>()->list().model()->rowCount() == kTraces);
    TraceListView& list = window().findChild<TracesPage*>()->list();
    list.setFocus();
    QTest::keyClick(&list, Qt::Key_Home);
    QTest::keyClick(&list, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(&list, Qt::Key_Down, Qt::ShiftModifier);
    const auto count = list.selectedCount();
    QVERIFY(count > 1 && count < kTraces);
    PartDialog* dialog = openPart();
    QVERIFY(dialog);
    QTRY_VERIFY(says(*dialog, u"%1 traces, %1 documents"_s.arg(count)));
    QVERIFY(named<QRadioButton>(*dialog, u"The %1 selected traces"_s.arg(count))->isChecked());
    exportTo(*dialog, u"some.fluoro"_s);
    QTRY_VERIFY(says(*dialog, u"%1 traces were exported"_s.arg(count)));
    QCOMPARE(exported(u"some.fluoro"_s)->source().counters().traces, count);
}

void DesktopSessionTest::exportsTheTraceThatIsShown()
{
    const auto page = m_windows->windows().front()->session().source().traces({.limit = 1}, {});
    QVERIFY(page);
    window().openTrace(page->rows.front().id);
    PartDialog* dialog = openPart();
    QVERIFY(dialog);
    QVERIFY(named<QRadioButton>(*dialog, u"The selected trace"_s)->isChecked());
    exportTo(*dialog, u"one.fluoro"_s);
    QTRY_VERIFY(says(*dialog, u"1 trace was exported"_s));
    QVERIFY(exported(u"one.fluoro"_s)->source().trace(page->rows.front().id, {}));
}

void DesktopSessionTest::exportsEverythingAsItCame()
{
    window().setFilter(*parseFilter(u"fault"_s), u"fault"_s);
    PartDialog* dialog = openPart();
    QVERIFY(dialog);
    click(named<QRadioButton>(*dialog, u"Everything"_s));
    for (const QString& kind : {u"URLs"_s, u"Client addresses"_s, u"Users"_s, u"SQL literals"_s}) {
        click(named<QCheckBox>(*dialog, kind));
    }
    QTRY_VERIFY(says(*dialog, u"6 traces, 6 documents"_s));
    QTRY_VERIFY(rulesIn(*dialog).isEmpty());
    QVERIFY(says(*dialog, u"Documents go as they came"_s));
    exportTo(*dialog, u"all.fluoro"_s);
    QTRY_VERIFY(says(*dialog, u"6 traces were exported"_s));
    const auto documents = exported(u"all.fluoro"_s)->journal(0, -1);
    QCOMPARE(documents->size(), std::size_t(kTraces));
    QVERIFY(documents->front().document.bytes.contains("token=secret"));
}

void DesktopSessionTest::looksAgainWhenTheChoiceIsAnother()
{
    PartDialog* dialog = openPart();
    QVERIFY(dialog);
    QTRY_COMPARE(rulesIn(*dialog).size(), qsizetype(4));
    QVERIFY(rulesIn(*dialog).back().contains("nothing to change"_L1)); // there is no query
    click(named<QCheckBox>(*dialog, u"SQL literals"_s));
    QTRY_COMPARE(rulesIn(*dialog).size(), qsizetype(3));
    QTest::keyClicks(named<QLineEdit>(*dialog, u"Annotations"_s), u"cust*"_s);
    QTest::keyClicks(named<QLineEdit>(*dialog, u"Metadata"_s), u"default.card, default.none"_s);
    QTRY_COMPARE(rulesIn(*dialog).size(), qsizetype(5));
    QVERIFY(rulesIn(*dialog)[3].startsWith("Annotations: 6 changes"_L1));
    QCOMPARE(rulesIn(*dialog)[4], u"Metadata: 6 changes, all alike"_s);
}

void DesktopSessionTest::saysWhyItCannotBeWritten()
{
    QVERIFY(Session::open({.file = path(u"there.fluoro"_s)}));
    PartDialog* dialog = openPart();
    QVERIFY(dialog);
    exportTo(*dialog, u"no/such/folder.fluoro"_s);
    QTRY_VERIFY(says(*dialog, u"does not exist"_s));
    auto* replace = named<QCheckBox>(*dialog, u"Replace"_s);
    QVERIFY(replace->isHidden());
    exportTo(*dialog, u"there.fluoro"_s);
    QTRY_VERIFY(says(*dialog, u"is there already"_s));
    QVERIFY(replace->isVisible());
    click(replace);
    click(named<QPushButton>(*dialog, u"Export"_s));
    QTRY_VERIFY(says(*dialog, u"6 traces were exported"_s));
    exportTo(*dialog, u"shop.fluoro"_s);
    QTRY_VERIFY(says(*dialog, u"is the session itself"_s));
}

void DesktopSessionTest::keepsTheChoiceForTheNextTime()
{
    PartDialog* dialog = openPart();
    QVERIFY(dialog);
    click(named<QCheckBox>(*dialog, u"Users"_s));
    QTest::keyClicks(named<QLineEdit>(*dialog, u"Annotations"_s), u"customer"_s);
    exportTo(*dialog, u"a.fluoro"_s);
    QTRY_VERIFY(says(*dialog, u"were exported"_s));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!window().findChild<PartDialog*>());
    dialog = openPart();
    QVERIFY(dialog);
    QVERIFY(!named<QCheckBox>(*dialog, u"Users"_s)->isChecked());
    QVERIFY(named<QCheckBox>(*dialog, u"URLs"_s)->isChecked());
    QCOMPARE(named<QLineEdit>(*dialog, u"Annotations"_s)->text(), u"customer"_s);
    QVERIFY(named<QLineEdit>(*dialog, u"File"_s)->text().startsWith(m_folder->path()));
}

void DesktopSessionTest::namesTheSession()
{
    QVERIFY(window().windowTitle().startsWith("shop.fluoro"_L1));
    SessionProperties* dialog = openProperties();
    QVERIFY(dialog);
    QTRY_VERIFY(named<QPushButton>(*dialog, u"Save"_s)->isEnabled());
    QCOMPARE(named<QLineEdit>(*dialog, u"Holds"_s)->text(), u"6 traces · 6 segments · 6 documents"_s);
    QCOMPARE(named<QLineEdit>(*dialog, u"File"_s)->text(), path(u"shop.fluoro"_s));
    QVERIFY(named<QLineEdit>(*dialog, u"Made"_s));
    QTest::keyClicks(named<QLineEdit>(*dialog, u"Name"_s), u"Incident 7"_s);
    QTest::keyClicks(named<QPlainTextEdit>(*dialog, u"Notes"_s), u"Look at orders."_s);
    click(named<QPushButton>(*dialog, u"Save"_s));
    QTRY_COMPARE(window().windowTitle(), u"Incident 7 (shop.fluoro) – Fluoroscope"_s);
    QTRY_VERIFY(!window().findChild<SessionProperties*>());
    window().close();
    QTRY_VERIFY(m_windows->windows().empty());
    QVERIFY(m_windows->open(path(u"shop.fluoro"_s)));
    QTRY_COMPARE(window().windowTitle(), u"Incident 7 (shop.fluoro) – Fluoroscope"_s);
    const auto facts = sessionFacts(m_windows->windows().front()->session().state());
    QVERIFY(facts);
    QCOMPARE(facts->notes, u"Look at orders."_s);
    QVERIFY(facts->created);
}

void DesktopSessionTest::saysThatTheSessionCannotBeNamed()
{
    m_windows.reset();
    const auto writer = Session::open({.file = path(u"shop.fluoro"_s)}); // the window can only look at it
    QVERIFY(writer);
    m_windows = std::make_unique<DesktopWindows>(*m_settings);
    QVERIFY(m_windows->open(path(u"shop.fluoro"_s)));
    for (QWidget* box : window().findChildren<QDialog*>()) {
        box->close(); // that it can only be looked at
    }
    SessionProperties* dialog = openProperties();
    QVERIFY(dialog);
    QTRY_VERIFY(named<QPushButton>(*dialog, u"Save"_s)->isEnabled());
    QTest::keyClicks(named<QLineEdit>(*dialog, u"Name"_s), u"Mine"_s);
    click(named<QPushButton>(*dialog, u"Save"_s));
    QTRY_VERIFY(says(*dialog, u"reading only"_s));
}

void DesktopSessionTest::playsToADaemon()
{
    DesktopWindow* daemon = receive(u"daemon.fluoro"_s);
    QVERIFY(daemon);
    const TraceSource& received = daemon->session().source();
    const QString address = daemon->capture()->status().address;
    for (int i = 1; i <= 2; ++i) { // the second takes the place of the first
        ReplayDialog* dialog = openReplay();
        QVERIFY(dialog);
        auto* field = named<QLineEdit>(*dialog, u"Address"_s);
        QCOMPARE(field->text(), u"127.0.0.1:2000"_s);
        field->selectAll();
        QTest::keyClicks(field, address);
        auto* speed = named<QComboBox>(*dialog, u"Speed"_s);
        speed->setCurrentIndex(speed->findData(0.0));
        named<QDoubleSpinBox>(*dialog, u"Send twice"_s)->setValue(i == 1 ? 100 : 0);
        click(named<QPushButton>(*dialog, u"Play"_s));
        QTRY_VERIFY(!window().findChild<ReplayDialog*>());
        QTRY_COMPARE(received.counters().traces, kTraces * i); // as new ones
        QCOMPARE(window().findChildren<PlaybackBar*>().size(), qsizetype(1));
        QTRY_VERIFY(says(*window().findChild<PlaybackBar*>(), u"%1 sent to %2"_s.arg(i == 1 ? 12 : 6).arg(address)));
    }
    QTRY_COMPARE(received.counters().documents, kTraces * 3);
    QCOMPARE(m_windows->windows().front()->session().source().counters().traces, kTraces);
}

void DesktopSessionTest::playsToNobodyThatIsNone()
{
    m_windows.reset();
    m_windows = std::make_unique<DesktopWindows>(*m_settings);
    QVERIFY(receive(u"shop.fluoro"_s));
    const QString own = m_windows->windows().front()->capture()->status().address;
    ReplayDialog* dialog = openReplay();
    QVERIFY(dialog);
    auto* field = named<QLineEdit>(*dialog, u"Address"_s);
    const auto play = [&](const QString& address) {
        field->selectAll();
        QTest::keyClicks(field, address);
        click(named<QPushButton>(*dialog, u"Play"_s));
    };
    play(own);
    QTRY_VERIFY(says(*dialog, u"into itself"_s));
    play(u"nonsense"_s);
    QTRY_VERIFY(says(*dialog, u"nonsense"_s));
    auto* speed = named<QComboBox>(*dialog, u"Speed"_s);
    speed->setCurrentIndex(speed->findData(0.0));
    named<QSpinBox>(*dialog, u"Delay"_s)->setValue(100);
    play(u"127.0.0.1:9"_s);
    QTRY_VERIFY(says(*dialog, u"needs pauses"_s));
    QVERIFY(dialog->isVisible());
    QVERIFY(!window().findChild<PlaybackBar*>());
}

QTEST_MAIN(DesktopSessionTest)
#include "desktop_session_test.moc"
