// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/playback.h"

#include "core/segment/datagram.h"

#include <QRandomGenerator>

#include <algorithm>

namespace fluoroscope {

namespace {

// Beyond this nothing more is held back: flat out, all of a recording would be.
constexpr std::size_t kMostHeld = 1024;

} // namespace

Playback::Playback(Recording& recording, const ReplayOptions& options)
    : m_recording(recording)
    , m_options(options)
    , m_trouble(options.trouble)
    , m_key(options.key != 0 ? options.key : QRandomGenerator::global()->generate64())
{
    if (const auto extent = recording.extent()) {
        m_begin = extent->begin;
        m_length = extent->end - extent->begin;
    }
}

void Playback::play(Time time)
{
    if (hasEnded()) {
        seek({}, time);
    }
    if (!m_playing && !hasEnded()) {
        for (Held& held : m_held) {
            held.due += time - m_anchorTime; // which was the pause
        }
        anchor(m_anchorPosition, time);
        m_playing = true;
    }
}

void Playback::pause(Time time)
{
    if (m_playing) {
        anchor(position(time), time);
        m_playing = false;
    }
}

void Playback::setSpeed(double speed, Time time)
{
    if (m_playing) {
        anchor(position(time), time);
    }
    m_options.speed = speed;
}

void Playback::seek(Duration position, Time time)
{
    if (!m_recording.extent()) {
        return;
    }
    position = std::clamp(position, Duration(), m_length);
    const auto found = m_recording.seek(*m_begin + position);
    m_problem = found ? QString() : found.error().message;
    m_exhausted = !found;
    m_next.reset();
    m_held.clear();
    m_reached = position;
    anchor(position, time);
    m_trouble = Trouble(m_options.trouble);
    // New ids: what is played a second time must not become part of the traces that it became the first time.
    ++m_key;
    m_restamp.reset();
    m_offsets.clear();
}

std::optional<Playback::Time> Playback::due()
{
    readAhead();
    if (!m_playing) {
        return {};
    }
    if (hasEnded()) {
        m_playing = false;
        m_anchorPosition = m_reached;
        return {};
    }
    const auto held = firstHeld();
    if (held == m_held.end()) {
        return dueOf(m_next->time);
    }
    return m_next ? std::min(held->due, dueOf(m_next->time)) : held->due;
}

std::optional<Playback::Departure> Playback::take(Time time)
{
    const auto held = firstHeld();
    // Flat out all of the recording is due at once, and what is held back only after a while.
    const Time next = !m_next ? Time::max() : m_options.speed > 0 ? dueOf(m_next->time) : time;
    if (held != m_held.end() && held->due <= next) {
        Departure departure{held->due, std::move(held->datagram)};
        m_held.erase(held);
        return departure;
    }
    if (!m_next) {
        return {};
    }
    const Time due = m_options.speed > 0 ? next : m_anchorTime;
    QByteArray datagram =
        m_options.restamp ? restamped(*m_next, m_options.speed > 0 ? due : time) : std::move(m_next->datagram);
    m_reached = m_next->time - *m_begin;
    m_next.reset();
    for (Held& each : m_held) {
        if (each.overtakers > 0 && --each.overtakers == 0) {
            each.due = std::max(each.due, due);
        }
    }
    return pass(std::move(datagram), due, time);
}

Duration Playback::position(Time time) const
{
    if (!m_playing) {
        return m_anchorPosition;
    }
    if (m_options.speed <= 0) {
        return m_reached;
    }
    const auto passed = std::chrono::duration_cast<Duration>((time - m_anchorTime) * m_options.speed);
    const Duration reached = std::max(m_anchorPosition + passed, Duration());
    return m_length > Duration() ? std::min(reached, m_length) : reached;
}

Playback::Time Playback::dueOf(Timestamp time) const
{
    if (m_options.speed <= 0) {
        return m_anchorTime;
    }
    return m_anchorTime
        + std::chrono::duration_cast<Time::duration>((time - *m_begin - m_anchorPosition) / m_options.speed);
}

std::vector<Playback::Held>::iterator Playback::firstHeld()
{
    auto first = m_held.end();
    for (auto held = m_held.begin(); held != m_held.end(); ++held) {
        if (held->overtakers == 0 && (first == m_held.end() || held->due < first->due)) {
            first = held;
        }
    }
    return first;
}

void Playback::anchor(Duration position, Time time)
{
    m_anchorPosition = position;
    m_anchorTime = time;
    m_anchorClock = now();
}

void Playback::readAhead()
{
    if (m_next || m_exhausted) {
        return;
    }
    auto next = m_recording.next();
    if (next && *next) {
        m_next = std::move(*next);
        m_begin = m_begin.value_or(m_next->time);
        return;
    }
    m_exhausted = true;
    m_problem = next ? QString() : next.error().message;
    for (Held& held : m_held) {
        held.overtakers = 0; // nothing is left that could overtake it
    }
}

std::optional<Playback::Departure> Playback::pass(QByteArray datagram, Time due, Time time)
{
    const Trouble::Fate fate = m_trouble.next();
    const Time base = m_options.speed > 0 ? due : time;
    const bool mayHold = m_held.size() < kMostHeld;
    if (fate.copies == 0) {
        ++m_lost;
        return {};
    }
    if (fate.copies == 2 && mayHold) {
        m_held.push_back({base + fate.delay[1], 0, datagram});
    }
    if (mayHold && (fate.overtakers > 0 || fate.delay[0] > Duration())) {
        m_held.push_back({base + fate.delay[0], fate.overtakers, std::move(datagram)});
        return {};
    }
    return Departure{due, std::move(datagram)};
}

QByteArray Playback::restamped(const RecordedDatagram& recorded, Time due)
{
    const auto document = documentOfDatagram(recorded.datagram);
    if (!document) {
        return recorded.datagram; // not a segment, then or now
    }
    const Timestamp clock = m_anchorClock + std::chrono::duration_cast<Duration>(due - m_anchorTime);
    if (!m_restamp) {
        m_restamp.emplace(m_key, recorded.time, clock, m_options.speed);
    }
    const auto [offset, isNew] = m_offsets.try_emplace(stampOf(*document).traceId, clock - recorded.time);
    return recorded.datagram.first(recorded.datagram.size() - document->size())
        + (*m_restamp)(*document, offset->second);
}

} // namespace fluoroscope
