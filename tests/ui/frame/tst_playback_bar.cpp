// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/fake_trace_source.h"
#include "ui/frame/main_window.h"
#include "ui/frame/playback_bar.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <thread>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;
using namespace std::chrono_literals;

namespace {

class FakePlayer : public PlayerControl {
public:
    PlaybackStatus shown{.length = 200s};

    void play() override
    {
        change([this] { shown.playing = true; });
    }
    void pause() override
    {
        change([this] { shown.playing = false; });
    }
    void setSpeed(double speed) override
    {
        change([&] { shown.speed = speed; });
    }
    void seek(Duration position) override
    {
        change([&] { shown.position = position; });
    }
    [[nodiscard]] PlaybackStatus status() const override
    {
        const std::scoped_lock lock(m_mutex);
        return shown;
    }
    void onChanged(std::function<void()> changed) override { m_changed = std::move(changed); }

    // As the player's own thread tells it.
    void change(const std::function<void()>& what)
    {
        {
            const std::scoped_lock lock(m_mutex);
            what();
        }
        if (m_changed) {
            std::jthread(m_changed).join();
        }
    }

private:
    mutable std::mutex m_mutex;
    std::function<void()> m_changed;
};

} // namespace

class TestPlaybackBar : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void playsAndPausesByKeyAndButton();
    void showsWhereItIs();
    void seeksByClickAndKey();
    void choosesTheSpeed();
    void saysWhyItEnded();
    void showsTheNextPlayerInPlaceOfTheFirst();
    void pausesWhereItIsClosedAndComesBack();

private:
    [[nodiscard]] bool says(const QString& text) const
    {
        const auto labels = bar()->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](QLabel* label) { return label->text() == text; });
    }
    [[nodiscard]] PlaybackBar* bar() const { return m_window->findChild<PlaybackBar*>(); }
    [[nodiscard]] QSlider* slider() const { return bar()->findChild<QSlider*>(); }

    FakeTraceSource m_source;
    Settings m_settings; // remembers nothing
    std::unique_ptr<FakePlayer> m_player;
    std::unique_ptr<MainWindow> m_window;
};

void TestPlaybackBar::init()
{
    Theme::current().apply(*qApp, Scheme::Light);
    m_player = std::make_unique<FakePlayer>();
    m_window = std::make_unique<MainWindow>(SessionPorts{m_source}, m_settings);
    m_window->setPlayer(*m_player);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestPlaybackBar::cleanup()
{
    m_window.reset();
}

void TestPlaybackBar::playsAndPausesByKeyAndButton()
{
    QTest::keyClick(m_window.get(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(m_player->shown.playing);
    auto* button = bar()->findChildren<QToolButton*>().front();
    QTRY_COMPARE(button->accessibleName(), QStringLiteral("Pause"));
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(!m_player->shown.playing);
    QTRY_COMPARE(button->accessibleName(), QStringLiteral("Play"));
}

void TestPlaybackBar::showsWhereItIs()
{
    QVERIFY(says(u"3:20"_s));
    m_player->change([this] { m_player->shown.position = 65s; });
    QTRY_VERIFY(says(u"1:05"_s));
    QCOMPARE(slider()->value(), 65000);
    m_player->change([this] {
        m_player->shown.length = 3700s;
        m_player->shown.sent = 1200;
    });
    QTRY_VERIFY(says(u"1:01:40"_s));
    QCOMPARE(m_player->shown.position, Duration(65s)); // showing is not seeking
}

void TestPlaybackBar::seeksByClickAndKey()
{
    QTest::mouseClick(slider(), Qt::LeftButton, {}, QPoint(slider()->width() / 2, slider()->height() / 2));
    QVERIFY(m_player->shown.position > 95s && m_player->shown.position < 105s);
    QCoreApplication::sendPostedEvents();
    const Duration before = m_player->shown.position;
    slider()->setFocus();
    QTest::keyClick(slider(), Qt::Key_Right);
    QVERIFY(m_player->shown.position > before);
    QTest::keyClick(m_window.get(), Qt::Key_Home, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(m_player->shown.position, Duration::zero());
    QVERIFY(m_player->shown.playing);
}

void TestPlaybackBar::choosesTheSpeed()
{
    auto* speed = bar()->findChild<QComboBox*>();
    QCOMPARE(speed->currentText(), u"×1"_s);
    QTest::keyClick(m_window.get(), Qt::Key_Up, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(m_player->shown.speed, 2.0);
    speed->setFocus();
    QTest::keyClick(speed, Qt::Key_End);
    QCOMPARE(m_player->shown.speed, 0.0); // flat out
    QTRY_COMPARE(speed->currentText(), u"Flat out"_s);
}

void TestPlaybackBar::saysWhyItEnded()
{
    m_player->change([this] { m_player->shown.problem = u"Line 7 is no capture."_s; });
    QTRY_VERIFY(says(u"Line 7 is no capture."_s));
}

void TestPlaybackBar::showsTheNextPlayerInPlaceOfTheFirst()
{
    FakePlayer next;
    next.shown.sent = 3;
    next.shown.failed = 2;
    m_window->setPlayer(next, u"127.0.0.1:3000"_s);
    QCOMPARE(m_window->findChildren<PlaybackBar*>().size(), qsizetype(1));
    QVERIFY(says(u"3 sent to 127.0.0.1:3000, 2 failed"_s));
    QTest::keyClick(m_window.get(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(next.shown.playing && !m_player->shown.playing);
    m_window.reset(); // before its player
}

void TestPlaybackBar::pausesWhereItIsClosedAndComesBack()
{
    QTest::keyClick(m_window.get(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(m_player->shown.playing);
    const auto buttons = bar()->findChildren<QToolButton*>();
    const auto close = std::ranges::find(buttons, u"Close the replay"_s, &QWidget::accessibleName);
    QVERIFY(close != buttons.end());
    QTest::mouseClick(*close, Qt::LeftButton);
    QVERIFY(!m_player->shown.playing);
    QVERIFY(!bar()->isVisible());
    QTRY_COMPARE(buttons.front()->accessibleName(), QStringLiteral("Play"));
    QTest::keyClick(m_window.get(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(m_player->shown.playing);
    QVERIFY(bar()->isVisible());
}

QTEST_MAIN(TestPlaybackBar)
#include "tst_playback_bar.moc"
