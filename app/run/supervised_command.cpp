// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/run/supervised_command.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <spawn.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// The pointers end in null; they are valid as long as `texts`.
std::vector<char*> pointersTo(QByteArrayList& texts)
{
    std::vector<char*> pointers;
    for (QByteArray& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

StartFailure startFailure(const QString& program, int error)
{
    if (error != ENOENT) {
        return {126, u"%1 cannot be executed: %2."_s.arg(program, QString::fromLocal8Bit(std::strerror(error)))};
    }
    if (!program.contains(u'/')) {
        return {127, u"There is no program %1 on PATH."_s.arg(program)};
    }
    return {127,
        QFile::exists(program) ? u"%1 cannot be executed: the interpreter that it names is not there."_s.arg(program)
                               : u"There is no program %1."_s.arg(program)};
}

} // namespace

SupervisedCommand::SupervisedCommand()
    : m_inherited()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) {
        sigaddset(&set, signal);
    }
    pthread_sigmask(SIG_BLOCK, &set, &m_inherited);
    m_signals = FileDescriptor(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

tl::expected<void, StartFailure> SupervisedCommand::start(const QStringList& command, const QByteArrayList& environment)
{
    QByteArrayList arguments;
    for (const QString& argument : command) {
        arguments.append(QFile::encodeName(argument));
    }
    QByteArrayList variables = environment;
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &m_inherited);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    const int error = posix_spawnp(&m_process, arguments.first().constData(), nullptr, &attributes,
        pointersTo(arguments).data(), pointersTo(variables).data());
    posix_spawnattr_destroy(&attributes);
    if (error != 0) {
        return tl::unexpected(startFailure(command.first(), error));
    }
    return {};
}

int SupervisedCommand::waitForEnd() const
{
    while (true) {
        int status = 0;
        if (waitpid(m_process, &status, WNOHANG) == m_process) {
            return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        }
        pollfd ready{m_signals.get(), POLLIN, 0};
        poll(&ready, 1, -1);
        signalfd_siginfo signal{};
        while (read(m_signals.get(), &signal, sizeof(signal)) == sizeof(signal)) {
            // Ctrl+C goes to every process of the terminal's foreground group.
            const bool hasIt = signal.ssi_code == SI_KERNEL && getpgid(m_process) == getpgrp();
            if (signal.ssi_signo != SIGCHLD && !hasIt) {
                kill(m_process, static_cast<int>(signal.ssi_signo));
            }
        }
    }
}

bool SupervisedCommand::isInterruptedWithin(std::chrono::milliseconds timeout) const
{
    const auto until = std::chrono::steady_clock::now() + timeout;
    while (true) {
        signalfd_siginfo signal{};
        while (read(m_signals.get(), &signal, sizeof(signal)) == sizeof(signal)) {
            if (signal.ssi_signo != SIGCHLD) {
                return true;
            }
        }
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
        if (left <= 0) {
            return false;
        }
        pollfd ready{m_signals.get(), POLLIN, 0};
        poll(&ready, 1, static_cast<int>(left));
    }
}

} // namespace fluoroscope
