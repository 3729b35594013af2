// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Imports into a session, in portions that its queue holds.
#pragma once

#include "app/import/import_reader.h"
#include "storage/session.h"

#include <stop_token>

namespace fluoroscope {

// As importFile(), into `session`, which is left flushed. Stopped, it keeps what was read.
Result<ImportReport> importInto(Session& session, const QString& file, const std::stop_token& stop = {});

} // namespace fluoroscope
