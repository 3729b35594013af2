// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What of a recording is due when, under pauses, speeds, jumps and trouble. It never looks at a clock: whoever plays
// tells it the time.
#pragma once

#include "app/replay/recording.h"
#include "app/replay/replay_options.h"
#include "app/replay/restamp.h"
#include "app/replay/trouble.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace fluoroscope {

class Playback {
public:
    using Time = std::chrono::steady_clock::time_point;

    // Paused, at the beginning. `recording` has to outlive it.
    Playback(Recording& recording, const ReplayOptions& options);

    void play(Time time);
    void pause(Time time);
    void setSpeed(double speed, Time time);
    // Restamped traces are new ones from here on.
    void seek(Duration position, Time time);

    // When take() has something; the past where that is at once. Nothing while it is paused, and at the end.
    [[nodiscard]] std::optional<Time> due() const;
    struct Departure {
        Time due;
        QByteArray datagram; // null: this one is lost
    };
    // What is due, at the time `time`.
    Departure take(Time time);

    [[nodiscard]] bool isPlaying() const { return m_playing && !hasEnded(); }
    [[nodiscard]] bool hasEnded() const { return m_read && !m_next && m_held.empty(); }
    [[nodiscard]] Duration position(Time time) const;
    [[nodiscard]] Duration length() const { return m_length; } // 0: not known
    [[nodiscard]] double speed() const { return m_speed; }
    // Why it ended before the recording did.
    [[nodiscard]] const QString& problem() const { return m_problem; }

private:
    struct Held {
        Time due;
        int overtakers = 0; // it waits for so many others
        QByteArray datagram;
    };

    [[nodiscard]] Time dueOf(Timestamp time) const;
    [[nodiscard]] std::vector<Held>::const_iterator firstHeld() const;
    void anchor(Duration position, Time time);
    void readNext();
    QByteArray restamped(const RecordedDatagram& recorded, Time due);
    Departure depart(QByteArray datagram, Time due);

    Recording& m_recording;
    ReplayOptions m_options;
    Timestamp m_begin; // of the recording
    Duration m_length{};
    double m_speed;
    bool m_playing = false;
    // What was due when: at m_anchorTime, m_anchorPosition.
    Duration m_anchorPosition{};
    Time m_anchorTime;
    Timestamp m_anchorClock; // the same moment on the clock of the wall
    Duration m_reached{}; // of what was taken last
    bool m_read = false; // the first datagram was looked for
    std::optional<RecordedDatagram> m_next;
    std::vector<Held> m_held; // few: what trouble holds back
    QString m_problem;
    Trouble m_trouble;
    quint64 m_key; // of new ids; another one after each jump
    std::optional<Restamp> m_restamp;
    // One for each trace, fixed when its first document is due: whatever the speed, a trace keeps its inner times.
    std::unordered_map<TraceId, Duration> m_offsets;
};

} // namespace fluoroscope
