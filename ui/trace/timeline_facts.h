// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a row of the timeline says in words: for tooltips, screen readers and the clipboard.
#pragma once

#include "ui/trace/timeline_rows.h"

namespace fluoroscope {

// "GetItem · 57 × 4 ms · 1 fault": what a run says beside its bar.
QString runLabel(const TimelineRows& rows, TimelineRow run);
// "orders", "DynamoDB", "DynamoDB ×57".
QString rowName(const TimelineRows& rows, TimelineRow row);
// "GetItem orders, 30 ms, ok"; of a header: "AWS::DynamoDB::Table, inferred".
QString rowValue(const TimelineRows& rows, TimelineRow row);
// Every fact of the row, as rich text.
QString rowToolTip(const TimelineRows& rows, TimelineRow row);
// "Pending", "30 ms": the duration of `segment` as the Duration column says it.
QString durationText(const Segment& segment);

} // namespace fluoroscope
