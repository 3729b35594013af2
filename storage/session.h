// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A session: one SQLite file with everything captured, its writing thread, and the questions asked of it.
#pragma once

#include "core/ports/document_source.h"
#include "core/ports/state_store.h"
#include "core/ports/trace_source.h"
#include "core/result.h"

#include <memory>

namespace fluoroscope {

struct SessionOptions {
    enum class Mode : std::uint8_t {
        ReadWrite, // makes the file where there is none
        ReadOnly, // never writes; while another process writes the file, its commits are followed
    };

    QString file;
    Mode mode = Mode::ReadWrite;
    qint64 sizeCap = qint64(2) << 30; // bytes; whole oldest traces go when the file reaches it. 0: none
};

class Session : public DocumentSource {
public:
    // A file that is no session, is newer than this program, is damaged or cannot be written gives an error that says
    // so, and is left as it was.
    static Result<std::unique_ptr<Session>> open(const SessionOptions& options);
    // $XDG_DATA_HOME/fluoroscope/default.fluoro; makes the folder.
    static Result<QString> defaultFile();

    // Commits and indexes all that was put, then closes the file. An index that is being rebuilt goes on the next time.
    ~Session() override = default;

    // Only for a session that is open for writing.
    virtual SegmentSink& sink() = 0;
    virtual TraceSource& source() = 0;
    // Of a session that is open for reading only nothing can be changed.
    virtual StateStore& state() = 0;
    // For changing no more than that, also while another process writes the session. Makes the file where there is
    // none.
    static Result<std::unique_ptr<StateStore>> openState(const QString& file);

    // The file, absolute: for copySession() and its like.
    [[nodiscard]] virtual QString file() const = 0;
    // False where it is open for reading only.
    [[nodiscard]] virtual bool isWritable() const = 0;

    // Waits until all that was put before is committed and indexed, and the file is below its cap. False: the session
    // could not write; see counters().problem.
    virtual bool flush() = 0;
};

} // namespace fluoroscope
