// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Takes an SDK's local rule file as the rules of a session: --sampling-rules.
#pragma once

#include "core/ports/state_store.h"

namespace fluoroscope {

// The file's rules replace those of the session, and its default the rates of the rule Default: what the file says is
// what holds, and what stays until it is changed. A file that an SDK would refuse changes nothing.
Result<void> useSamplingRuleFile(const QString& file, StateStore& state);

} // namespace fluoroscope
