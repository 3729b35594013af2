// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a screen reader and a hand without a mouse find on every page: each control that takes the focus has a role, a
// name and, where it stands for something that changes, a value; and Tab comes to all of them.

#include "tests/app/empty_session.h"
#include "tests/ui/fake_capture.h"
#include "tests/ui/fake_session_host.h"
#include "tests/ui/shop_requests.h"
#include "tests/ui/trace/sample_traces.h"
#include "ui/frame/main_window.h"
#include "ui/map/map_page.h"
#include "ui/trace/trace_details_page.h"
#include "ui/traces/trace_list_view.h"
#include "ui/traces/traces_page.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QButtonGroup>
#include <QDialog>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

QString nameOf(const QWidget& widget)
{
    return u"%1 \"%2\" in %3"_s.arg(QString::fromLatin1(widget.metaObject()->className()), widget.objectName(),
        widget.parentWidget() ? QString::fromLatin1(widget.parentWidget()->metaObject()->className()) : QString());
}

bool takesFocus(const QWidget& widget)
{
    // Of buttons that exclude each other Tab comes to the one that is chosen, and the arrow keys to the others.
    const auto* button = qobject_cast<const QAbstractButton*>(&widget);
    if (button && button->group() && button->group()->exclusive() && !button->isChecked()) {
        return false;
    }
    return (widget.focusPolicy() & Qt::TabFocus) && widget.isVisible() && widget.isEnabled() && !widget.focusProxy();
}

// What is wrong with it, for somebody who only hears it; empty: nothing.
QString complaintAbout(QWidget& widget)
{
    QAccessibleInterface* told = QAccessible::queryAccessibleInterface(&widget);
    if (!told || !told->isValid()) {
        return u"has no accessible interface"_s;
    }
    const QAccessible::Role role = told->role();
    if (role == QAccessible::NoRole || role == QAccessible::Client || role == QAccessible::Window) {
        return u"has no role of its own"_s;
    }
    if (told->text(QAccessible::Name).trimmed().isEmpty()) {
        return u"has no name"_s;
    }
    const bool plain = role == QAccessible::Button || role == QAccessible::ButtonMenu
        || role == QAccessible::ButtonDropDown || role == QAccessible::RadioButton || role == QAccessible::CheckBox
        || role == QAccessible::PageTab || role == QAccessible::Link || role == QAccessible::StaticText;
    const bool holds =
        told->childCount() > 0 || told->textInterface() || told->valueInterface() || told->tableInterface();
    if (!plain && !holds && told->text(QAccessible::Value).isEmpty()
        && told->text(QAccessible::Description).isEmpty()) {
        return u"has neither value nor content"_s;
    }
    return {};
}

} // namespace

class AccessibilityTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void whatTakesTheFocusIsNamed_data();
    void whatTakesTheFocusIsNamed();
    void tabComesToEveryControl_data() { whatTakesTheFocusIsNamed_data(); }
    void tabComesToEveryControl();

    void whatADialogAsksForIsNamedAndReached_data();
    void whatADialogAsksForIsNamedAndReached();

private:
    void open(const QByteArray& page);

    std::unique_ptr<FakeTraceSource> m_source;
    FakeCapture m_capture;
    FakeSessionHost m_host;
    MemoryState m_state;
    Settings m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void AccessibilityTest::initTestCase()
{
    Theme::current().apply(*qApp, Scheme::Light);
}

void AccessibilityTest::whatTakesTheFocusIsNamed_data()
{
    QTest::addColumn<QByteArray>("page");
    for (const char* page : {"empty", "map", "map-node", "traces", "trace"}) {
        QTest::newRow(page) << QByteArray(page);
    }
}

void AccessibilityTest::open(const QByteArray& page)
{
    m_window.reset();
    m_source = std::make_unique<FakeTraceSource>();
    if (page != "empty") {
        addFiveTraces(*m_source, now());
        m_source->addFinding(
            {7, now(), RejectionCode::MissingName, u"A segment needs a name."_s, u"127.0.0.1:4711"_s, "{}"});
        const QList<QByteArray> shop = shopDocuments();
        m_source->add(*TraceId::fromString(u"1-6650a1b2-0123456789abcdef01234567"), {shop.begin(), shop.end()});
    }
    m_window = std::make_unique<MainWindow>(SessionPorts{*m_source, &m_capture, &m_state, &m_host}, m_settings);
    m_window->setSpan(Duration::zero());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    if (page == "traces") {
        m_window->openPage(PageKind::Traces);
        auto* traces = m_window->findChild<TracesPage*>();
        QTRY_VERIFY(traces->isVisible() && traces->list().model()->rowCount() > 0);
    } else if (page == "trace") {
        m_window->openTrace(*TraceId::fromString(u"1-6650a1b2-0123456789abcdef01234567"));
        QTRY_VERIFY(m_window->findChild<TraceDetailsPage*>() && m_window->findChild<TraceDetailsPage*>()->trace());
    } else if (page != "empty") {
        QTRY_VERIFY(m_window->findChild<MapPage*>() && m_window->findChild<MapPage*>()->isVisible());
        QTRY_VERIFY(!m_window->findChild<MapPage*>()->canvas()->scene().nodes().empty());
        if (page == "map-node") {
            m_window->findChild<MapPage*>()->canvas()->selectNode(1);
        }
    }
}

void AccessibilityTest::whatTakesTheFocusIsNamed()
{
    QFETCH(QByteArray, page);
    open(page);
    QStringList complaints;
    for (QWidget* widget : m_window->findChildren<QWidget*>()) {
        if (takesFocus(*widget)) {
            if (const QString complaint = complaintAbout(*widget); !complaint.isEmpty()) {
                complaints.append(nameOf(*widget) + u": "_s + complaint);
            }
        }
    }
    QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
}

void AccessibilityTest::tabComesToEveryControl()
{
    QFETCH(QByteArray, page);
    open(page);
    QSet<QWidget*> wanted;
    for (QWidget* widget : m_window->findChildren<QWidget*>()) {
        if (takesFocus(*widget)) {
            wanted.insert(widget);
        }
    }
    const auto steps = wanted.size() * 3;
    for (qsizetype i = 0; i < steps && !wanted.isEmpty(); ++i) {
        QWidget* before = QApplication::focusWidget();
        QVERIFY(before);
        QTest::keyClick(before, Qt::Key_Tab);
        wanted.remove(QApplication::focusWidget());
    }
    QStringList left;
    for (const QWidget* widget : wanted) {
        left.append(nameOf(*widget));
    }
    QVERIFY2(left.isEmpty(), qPrintable(left.join(u'\n')));
}

void AccessibilityTest::whatADialogAsksForIsNamedAndReached_data()
{
    QTest::addColumn<QKeyCombination>("keys");
    QTest::newRow("export a part") << QKeyCombination(Qt::CTRL | Qt::SHIFT, Qt::Key_X);
    QTest::newRow("session properties") << QKeyCombination(Qt::ALT, Qt::Key_Return);
    QTest::newRow("replay to a daemon") << QKeyCombination(Qt::CTRL | Qt::ALT, Qt::Key_R);
}

void AccessibilityTest::whatADialogAsksForIsNamedAndReached()
{
    QFETCH(QKeyCombination, keys);
    open("traces");
    QTest::keyClick(m_window.get(), keys.key(), keys.keyboardModifiers());
    auto* dialog = m_window->findChild<QDialog*>();
    QVERIFY(dialog);
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QTRY_VERIFY(QApplication::focusWidget() && QApplication::focusWidget()->window() == dialog);
    QSet<QWidget*> wanted;
    const auto look = [&] {
        wanted.clear();
        for (QWidget* widget : dialog->findChildren<QWidget*>()) {
            if (takesFocus(*widget)) {
                wanted.insert(widget);
            }
        }
        return wanted.size();
    };
    QTRY_VERIFY(look() > 3); // what the session says of itself comes a moment later
    QStringList complaints;
    for (QWidget* widget : wanted) {
        if (const QString complaint = complaintAbout(*widget); !complaint.isEmpty()) {
            complaints.append(nameOf(*widget) + u": "_s + complaint);
        }
    }
    QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
    const auto steps = wanted.size() * 3;
    for (qsizetype i = 0; i < steps && !wanted.isEmpty(); ++i) {
        wanted.remove(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QStringList left;
    for (const QWidget* widget : wanted) {
        left.append(nameOf(*widget));
    }
    QVERIFY2(left.isEmpty(), qPrintable(left.join(u'\n')));
}

QTEST_MAIN(AccessibilityTest)
#include "accessibility_test.moc"
