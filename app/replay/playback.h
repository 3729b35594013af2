// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What of a recording is due when, under pauses, speeds, jumps and trouble. It does not wait: whoever plays does, and
// tells the time.
#pragma once

#include "app/replay/recording.h"
#include "app/replay/replay_options.h"
#include "app/replay/restamp.h"
#include "app/replay/trouble.h"

#include <unordered_map>
#include <vector>

namespace fluoroscope {

class Playback {
public:
    using Time = std::chrono::steady_clock::time_point;

    // Paused, at the beginning. `recording` has to outlive it.
    Playback(Recording& recording, const ReplayOptions& options);

    void play(Time time); // anew, where it has ended
    void pause(Time time);
    void setSpeed(double speed, Time time);
    // `position` is counted from the first datagram. Has no effect on a recording without an extent.
    void seek(Duration position, Time time);

    // When take() is to be called next; the past where that is at once. Nothing while it is paused, and at the end.
    // Reads ahead.
    std::optional<Time> due();
    struct Departure {
        Time due;
        QByteArray datagram;
    };
    // What is sent at `time`, after due() has come; nothing where trouble holds it back.
    std::optional<Departure> take(Time time);

    [[nodiscard]] bool isPlaying() const { return m_playing; }
    [[nodiscard]] bool hasEnded() const { return m_exhausted && !m_next && m_held.empty(); }
    [[nodiscard]] Duration position(Time time) const;
    [[nodiscard]] Duration length() const { return m_length; } // 0: not known
    [[nodiscard]] double speed() const { return m_options.speed; }
    [[nodiscard]] qint64 lost() const { return m_lost; } // on purpose
    // Why it ended before the recording did.
    [[nodiscard]] const QString& problem() const { return m_problem; }

private:
    struct Held {
        Time due;
        int overtakers = 0; // it waits for so many others
        QByteArray datagram;
    };

    [[nodiscard]] Time dueOf(Timestamp time) const;
    std::vector<Held>::iterator firstHeld();
    void anchor(Duration position, Time time);
    void readAhead();
    std::optional<Departure> pass(QByteArray datagram, Time due, Time time);
    QByteArray restamped(const RecordedDatagram& recorded, Time due);

    Recording& m_recording;
    ReplayOptions m_options;
    std::optional<Timestamp> m_begin; // of the recording
    Duration m_length{};
    bool m_playing = false;
    // At m_anchorTime, which is m_anchorClock by the clock on the wall, m_anchorPosition is due.
    Duration m_anchorPosition{};
    Time m_anchorTime;
    Timestamp m_anchorClock;
    Duration m_reached{}; // of what was taken last
    std::optional<RecordedDatagram> m_next;
    bool m_exhausted = false;
    std::vector<Held> m_held; // by trouble: few
    qint64 m_lost = 0;
    QString m_problem;
    Trouble m_trouble;
    quint64 m_key; // of new ids
    std::optional<Restamp> m_restamp;
    // One for each trace, fixed when its first document is due: whatever the speed, a trace keeps its inner times.
    std::unordered_map<TraceId, Duration> m_offsets;
};

} // namespace fluoroscope
