// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/text/units.h"
#include "tests/ui/fake_trace_source.h"
#include "ui/frame/figure_label.h"
#include "ui/frame/forwarder_view.h"
#include "ui/frame/main_window.h"
#include "ui/frame/status_bar.h"
#include "ui/query/query_runner.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

class FakeForwarding : public Forwarding {
public:
    ForwarderStatus shown;
    ForwardOptions configured;
    QString refusal;

    [[nodiscard]] ForwarderStatus status() const override
    {
        const std::scoped_lock lock(m_mutex);
        return shown;
    }
    [[nodiscard]] ForwardOptions options() const override
    {
        const std::scoped_lock lock(m_mutex);
        return configured;
    }
    Result<void> configure(const ForwardOptions& options) override
    {
        const std::scoped_lock lock(m_mutex);
        if (!refusal.isEmpty()) {
            return failure(refusal);
        }
        configured = options;
        shown.running = !options.target.isEmpty();
        shown.target = options.target;
        return {};
    }
    void change(const std::function<void()>& what)
    {
        const std::scoped_lock lock(m_mutex);
        what();
    }

private:
    mutable std::mutex m_mutex;
};

} // namespace

class TestForwarderView : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void isOffUntilSomebodySaysOtherwise();
    void forwardsToAnotherDaemon();
    void forwardsToXRayOfARegion();
    void saysWhyItCannot();
    void showsWhatUpstreamRefused();
    void saysWhatIsPendingInTheStatusBar();
    void mayBeClosedWhileItAsks();

private:
    void open();
    [[nodiscard]] ForwarderView* view() const { return m_window->findChild<ForwarderView*>(); }
    template <typename T> [[nodiscard]] T* field(const QString& name) const
    {
        for (T* widget : view()->findChildren<T*>()) {
            if (widget->accessibleName() == name || widget->property("text").toString() == name) {
                return widget;
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool says(const QString& part) const
    {
        const auto labels = view()->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
            [&](QLabel* label) { return !label->isHidden() && label->text().contains(part); });
    }
    [[nodiscard]] FigureLabel* link() const
    {
        for (auto* label : m_window->findChild<StatusBar*>()->findChildren<FigureLabel*>()) {
            if (label->text().contains(u"Forwarder"_s)) {
                return label;
            }
        }
        return nullptr;
    }

    FakeTraceSource m_source;
    std::unique_ptr<FakeForwarding> m_forwarding;
    Settings m_settings; // remembers nothing
    std::unique_ptr<MainWindow> m_window;
};

void TestForwarderView::init()
{
    Theme::current().apply(*qApp, Scheme::Light);
    m_forwarding = std::make_unique<FakeForwarding>();
    m_window =
        std::make_unique<MainWindow>(SessionPorts{.source = m_source, .forwarding = m_forwarding.get()}, m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestForwarderView::cleanup()
{
    m_window.reset();
}

void TestForwarderView::open()
{
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_U, Qt::ControlModifier);
    QVERIFY(view());
}

void TestForwarderView::isOffUntilSomebodySaysOtherwise()
{
    QTRY_VERIFY(link());
    QCOMPARE(link()->text(), u"Forwarder: off ›"_s);
    QTest::mouseClick(link(), Qt::LeftButton);
    QVERIFY(view());
    QCOMPARE(field<QComboBox>(u"Forward to"_s)->currentIndex(), 0);
    QVERIFY(field<QLineEdit>(u"Address"_s)->isHidden());
    QVERIFY(!field<QPushButton>(u"Apply"_s)->isEnabled()); // nothing was changed
}

void TestForwarderView::forwardsToAnotherDaemon()
{
    open();
    field<QComboBox>(u"Forward to"_s)->setCurrentIndex(1);
    QTest::keyClicks(field<QLineEdit>(u"Address"_s), u"127.0.0.1:3000"_s);
    QTest::keyClicks(field<QLineEdit>(u"Filter"_s), u"fault"_s);
    QTest::mouseClick(field<QPushButton>(u"Apply"_s), Qt::LeftButton);
    QTRY_VERIFY(says(u"Done"_s));
    QVERIFY(!field<QPushButton>(u"Apply"_s)->isEnabled());
    const ForwardOptions options = m_forwarding->options();
    QCOMPARE(options.target, u"udp://127.0.0.1:3000"_s);
    QCOMPARE(options.filter, u"fault"_s);
    QCOMPARE(options.sample, 1.0);
    QTRY_COMPARE(link()->text(), u"Forwarder: up to date ›"_s);
}

void TestForwarderView::forwardsToXRayOfARegion()
{
    open();
    field<QComboBox>(u"Forward to"_s)->setCurrentIndex(2);
    QVERIFY(field<QLineEdit>(u"Address"_s)->isHidden());
    QTest::keyClicks(field<QLineEdit>(u"Region"_s), u"eu-west-1"_s);
    QTest::keyClicks(field<QLineEdit>(u"Role"_s), u"arn:aws:iam::1:role/x"_s);
    QTest::mouseClick(field<QPushButton>(u"Apply"_s), Qt::LeftButton);
    QTRY_VERIFY(says(u"Done"_s));
    QCOMPARE(m_forwarding->options().target, u"xray://eu-west-1"_s);
    QCOMPARE(m_forwarding->options().roleArn, u"arn:aws:iam::1:role/x"_s);
    view()->close();
    QTRY_VERIFY(!view());
    open(); // what is in force is there again
    QCOMPARE(field<QLineEdit>(u"Region"_s)->text(), u"eu-west-1"_s);
}

void TestForwarderView::saysWhyItCannot()
{
    m_forwarding->refusal = u"The filter has no end."_s;
    open();
    field<QComboBox>(u"Forward to"_s)->setCurrentIndex(1);
    QTest::mouseClick(field<QPushButton>(u"Apply"_s), Qt::LeftButton);
    QTRY_VERIFY(says(u"The filter has no end."_s));
    QVERIFY(field<QPushButton>(u"Apply"_s)->isEnabled());
}

void TestForwarderView::showsWhatUpstreamRefused()
{
    m_forwarding->change([this] {
        m_forwarding->shown.running = true;
        m_forwarding->shown.target = u"xray"_s;
        m_forwarding->shown.sent = 12;
        m_forwarding->shown.refused = 1;
        m_forwarding->shown.refusals = {{7, now(), u"53995c3f42cd8ad8"_s, u"InvalidTraceId"_s, u"too old"_s}};
        m_forwarding->shown.problem = u"Access denied."_s;
    });
    open();
    QTRY_VERIFY(says(u"12 sent"_s));
    QVERIFY(says(u"Access denied."_s));
    auto* refused = view()->findChild<QTreeWidget*>();
    QCOMPARE(refused->topLevelItemCount(), 1);
    QCOMPARE(refused->topLevelItem(0)->text(1), u"InvalidTraceId"_s);
}

void TestForwarderView::saysWhatIsPendingInTheStatusBar()
{
    m_forwarding->change([this] {
        m_forwarding->shown.running = true;
        m_forwarding->shown.pending = 1234;
    });
    QTRY_VERIFY(link() && link()->text() == u"Forwarder: %1 pending ›"_s.arg(formatCount(1234)));
}

// The answer comes to nobody; the address sanitizer would tell of a view that is gone.
void TestForwarderView::mayBeClosedWhileItAsks()
{
    QueryRunner runner(1);
    std::make_unique<ForwarderView>(*m_forwarding, runner).reset();
    bool isNext = false;
    runner.ask(
        runner.addLane(), [](std::stop_token) { return true; }, [&](bool answer) { isNext = answer; });
    QTRY_VERIFY(isNext);
}

QTEST_MAIN(TestForwarderView)
#include "tst_forwarder_view.moc"
