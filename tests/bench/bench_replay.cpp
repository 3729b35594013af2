// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How exactly a replay keeps the spacing of what was recorded.
#include "app/replay/datagram_sender.h"
#include "app/replay/replayer.h"
#include "core/segment/datagram.h"
#include "tests/bench/bench.h"
#include "tests/bench/documents.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <thread>

namespace fluoroscope::bench {

using namespace Qt::StringLiterals;

namespace {

// Documents at random moments, as independent requests make them: `rate` a second on average.
class RandomRecording : public Recording {
public:
    RandomRecording(qint64 count, double rate)
        : m_documents(now(), std::chrono::milliseconds(1))
        , m_count(count)
        , m_rate(rate)
    {
    }

    Result<std::optional<RecordedDatagram>> next() override
    {
        if (m_next == m_count) {
            return std::nullopt;
        }
        const double lot = static_cast<double>(m_random() >> 11) * 0x1p-53;
        m_time += durationFromSeconds(-std::log(1 - lot) / m_rate);
        times.push_back(m_time);
        return RecordedDatagram{m_time, datagramOf(m_documents.document(m_next++))};
    }
    std::optional<TimeRange> extent() override { return {}; }
    Result<void> seek(Timestamp /*time*/) override { return {}; }

    std::vector<Timestamp> times; // of what was given

private:
    Documents m_documents;
    qint64 m_count;
    double m_rate;
    qint64 m_next = 0;
    Timestamp m_time = now();
    std::mt19937_64 m_random{1};
};

using Clock = std::chrono::steady_clock;

// In milliseconds, sorted: how far each spacing from the first moment is off the recorded one.
std::vector<double> errorsOf(const std::vector<Clock::time_point>& sent, const std::vector<Timestamp>& recorded)
{
    std::vector<double> errors;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        const auto spacing = std::chrono::duration<double, std::milli>(sent[i] - sent[0]);
        errors.push_back(
            std::abs((spacing - std::chrono::duration<double, std::milli>(recorded[i] - recorded[0])).count()));
    }
    std::sort(errors.begin(), errors.end());
    return errors;
}

// What this machine can do: waking up at the same moments, and nothing else.
std::vector<Clock::time_point> wakeUps(const std::vector<Timestamp>& times)
{
    std::vector<Clock::time_point> woken;
    const Clock::time_point begin = Clock::now();
    for (const Timestamp time : times) {
        std::this_thread::sleep_until(begin + (time - times[0]));
        woken.push_back(Clock::now());
    }
    return woken;
}

double shareOf(const std::vector<double>& sorted, double p)
{
    return sorted[static_cast<std::size_t>(p * static_cast<double>(sorted.size() - 1))];
}

} // namespace

// replay --port P --count N [--rate PER_SECOND]: how far off the recorded spacing documents are sent
int replay(const QStringList& arguments)
{
    const qint64 count = numberOf(arguments, u"--count", 10'000);
    RandomRecording recording(count, static_cast<double>(numberOf(arguments, u"--rate", 1000)));
    const auto sender =
        DatagramSender::to({u"127.0.0.1"_s, static_cast<quint16>(numberOf(arguments, u"--port", 2000))});
    if (!sender) {
        return 1;
    }
    std::vector<Clock::time_point> sent;
    const auto report = fluoroscope::replay(recording,
        [&](const QByteArray& datagram) {
            const bool good = sender->send(datagram).has_value();
            sent.push_back(Clock::now());
            return good;
        },
        {.restamp = true}, {});
    if (!report || sent.empty()) {
        return 1;
    }
    const std::vector<double> errors = errorsOf(sent, recording.times);
    const std::vector<double> least = errorsOf(wakeUps(recording.times), recording.times);
    print({{u"sent"_s, report->sent}, {u"medianMs"_s, shareOf(errors, 0.5)}, {u"p99Ms"_s, shareOf(errors, 0.99)},
        {u"maxMs"_s, shareOf(errors, 1)}, {u"limitMedianMs"_s, shareOf(least, 0.5)},
        {u"limitP99Ms"_s, shareOf(least, 0.99)}});
    return 0;
}

} // namespace fluoroscope::bench
