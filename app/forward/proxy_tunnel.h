// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A connection through an HTTP proxy, by CONNECT. Built here because cpp-httplib 0.11 waits for itself, for ever, when
// a proxy answers with HTTP/1.0 or Connection: close, as those that refuse do.
#pragma once

#include "app/receive/file_descriptor.h"
#include "core/result.h"

#include <QUrl>
#include <chrono>

namespace fluoroscope {

// To `target`, "host:port". An error tells what the proxy answered, and nothing of its password.
Result<FileDescriptor> openTunnel(const QUrl& proxy, const QByteArray& target, std::chrono::milliseconds limit);

} // namespace fluoroscope
