// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Traces for the tests of timeline and inspector, assembled from documents as SDKs send them.
#pragma once

#include "core/trace/trace.h"

#include <QList>
#include <memory>

namespace fluoroscope {

std::shared_ptr<const Trace> assembled(const QList<QByteArray>& documents);

// shop calls a table and stock.internal, which faults with an exception while shop answers 200. Annotations, metadata,
// SQL and a link to another trace are on board.
QList<QByteArray> shopDocuments();
QByteArray stockDocument();

// One segment of `count` subsegments, ten below each tenth; the last one faults for a microsecond.
std::shared_ptr<const Trace> longTrace(int count);

// A shop that asks its table six times, the fourth of them in vain, between a quote and a slow report with three steps.
QByteArray repeatsDocument();

// The index of the first (sub)segment called `name`.
int indexOfName(const Trace& trace, const QString& name);

} // namespace fluoroscope
