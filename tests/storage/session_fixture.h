// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What tests of the session share: documents made to order, sessions in a folder of their own, SQL behind their back.
#pragma once

#include "core/graph/service_graph.h"
#include "core/segment/datagram.h"
#include "storage/session.h"

#include <QDebug>
#include <QTemporaryDir>
#include <QTest>

namespace fluoroscope::test {

inline constexpr double kStart = 1'700'000'000; // epoch seconds: the begin of what most tests tell

// A document: a segment, or a subsegment sent alone.
struct Document {
    TraceId trace;
    SegmentId id;
    double start = kStart;
    double seconds = 0.1; // below 0: in progress
    QByteArray name = "service";
    SegmentId parent{};
    bool subsegment = false;
    QByteArray extra{}; // more members, with a comma in front
};

// The trace, or (sub)segment, number `i`: the same each time.
TraceId traceNumber(int i);
SegmentId segmentNumber(int i);

QByteArray documentText(const Document& document);

ReceivedDocument received(const QByteArray& text, Transport transport = Transport::Tcp);

Result<std::unique_ptr<Session>> openSession(
    const QString& file, SessionOptions::Mode mode = SessionOptions::Mode::ReadWrite, qint64 cap = 0);

// For where it has to succeed.
std::unique_ptr<Session> opened(
    const QString& file, SessionOptions::Mode mode = SessionOptions::Mode::ReadWrite, qint64 cap = 0);

void putAll(Session& session, const QList<QByteArray>& texts);

// Runs `sql` on a connection of its own; gives the first number it returns, or 0.
qint64 sql(const QString& file, const QByteArray& text);

QByteArray contents(const QString& file);

// The names in the folder of `file`, to see what is left beside it.
QStringList neighbours(const QString& file);

// Sums can be compared but for the spans in which a node was seen: these only ever grow.
ServiceGraph withoutSpans(ServiceGraph graph);

// The value of a result that has to be one.
template <typename T> T valueOf(Result<T>&& result)
{
    if (!result) {
        qFatal("%s", qPrintable(result.error().message));
    }
    return std::move(*result);
}

} // namespace fluoroscope::test
