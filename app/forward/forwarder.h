// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Forwards what a session receives, on a thread of its own, for as long as it is told to.
#pragma once

#include "app/forward/forward_run.h"
#include "app/forward/forward_target.h"

#include <thread>

namespace fluoroscope {

// For finish(): what is pending when the end comes goes out as long as this takes no longer; the rest with the next
// start.
inline constexpr std::chrono::milliseconds kForwardAtEnd{5000};

class Forwarder : public Forwarding {
public:
    using Open = std::function<Result<std::unique_ptr<Upstream>>(
        const ForwardOptions& options, const QString& stream, const std::stop_token& stop)>;

    // What `session` refers to must outlive it; it is open for writing.
    explicit Forwarder(const ForwardSession& session, Open open = &openUpstream, const ForwardPace& pace = {});
    // At once: what is pending goes out when somebody forwards this session again.
    ~Forwarder() override;

    [[nodiscard]] ForwarderStatus status() const override;
    [[nodiscard]] ForwardOptions options() const override;
    Result<void> configure(const ForwardOptions& options) override;
    // What else has to be right about options before they are taken; called by configure(), on its thread.
    void setCheck(std::function<Result<void>(const ForwardOptions&)> check);

    // Sends what is there, as long as upstream takes it and within `limit`, and ends.
    void finish(std::chrono::milliseconds limit);

private:
    void forward(
        const std::stop_token& stop, const ForwardOptions& options, const FilterExpression& filter, ForwardState state);
    std::unique_ptr<Upstream> open(const std::stop_token& stop, const ForwardOptions& options, ForwardState& state);
    void publish(const ForwarderStatus& status);

    ForwardSession m_session;
    Open m_open;
    ForwardPace m_pace;

    std::mutex m_configuring; // held while threads come and go; guards m_check
    std::function<Result<void>(const ForwardOptions&)> m_check;
    mutable std::mutex m_mutex; // guards what follows
    ForwardOptions m_options;
    ForwarderStatus m_status;
    ForwardRun* m_run = nullptr; // while there is one
    bool m_isFinishing = false;
    std::condition_variable_any m_ended;
    bool m_hasEnded = true;

    std::jthread m_thread; // last
};

} // namespace fluoroscope
