// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The port through which a window opens other sessions and hands its own on: whole, or in part.
#pragma once

#include "core/ports/session_part.h"
#include "core/redaction/redaction_preview.h"

#include <stop_token>

namespace fluoroscope {

// A daemon that a session is played to, and how. Shares are from 0 to 1, of the datagrams.
struct DaemonReplay {
    QString address = QStringLiteral("127.0.0.1:2000");
    double speed = 1; // 2: twice as fast; 0: without any waiting
    double loss = 0; // never sent
    double duplicate = 0; // sent twice
    double reorder = 0; // sent after later ones
    Duration delay{}; // each is late by up to this; not without any waiting
};

class SessionHost {
public:
    virtual ~SessionHost() = default;

    // GUI thread. Shows `file` in a window of its own, or raises the one that does: a session, or X-Ray's JSON, which
    // is read into a session that lasts as long as its window.
    virtual Result<void> openFile(const QString& file) = 0;
    // GUI thread. Makes `file`, which must not exist, and receives into it from now on, in a window that takes the
    // place of the one that receives.
    virtual Result<void> newSession(const QString& file) = 0;
    // GUI thread. Plays this window's session, as of now, into a window of its own.
    virtual Result<void> replay() = 0;
    // Query thread. The same to a daemon, under a transport bar of this window; in place of what this window plays.
    // Refuses to play the session into itself.
    virtual Result<void> replayTo(const DaemonReplay& replay) = 0;
    // Any thread. Copies this window's session as it is now to `file`, while it goes on receiving.
    virtual Result<void> saveCopy(const QString& file, const CopyProgress& progress, const std::stop_token& stop) = 0;
    // Any thread. Writes a part of this window's session as a session of its own, while it goes on receiving. An error
    // where a trace that was named is not there.
    virtual Result<ExportedPart> exportPart(const SessionPart& part, const SessionTarget& to,
        const CopyProgress& progress, const std::stop_token& stop) = 0;
    // Any thread. What exportPart() would change, with up to `most` examples for each rule.
    virtual Result<RedactionPreview> previewPart(
        const SessionPart& part, qsizetype most, const CopyProgress& progress, const std::stop_token& stop) = 0;
    // Where this window's session is.
    [[nodiscard]] virtual QString file() const = 0;
};

} // namespace fluoroscope
