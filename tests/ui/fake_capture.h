// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A receiver for tests of the window: it says what the test has it say.
#pragma once

#include "core/ports/capture.h"

#include <functional>
#include <mutex>

namespace fluoroscope::test {

class FakeCapture : public Capture {
public:
    CaptureStatus shown{
        true, QStringLiteral("127.0.0.1:2000"), {}, QStringLiteral("127.0.0.1:2000"), {}, 0, 0, 8'388'608};
    std::function<void()> onTestSegment;

    [[nodiscard]] CaptureStatus status() const override
    {
        const std::scoped_lock lock(m_mutex);
        return shown;
    }
    Result<QString> rebind(const QString&) override
    {
        const std::scoped_lock lock(m_mutex);
        shown.listening = true;
        shown.address = QStringLiteral("127.0.0.1:40123");
        shown.problem.clear();
        return shown.address;
    }
    Result<void> sendTestSegment() override
    {
        if (onTestSegment) {
            onTestSegment();
        }
        return {};
    }
    Result<void> playDemo() override { return sendTestSegment(); }

private:
    mutable std::mutex m_mutex;
};

} // namespace fluoroscope::test
