// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// credential_process: a program of the user's that prints credentials as JSON.
#include "app/forward/credential_source.h"

#include <QElapsedTimer>
#include <QProcess>

#include <csignal>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kLimit = 60'000; // ms; it may ask somebody
constexpr int kLookEvery = 100; // ms

} // namespace

Result<Credentials> processCredentials(const QString& command, const QString& profile, const std::stop_token& stop)
{
    // What it prints, and with what arguments it is called, may be secret: errors tell of neither.
    const QString what = u"The credential_process of profile %1"_s.arg(profile);
    QProcess process;
    process.setStandardErrorFile(QProcess::nullDevice());
    process.setStandardInputFile(QProcess::nullDevice());
    process.setChildProcessModifier([] { // the signals that end us are blocked in our threads
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
    });
    process.start(u"/bin/sh"_s, {u"-c"_s, command});
    QElapsedTimer timer;
    timer.start();
    while (process.state() != QProcess::NotRunning && !process.waitForFinished(kLookEvery)) {
        if (stop.stop_requested() || timer.elapsed() > kLimit) {
            process.kill();
            process.waitForFinished();
            return failure(u"%1 did not end within a minute."_s.arg(what));
        }
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        return failure(u"%1 failed with %2: run it in a terminal to see why."_s.arg(what).arg(process.exitCode()));
    }
    return credentialsFromJson(process.readAllStandardOutput(), what);
}

} // namespace fluoroscope
