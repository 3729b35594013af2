// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/stop_signals.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>

namespace fluoroscope {

StopSignals::StopSignals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_signals = FileDescriptor(signalfd(-1, &set, SFD_CLOEXEC));
    m_end = FileDescriptor(eventfd(0, EFD_CLOEXEC));
}

StopSignals::~StopSignals()
{
    eventfd_write(m_end.get(), 1);
}

bool StopSignals::wait(std::chrono::milliseconds timeout) const
{
    std::array<pollfd, 2> ready{pollfd{m_signals.get(), POLLIN, 0}, pollfd{m_end.get(), POLLIN, 0}};
    int count = 0;
    do {
        count = poll(ready.data(), ready.size(), static_cast<int>(timeout.count()));
    } while (count < 0 && errno == EINTR);
    return (ready[0].revents & POLLIN) != 0;
}

std::stop_token StopSignals::token()
{
    if (!m_watcher.joinable()) {
        m_watcher = std::jthread([this] {
            if (wait()) {
                m_source.request_stop();
            }
        });
    }
    return m_source.get_token();
}

} // namespace fluoroscope
