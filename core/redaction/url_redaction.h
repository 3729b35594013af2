// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Takes what is private out of URLs; host, path and the names of parameters stay.
#pragma once

#include "core/redaction/pseudonyms.h"

#include <QString>

namespace fluoroscope {

// Replaced are the login, the values of the query, of parameters behind semicolons and of the fragment, and parts of
// the path that look like a token. `url` may also be a path alone.
QString redactUrl(const QString& url, Pseudonyms& pseudonyms);
// The same in each URL within `text`: what has a scheme and two slashes.
QString redactUrlsWithin(const QString& text, Pseudonyms& pseudonyms);

} // namespace fluoroscope
