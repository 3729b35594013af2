// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The value of an annotation as a person reads it, the same in lists, filters and searches.
#pragma once

#include "core/segment/segment.h"

namespace fluoroscope {

// A text as it is, "true" or "false", numbers as JSON writes them: 1500 and 0.25.
QString annotationText(const AnnotationValue& value);
// Whole numbers with all their digits, others with up to fifteen.
QString numberText(double number);

} // namespace fluoroscope
