// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Takes the login out of how a database was reached: a URL, "user@host:port/database", or "Server=…;Password=…".
#pragma once

#include "core/redaction/pseudonyms.h"

#include <QString>

namespace fluoroscope {

// Users get pseudonyms, passwords go. All else stays, but for `values`: then a URL's parameters go as by redactUrl().
QString redactConnection(const QString& connection, bool values, Pseudonyms& pseudonyms);

} // namespace fluoroscope
