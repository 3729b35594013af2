// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Plays a recording in the background, as a transport bar drives it: play, pause, speed, seek, position.
#pragma once

#include "app/replay/replayer.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace fluoroscope {

struct PlayerStatus {
    bool playing = false; // false at the end, too
    bool ended = false; // all was sent; play() begins anew
    Duration position{}; // in the recording's time, from its first datagram
    Duration length{}; // of the recording; 0: not known
    double speed = 1;
    ReplayReport report = {};
    QString problem; // why it ended before its end; empty: no problem
};

// All functions: any thread, and none of them waits for the recording or the network, but the destructor.
class Player {
public:
    // Paused, at the beginning. `send` is called on the player's thread.
    Player(std::unique_ptr<Recording> recording, SendDatagram send, const ReplayOptions& options);
    // Stops at once; a send that is under way is waited for.
    ~Player();

    void play();
    void pause();
    void setSpeed(double speed); // as ReplayOptions::speed
    // Goes on at `position` of the recording. What is restamped from there on gets other ids than what was played
    // before, so that nothing is played into a trace a second time.
    void seek(Duration position);

    [[nodiscard]] PlayerStatus status() const;
    // `changed` is called on the player's thread when it began, paused, ended or moved, and at most ten times a second
    // while it plays. Null ends it.
    void onChanged(std::function<void()> changed);

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
    void publish(const Playback& playback, const ReplayReport& report);
    void tell();

    std::unique_ptr<Recording> m_recording; // of the thread, with m_send and m_options
    SendDatagram m_send;
    ReplayOptions m_options;
    mutable std::mutex m_mutex; // guards all below
    std::condition_variable_any m_ordered;
    Orders m_orders;
    quint64 m_ordersGiven = 0;
    quint64 m_ordersObeyed = 0;
    PlayerStatus m_status; // as of m_published
    Clock::time_point m_published;
    std::mutex m_changedMutex; // guards m_changed; held during its call, so that none comes after onChanged(null)
    std::function<void()> m_changed;
    std::jthread m_thread;
};

} // namespace fluoroscope
