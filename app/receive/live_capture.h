// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the window steers: the receiver and the API at their address, a test segment, and the demo.
#pragma once

#include "app/api/endpoint.h"
#include "core/ports/capture.h"

#include <functional>
#include <mutex>

namespace fluoroscope {

class LiveCapture : public Capture {
public:
    // What `context` refers to must outlive it. `demoFile` is the capture that playDemo() plays; a resource will do.
    LiveCapture(const ApiContext& context, QString demoFile);
    ~LiveCapture() override;

    [[nodiscard]] CaptureStatus status() const override;
    // May take as long as the resolver does where `address` is a name.
    Result<QString> rebind(const QString& address) override;
    // With `tcp` the API is there instead.
    Result<QString> rebind(const BindAddress& address, const std::optional<BindAddress>& tcp = {});
    // Whether these addresses, as bound, may be kept; called by rebind(), on its thread, which it must not call. What
    // is refused is let go of again.
    using Check = std::function<Result<void>(const QString& udp, const QString& tcp)>;
    void setCheck(Check check);
    Result<void> sendTestSegment() override;
    Result<void> playDemo() override;

private:
    ApiContext m_context;
    QString m_demoFile;
    mutable std::mutex m_mutex; // guards all below
    Check m_check;
    Endpoint m_endpoint; // without a receiver: not listening
    QString m_tried;
    QString m_problem;
    qint64 m_earlierDatagrams = 0; // of receivers that were replaced
    qint64 m_earlierDrops = 0;
    std::jthread m_demo;
};

} // namespace fluoroscope
