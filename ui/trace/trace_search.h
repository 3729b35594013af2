// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Finds the segments of a trace that hold some words: in name, id, call, addresses, annotations, errors, SQL or user.
#pragma once

#include "core/trace/trace.h"

#include <stop_token>

namespace fluoroscope {

// Indices into Trace::segments, in their order, of those that hold each word of `words`, in any case of letters. None
// for blank words, or when it was stopped.
std::vector<std::int32_t> findSegments(const Trace& trace, const QString& words, const std::stop_token& stop);

} // namespace fluoroscope
