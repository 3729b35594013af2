// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/recording.h"

#include "app/text/json_scanner.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

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

private:
    QFile m_file;
    qint64 m_line = 0;
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
