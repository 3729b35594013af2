// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the words, texts and numbers of a JSON document or an SQL query lie, so that they can be coloured.
#pragma once

#include "ui/theme/theme.h"

#include <QStringView>
#include <vector>

namespace fluoroscope {

struct CodeSpan {
    qsizetype begin = 0;
    qsizetype length = 0;
    Role role = Role::Text;
};

// Spans in order; what lies between them is plain. Neither minds what is broken.
std::vector<CodeSpan> jsonSpans(QStringView text);
std::vector<CodeSpan> sqlSpans(QStringView text);

} // namespace fluoroscope
