// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Hands a session on as another file: whole, or a part of it, with what is private taken out. The session may be open
// here, in another process or nowhere; whoever writes it goes on meanwhile and never waits.
#pragma once

#include "core/ports/session_part.h"
#include "core/redaction/redaction_preview.h"
#include "core/result.h"

#include <stop_token>

namespace fluoroscope {

// All of it, as of now: what arrives meanwhile is not in the copy, nor how far the session was forwarded.
Result<void> copySession(
    const QString& file, const SessionTarget& to, const CopyProgress& progress, std::stop_token stop);

// The documents of the part keep their arrival, transport and sender. Of a document with segments of several traces,
// those of others are left out. An error where a trace that was named is not there.
Result<ExportedPart> exportSession(const QString& file, const SessionPart& part, const SessionTarget& to,
    const CopyProgress& progress, std::stop_token stop);

// What exportSession() would change, with up to `most` examples for each rule.
Result<RedactionPreview> previewRedaction(
    const QString& file, const SessionPart& part, qsizetype most, const CopyProgress& progress, std::stop_token stop);

} // namespace fluoroscope
