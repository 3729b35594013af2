// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A (sub)segment as text for elsewhere: chats, tickets, terminals. Each is empty where there is nothing to make it of.
#pragma once

#include "core/trace/trace.h"

#include <QString>
#include <memory>

class QMenu;

namespace fluoroscope {

// "shop GET http://shop/cart 200 ok 300 ms (1-…, segment aaaaaaaaaaaaaaa1)"
QString segmentSummary(const Trace& trace, std::int32_t index);
// What was received of it, indented.
QString segmentJson(const std::shared_ptr<const Trace>& trace, std::int32_t index);
// It and all that happened below, whoever did it, as nested bullets with durations and outcomes. Of very many the
// first.
QString segmentOutline(const Trace& trace, std::int32_t index);
// What repeats the request from a POSIX shell: method, URL and user agent. The body is not known.
QString curlCommand(const Segment& segment);
// What asks the API at `address` ("127.0.0.1:2000") for the trace, with AWS's own tool.
QString awsCommand(const TraceId& id, const QString& address);

// `text` as one word of a POSIX shell.
QString shellQuoted(const QString& text);

// One action for each of the above, and for the id; those that have nothing to copy are disabled. `apiAddress`: as
// CaptureStatus has it.
void addCopyActions(
    QMenu& menu, const std::shared_ptr<const Trace>& trace, std::int32_t index, const QString& apiAddress);

} // namespace fluoroscope
