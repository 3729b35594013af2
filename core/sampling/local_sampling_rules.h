// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads the rule files that the X-Ray SDKs take for local sampling, versions 1 and 2 (reference 1.8).
#pragma once

#include "core/sampling/sampling_rule.h"

#include <QByteArrayView>

namespace fluoroscope {

// The rules in the order of the file, which is the one in which an SDK tries them, as priorities 1, 2, 3 …; they are
// called local-1, local-2 …, since such files give no names. The file's default becomes the rule Default and is the
// last. Comments are read over, as the Java SDK does. An error says where in the text it is.
Result<std::vector<SamplingRule>> localSamplingRules(QByteArrayView text);

} // namespace fluoroscope
