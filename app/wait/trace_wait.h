// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Waits until traces match a filter expression: in a session's file, or by the API of who writes it.
#pragma once

#include "app/receive/bind_address.h"
#include "core/filter/filter_expression.h"
#include "core/result.h"
#include "core/time/timestamp.h"

#include <QStringList>
#include <stop_token>

namespace fluoroscope {

struct TraceWait {
    QString expression;
    FilterExpression filter; // the same, read
    qint64 count = 1;
    Duration timeout = std::chrono::seconds(30);
};

// The ids of the newest `count` traces that match. An error at the timeout, or after a stop, says what is there
// instead. A file that is not there yet is waited for, and so is an address where nobody listens yet.
Result<QStringList> waitInSession(const TraceWait& wait, const QString& file, const std::stop_token& stop);
Result<QStringList> waitAtAddress(const TraceWait& wait, const BindAddress& address, const std::stop_token& stop);

} // namespace fluoroscope
