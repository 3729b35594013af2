// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a window is given of its session. All of it outlives the window.
#pragma once

#include "core/ports/capture.h"
#include "core/ports/forwarding.h"
#include "core/ports/session_host.h"
#include "core/ports/state_store.h"
#include "core/ports/trace_source.h"

namespace fluoroscope {

struct SessionPorts {
    TraceSource& source;
    Capture* capture = nullptr; // null: the session is only looked at
    StateStore* state = nullptr; // null: there are no groups
    SessionHost* host = nullptr; // null: no other session can be opened
    Forwarding* forwarding = nullptr; // null: nothing can be forwarded
    bool isLookedAt = false; // an opened file: nothing is received into it
    QString whyNotReceiving = {}; // where something should be: what keeps it from being
};

} // namespace fluoroscope
