// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Looks at a file before it is opened, without changing it: is it a session, of which version, is it whole?
#pragma once

#include "core/result.h"
#include "storage/database.h"

#include <QString>

namespace fluoroscope {

struct SessionFileState {
    Reading reading = Reading::Beside;
};

// An error says what the file is instead, or what is wrong with it, and what to do.
Result<SessionFileState> inspectSessionFile(const QString& file, bool forWriting);

} // namespace fluoroscope
