// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The transport bar of a replay: play and pause, where it is, how fast it goes. Closed, it pauses and hides; whoever
// plays on shows it.
#pragma once

#include "core/ports/player_control.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QSlider;
class QToolButton;

namespace fluoroscope {

// ×0.1 to ×100 and flat out, each with its speed as PlayerControl takes it.
void addSpeeds(QComboBox& box);

class PlaybackBar : public QWidget {
    Q_OBJECT

public:
    // `player` outlives the bar. `target`: where it is played to, "127.0.0.1:2000"; empty: to the window's own session.
    explicit PlaybackBar(PlayerControl& player, const QString& target = {}, QWidget* parent = nullptr);
    ~PlaybackBar() override;

    void togglePlaying();
    // To the next higher speed of the list, or the next lower.
    void changeSpeed(bool faster);
    void restart();

signals:
    void moved(); // internal: from the player's thread, queued to the GUI thread

private:
    void showStatus(const PlaybackStatus& status);
    void seekTo(int milliseconds);
    void dress();

    PlayerControl& m_player;
    QString m_target;
    QToolButton* m_play;
    QToolButton* m_restart;
    QLabel* m_position;
    QSlider* m_seek;
    QLabel* m_length;
    QComboBox* m_speed;
    QLabel* m_note;
    QToolButton* m_close;
    bool m_playing = false;
};

} // namespace fluoroscope
