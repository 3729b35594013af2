// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/playback_bar.h"

#include "core/text/units.h"
#include "ui/theme/role_label.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QSlider>
#include <QStyleOptionSlider>
#include <QToolButton>

#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kHeight = 40;
constexpr int kButton = 28;
constexpr int kStep = 5000; // ms that an arrow key goes

// "1:02:03" or "2:03".
QString clockOf(Duration time)
{
    const qint64 seconds = std::chrono::floor<std::chrono::seconds>(time).count();
    const QString tail = u"%1:%2"_s.arg(seconds / 60 % 60, seconds >= 3600 ? 2 : 1, 10, QChar(u'0'))
                             .arg(seconds % 60, 2, 10, QChar(u'0'));
    return seconds >= 3600 ? u"%1:%2"_s.arg(seconds / 3600).arg(tail) : tail;
}

int toMilliseconds(Duration time)
{
    return int(std::chrono::floor<std::chrono::milliseconds>(time).count());
}

// A thin line with a knob; a click goes there at once.
class SeekSlider : public QSlider {
public:
    explicit SeekSlider(QWidget* parent)
        : QSlider(Qt::Horizontal, parent)
    {
        setTracking(false);
        setMinimumHeight(kButton);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        const double middle = height() / 2.0;
        const double x = knobX();
        painter.setBrush(theme.color(Role::Line));
        painter.drawRoundedRect(QRectF(kKnob, middle - 2, width() - 2 * kKnob, 4), 2, 2);
        painter.setBrush(theme.color(Role::Accent));
        painter.drawRoundedRect(QRectF(kKnob, middle - 2, x - kKnob, 4), 2, 2);
        painter.drawEllipse(QPointF(x, middle), kKnob - 1, kKnob - 1);
        if (hasFocus()) {
            painter.setPen(QPen(theme.color(Role::Accent), 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(QPointF(x, middle), kKnob + 1.5, kKnob + 1.5);
        }
    }

    void mousePressEvent(QMouseEvent* event) override
    {
        if (event->button() == Qt::LeftButton) {
            setSliderDown(true);
            setSliderPosition(valueAt(event->position().x()));
        }
    }
    void mouseMoveEvent(QMouseEvent* event) override
    {
        if (isSliderDown()) {
            setSliderPosition(valueAt(event->position().x()));
        }
    }
    void mouseReleaseEvent(QMouseEvent*) override { setSliderDown(false); } // and so tells its value

private:
    static constexpr double kKnob = 7;

    [[nodiscard]] double knobX() const
    {
        const double share = maximum() > 0 ? double(sliderPosition()) / maximum() : 0;
        return kKnob + share * (width() - 2 * kKnob);
    }
    [[nodiscard]] int valueAt(double x) const
    {
        return qRound(std::clamp((x - kKnob) / std::max(width() - 2 * kKnob, 1.0), 0.0, 1.0) * maximum());
    }
};

} // namespace

void addSpeeds(QComboBox& box)
{
    for (const double speed : {0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0}) {
        box.addItem(u"×%1"_s.arg(speed), speed);
    }
    box.addItem(PlaybackBar::tr("Flat out"), 0.0);
}

PlaybackBar::PlaybackBar(PlayerControl& player, const QString& target, QWidget* parent)
    : QWidget(parent)
    , m_player(player)
    , m_target(target)
    , m_play(new QToolButton(this))
    , m_restart(new QToolButton(this))
    , m_position(new RoleLabel(TextRole::Label, Role::Text, this))
    , m_seek(new SeekSlider(this))
    , m_length(new RoleLabel(TextRole::Label, Role::Muted, this))
    , m_speed(new QComboBox(this))
    , m_note(new RoleLabel(TextRole::Label, Role::Muted, this))
    , m_close(new QToolButton(this))
{
    setAccessibleName(tr("Replay"));
    setFixedHeight(kHeight);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(3 * metrics::grid, 0, 3 * metrics::grid, 0);
    layout->setSpacing(2 * metrics::grid);
    for (QToolButton* button : {m_restart, m_play, m_close}) {
        button->setFixedSize(kButton, kButton);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
    }
    layout->addWidget(m_restart);
    layout->addWidget(m_play);
    m_restart->setAccessibleName(tr("From the start"));
    m_restart->setToolTip(tr("From the start (Ctrl+Alt+Home)"));
    layout->addWidget(m_position);
    layout->addWidget(m_seek, 1);
    layout->addWidget(m_length);
    layout->addSpacing(2 * metrics::grid);
    layout->addWidget(m_speed);
    layout->addWidget(m_note);
    layout->addWidget(m_close);
    m_close->setAccessibleName(tr("Close the replay"));
    m_close->setToolTip(tr("Pause and close (Ctrl+Space plays on)"));
    m_seek->setAccessibleName(tr("Position in the recording"));
    m_seek->setSingleStep(kStep);
    m_seek->setPageStep(10 * kStep);
    m_speed->setAccessibleName(tr("Speed"));
    m_speed->setToolTip(tr("Speed (Ctrl+Alt+Up, Ctrl+Alt+Down)"));
    addSpeeds(*m_speed);
    connect(m_play, &QToolButton::clicked, this, &PlaybackBar::togglePlaying);
    connect(m_restart, &QToolButton::clicked, this, &PlaybackBar::restart);
    connect(m_close, &QToolButton::clicked, this, [this] {
        m_player.pause();
        hide();
    });
    connect(m_seek, &QSlider::valueChanged, this, &PlaybackBar::seekTo);
    connect(m_seek, &QSlider::sliderMoved, this,
        [this](int value) { m_position->setText(clockOf(std::chrono::milliseconds(value))); });
    connect(m_speed, &QComboBox::activated, this, [this] { m_player.setSpeed(m_speed->currentData().toDouble()); });
    connect(
        this, &PlaybackBar::moved, this, [this] { showStatus(m_player.status()); }, Qt::QueuedConnection);
    connect(&Theme::current(), &Theme::changed, this, &PlaybackBar::dress);
    m_player.onChanged([this] { emit moved(); });
    showStatus(m_player.status());
    dress();
}

PlaybackBar::~PlaybackBar()
{
    m_player.onChanged(nullptr);
}

void PlaybackBar::togglePlaying()
{
    m_playing ? m_player.pause() : m_player.play();
}

void PlaybackBar::changeSpeed(bool faster)
{
    const int next = m_speed->currentIndex() + (faster ? 1 : -1);
    if (next >= 0 && next < m_speed->count()) {
        m_speed->setCurrentIndex(next);
        m_player.setSpeed(m_speed->currentData().toDouble());
    }
}

void PlaybackBar::restart()
{
    m_player.seek(Duration::zero());
    m_player.play();
}

void PlaybackBar::seekTo(int milliseconds)
{
    m_player.seek(std::chrono::milliseconds(milliseconds));
}

void PlaybackBar::showStatus(const PlaybackStatus& status)
{
    m_playing = status.playing;
    m_length->setText(clockOf(status.length));
    const QSignalBlocker quiet(m_seek);
    m_seek->setMaximum(toMilliseconds(status.length));
    if (!m_seek->isSliderDown()) {
        m_seek->setValue(toMilliseconds(status.position));
        m_position->setText(clockOf(status.position));
    }
    m_speed->setCurrentIndex(m_speed->findData(status.speed));
    QString note = m_target.isEmpty() ? tr("%1 sent").arg(formatCount(status.sent))
                                      : tr("%1 sent to %2").arg(formatCount(status.sent), m_target);
    if (status.failed > 0) {
        note += tr(", %1 failed").arg(formatCount(status.failed));
    }
    m_note->setText(status.problem.isEmpty() ? note : status.problem);
    dress();
}

void PlaybackBar::dress()
{
    const Theme& theme = Theme::current();
    m_play->setIcon(theme.icon(m_playing ? u"pause"_s : u"play"_s, Role::Text));
    m_play->setAccessibleName(m_playing ? tr("Pause") : tr("Play"));
    m_play->setToolTip(tr("%1 (Ctrl+Space)").arg(m_play->accessibleName()));
    m_restart->setIcon(theme.icon(u"restart"_s, Role::Muted));
    m_close->setIcon(theme.icon(u"close"_s, Role::Muted));
    m_seek->update();
}

} // namespace fluoroscope
