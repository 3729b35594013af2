// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/player.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace fluoroscope {

namespace {

constexpr auto kTellEvery = 100ms;

} // namespace

Player::Player(std::unique_ptr<Recording> recording, SendDatagram send, const ReplayOptions& options)
    : m_recording(std::move(recording))
    , m_send(std::move(send))
    , m_options(options)
{
    m_orders.speed = options.speed;
    m_status.speed = options.speed;
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Player::~Player() = default;

void Player::play()
{
    order([](Orders& orders) { orders.playing = true; });
}

void Player::pause()
{
    order([](Orders& orders) { orders.playing = false; });
}

void Player::setSpeed(double speed)
{
    order([speed](Orders& orders) { orders.speed = speed; });
}

void Player::seek(Duration position)
{
    order([position](Orders& orders) { orders.seek = position; });
}

void Player::order(const std::function<void(Orders&)>& change)
{
    {
        const std::lock_guard lock(m_mutex);
        change(m_orders);
        ++m_ordersGiven;
    }
    m_ordered.notify_one();
}

PlaybackStatus Player::status() const
{
    const std::lock_guard lock(m_mutex);
    PlaybackStatus status = m_status;
    if (status.playing && status.speed > 0) {
        status.position += std::chrono::duration_cast<Duration>((Clock::now() - m_published) * status.speed);
    }
    if (m_ordersGiven != m_ordersObeyed) { // as it will be in a moment
        status.playing = m_orders.playing;
        status.speed = m_orders.speed;
        const auto seek = m_orders.seek ? m_orders.seek : m_seeking;
        status.position = seek.value_or(status.position);
        status.ended = status.ended && !m_orders.playing && !seek;
    }
    if (status.length > Duration()) {
        status.position = std::clamp(status.position, Duration(), status.length);
    }
    return status;
}

void Player::onChanged(std::function<void()> changed)
{
    const std::lock_guard lock(m_changedMutex);
    m_changed = std::move(changed);
}

void Player::run(const std::stop_token& stop)
{
    Playback playback(*m_recording, m_options);
    ReplayReport report;
    Clock::time_point told = Clock::now();
    bool isUntold = true; // the length
    bool wasPlaying = false;
    while (!stop.stop_requested()) {
        const auto due = playback.due();
        const bool endedNow = wasPlaying && !playback.isPlaying();
        wasPlaying = playback.isPlaying();
        publish(playback, report);
        if (endedNow || (isUntold && Clock::now() >= told + kTellEvery)) {
            isUntold = false;
            told = Clock::now();
            tell();
        }
        std::unique_lock lock(m_mutex);
        const Clock::time_point next =
            std::min(due.value_or(Clock::time_point::max()), isUntold ? told + kTellEvery : Clock::time_point::max());
        const auto isOrdered = [this] { return m_ordersGiven != m_ordersObeyed; };
        if (next == Clock::time_point::max()) {
            m_ordered.wait(lock, stop, isOrdered);
        } else if (Clock::now() < next) {
            m_ordered.wait_until(lock, stop, next, isOrdered);
        }
        if (isOrdered()) {
            lock.unlock();
            obey(playback, report);
            wasPlaying = playback.isPlaying();
            tell();
        } else if (due && *due <= Clock::now() && !stop.stop_requested()) {
            lock.unlock();
            sendDue(playback, m_send, report);
            isUntold = true;
        }
    }
}

void Player::obey(Playback& playback, const ReplayReport& report)
{
    std::unique_lock lock(m_mutex);
    const quint64 given = m_ordersGiven;
    const Orders orders = m_orders;
    m_seeking = std::exchange(m_orders.seek, {});
    lock.unlock();
    const Clock::time_point time = Clock::now();
    if (orders.speed != playback.speed()) {
        playback.setSpeed(orders.speed, time);
    }
    if (orders.seek) {
        playback.seek(*orders.seek, time);
    }
    if (orders.playing) {
        playback.play(time);
    } else {
        playback.pause(time);
    }
    publish(playback, report, given);
}

void Player::publish(const Playback& playback, const ReplayReport& report, std::optional<quint64> obeyed)
{
    const std::lock_guard lock(m_mutex);
    if (obeyed) {
        m_ordersObeyed = *obeyed;
        m_seeking.reset();
    }
    m_published = Clock::now();
    m_status.playing = playback.isPlaying();
    m_status.ended = playback.hasEnded();
    m_status.position = playback.position(m_published);
    m_status.length = playback.length();
    m_status.speed = playback.speed();
    m_status.sent = report.sent;
    m_status.failed = report.failed;
    m_status.problem = playback.problem();
    if (m_ordersGiven == m_ordersObeyed) {
        m_orders.playing = playback.isPlaying(); // not at the end
    }
}

void Player::tell()
{
    const std::lock_guard lock(m_changedMutex);
    if (m_changed) {
        m_changed();
    }
}

} // namespace fluoroscope
