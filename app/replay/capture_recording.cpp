// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/recording.h"

#include "app/text/json_scanner.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// A datagram has 64 KiB at most, of which JSON may write each byte as \\u00xx.
constexpr qint64 kLongestLine = 6 * 65536 + 1024;

class CaptureRecording : public Recording {
public:
    explicit CaptureRecording(const QString& file)
        : m_file(file)
    {
    }

    bool open() { return m_file.open(QIODevice::ReadOnly); }
    [[nodiscard]] QString problem() const { return m_file.errorString(); }

    Result<std::optional<RecordedDatagram>> next() override
    {
        while (!m_file.atEnd()) {
            const QByteArray line = m_file.readLine().trimmed();
            ++m_line;
            if (line.isEmpty()) {
                continue;
            }
            if (auto datagram = parseCaptureLine(line)) {
                return datagram;
            }
            return failure(
                u"%1, line %2: a capture has lines {\"t\": epoch seconds, \"d\": datagram}, this is none. Import other files and replay the session."_s
                    .arg(m_file.fileName())
                    .arg(m_line));
        }
        return std::nullopt;
    }

    std::optional<TimeRange> extent() override
    {
        if (m_extent || m_file.isSequential()) {
            return m_extent;
        }
        const qint64 place = m_file.pos();
        m_file.seek(0);
        const auto first = parseCaptureLine(m_file.readLine().trimmed());
        m_file.seek(std::max<qint64>(0, m_file.size() - kLongestLine));
        const QByteArray end = m_file.readAll().trimmed();
        const auto last = parseCaptureLine(end.sliced(end.lastIndexOf('\n') + 1));
        m_file.seek(place);
        if (first && last) {
            m_extent = TimeRange{first->time, std::max(first->time, last->time)};
        }
        return m_extent;
    }

    Result<void> seek(Timestamp time) override
    {
        m_file.seek(0);
        m_line = 0;
        while (!m_file.atEnd()) {
            const qint64 place = m_file.pos();
            const auto datagram = next();
            if (!datagram) {
                return tl::unexpected(datagram.error());
            }
            if (*datagram && (*datagram)->time >= time) {
                m_file.seek(place);
                --m_line;
                break;
            }
        }
        return {};
    }

private:
    QFile m_file;
    qint64 m_line = 0;
    std::optional<TimeRange> m_extent;
};

} // namespace

std::optional<RecordedDatagram> parseCaptureLine(QByteArrayView line)
{
    std::optional<double> time;
    std::optional<QByteArray> datagram;
    if (!jsonValue(line)) {
        return {};
    }
    for (const JsonChild& member : jsonChildren(line)) {
        if (member.key == "t") {
            bool good = false;
            const double seconds = member.value.toByteArray().toDouble(&good);
            time = good ? std::optional(seconds) : std::nullopt;
        } else if (member.key == "d" && member.value.startsWith('"')) {
            datagram = jsonText(member.value);
        }
    }
    return time && datagram ? std::optional(RecordedDatagram{fromEpochSeconds(*time), std::move(*datagram)})
                            : std::nullopt;
}

Result<std::unique_ptr<Recording>> openCapture(const QString& file)
{
    auto recording = std::make_unique<CaptureRecording>(file);
    if (!recording->open()) {
        return failure(u"%1 cannot be read: %2."_s.arg(file, recording->problem()));
    }
    return recording;
}

Result<std::unique_ptr<Recording>> openRecording(const QString& file)
{
    QFile start(file);
    if (start.open(QIODevice::ReadOnly) && start.peek(16).startsWith("SQLite format 3")) {
        return openSessionRecording(file);
    }
    return openCapture(file);
}

} // namespace fluoroscope
