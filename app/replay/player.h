// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Plays a recording in the background, as a transport bar drives it: play, pause, speed, seek, position.
#pragma once

#include "app/replay/replayer.h"
#include "core/ports/player_control.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace fluoroscope {

class Player : public PlayerControl {
public:
    // Paused, at the beginning. `send` is called on the player's thread.
    Player(std::unique_ptr<Recording> recording, SendDatagram send, const ReplayOptions& options);
    // Stops at once; a send that is under way is waited for.
    ~Player() override;

    void play() override;
    void pause() override;
    void setSpeed(double speed) override;
    // Goes on at `position` of the recording. What is restamped from there on gets other ids than what was played
    // before, so that nothing is played into a trace a second time.
    void seek(Duration position) override;

    [[nodiscard]] PlaybackStatus status() const override;
    void onChanged(std::function<void()> changed) override;

private:
    using Clock = std::chrono::steady_clock;
    struct Orders {
        bool playing = false;
        double speed = 1;
        std::optional<Duration> seek;
    };

    void order(const std::function<void(Orders&)>& change);
    void run(const std::stop_token& stop);
    void obey(Playback& playback, const ReplayReport& report);
    void publish(const Playback& playback, const ReplayReport& report, std::optional<quint64> obeyed = {});
    void tell();

    std::unique_ptr<Recording> m_recording; // of the thread, with m_send and m_options
    SendDatagram m_send;
    ReplayOptions m_options;
    mutable std::mutex m_mutex; // guards all below
    std::condition_variable_any m_ordered;
    Orders m_orders;
    std::optional<Duration> m_seeking; // what is being obeyed
    quint64 m_ordersGiven = 0;
    quint64 m_ordersObeyed = 0;
    PlaybackStatus m_status; // as of m_published
    Clock::time_point m_published;
    std::mutex m_changedMutex; // guards m_changed; held during its call, so that none comes after onChanged(null)
    std::function<void()> m_changed;
    std::jthread m_thread;
};

} // namespace fluoroscope
