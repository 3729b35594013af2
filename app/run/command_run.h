// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A command with an emulator of its own: started on a free port, told to the command, and asked once all has arrived.
#pragma once

#include "app/api/endpoint.h"
#include "app/run/supervised_command.h"
#include "storage/session.h"

#include <QTemporaryDir>
#include <optional>

namespace fluoroscope {

class CommandRun {
public:
    // To be made before any thread is: see SupervisedCommand.
    CommandRun() = default;

    // Opens the session, a temporary one where `sessionFile` is empty, and listens on a free port of loopback.
    Result<void> listen(const QString& sessionFile);
    // Runs the command to its end and waits for what is still under way: until nothing has come for `wait`, or, as soon
    // as something came, all traces are complete; no longer than ten times `wait`. The command's exit status as shells
    // tell it; an error where it did not start.
    tl::expected<int, StartFailure> run(const QStringList& command, std::chrono::milliseconds wait);

    Session& session() { return *m_session; }
    // The traces of this run, also where the session has others from before.
    [[nodiscard]] const TraceSelection& selection() const { return m_selection; }
    // Documents that came, and those of them that were not taken.
    [[nodiscard]] qint64 documents() const;
    [[nodiscard]] qint64 findings() const;
    [[nodiscard]] Duration duration() const { return m_duration; } // of the command
    [[nodiscard]] const QString& problem() const { return m_problem; } // what did not go well; empty: all did

private:
    void waitForStragglers(std::chrono::milliseconds wait);

    SupervisedCommand m_command;
    std::optional<QTemporaryDir> m_folder; // outlives the session in it
    std::unique_ptr<Session> m_session;
    Endpoint m_endpoint;
    SessionCounters m_before;
    TraceSelection m_selection;
    Duration m_duration{};
    QString m_problem;
};

// Whether a trace of `selection` waits for something: a segment is in progress, or its parent has not arrived.
Result<bool> isAnyIncomplete(TraceSource& source, const TraceSelection& selection);

} // namespace fluoroscope
