// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Takes out of a document what does not belong to chosen traces; what stays, stays as it came.
#pragma once

#include "core/segment/ids.h"

#include <QByteArray>
#include <functional>

namespace fluoroscope {

struct DocumentCut {
    QByteArray bytes; // empty: nothing of it stays
    bool refused = false; // something was left out that X-Ray would have refused, so that it belongs to no trace
};

// `document`: without a daemon's header.
DocumentCut cutDocument(const QByteArray& document, const std::function<bool(const TraceId&)>& isChosen);

} // namespace fluoroscope
