// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What tests of the session share: documents made to order, sessions in a folder of their own, SQL behind their back.
#pragma once

#include "core/graph/service_graph.h"
#include "core/segment/datagram.h"
#include "storage/session.h"

#include <QDebug>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <sqlite3.h>

namespace fluoroscope::test {

using namespace Qt::StringLiterals;

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
inline TraceId traceNumber(int i)
{
    return *TraceId::fromString(
        u"1-%1-%2"_s.arg(quint32(kStart) + quint32(i) / 100, 8, 16, QChar(u'0')).arg(i, 24, 16, QChar(u'0')));
}
inline SegmentId segmentNumber(int i)
{
    return SegmentId(quint64(i) + 1);
}

inline QByteArray documentText(const Document& document)
{
    QByteArray text = "{\"trace_id\":\"" + document.trace.toString().toUtf8() + "\",\"id\":\""
        + document.id.toString().toUtf8() + "\",\"name\":\"" + document.name
        + "\",\"start_time\":" + QByteArray::number(document.start, 'f', 6);
    text += document.seconds < 0 ? QByteArray(",\"in_progress\":true")
                                 : ",\"end_time\":" + QByteArray::number(document.start + document.seconds, 'f', 6);
    if (!document.parent.isNull()) {
        text += ",\"parent_id\":\"" + document.parent.toString().toUtf8() + '"';
    }
    if (document.subsegment) {
        text += ",\"type\":\"subsegment\"";
    }
    return text + document.extra + '}';
}

inline ReceivedDocument received(const QByteArray& text, Transport transport = Transport::Tcp)
{
    return {text, Timestamp(std::chrono::seconds(qint64(kStart))), transport, u"127.0.0.1:4000"_s};
}

inline Result<std::unique_ptr<Session>> openSession(
    const QString& file, SessionOptions::Mode mode = SessionOptions::Mode::ReadWrite, qint64 cap = 0)
{
    return Session::open({file, mode, cap});
}

// For where it has to succeed.
inline std::unique_ptr<Session> opened(
    const QString& file, SessionOptions::Mode mode = SessionOptions::Mode::ReadWrite, qint64 cap = 0)
{
    auto session = openSession(file, mode, cap);
    if (!session) {
        qFatal("%s", qPrintable(session.error().message));
    }
    return std::move(*session);
}

inline void putAll(Session& session, const QList<QByteArray>& texts)
{
    for (const QByteArray& text : texts) {
        QVERIFY(session.sink().put(received(text)));
    }
    QVERIFY(session.flush());
}

// Runs `sql` on a connection of its own; gives the first number it returns, or 0.
inline qint64 sql(const QString& file, const QByteArray& text)
{
    sqlite3* database = nullptr;
    qint64 number = 0;
    char* problem = nullptr;
    const auto row = [](void* to, int count, char** values, char**) {
        *static_cast<qint64*>(to) = count > 0 && values[0] ? QByteArray(values[0]).toLongLong() : 0;
        return 0;
    };
    sqlite3_open(file.toUtf8().constData(), &database);
    sqlite3_busy_timeout(database, 5000);
    if (sqlite3_exec(database, text.constData(), row, &number, &problem) != SQLITE_OK) {
        qFatal("%s: %s", text.constData(), problem);
    }
    sqlite3_close(database);
    return number;
}

inline QByteArray contents(const QString& file)
{
    QFile stored(file);
    return stored.open(QIODevice::ReadOnly) ? stored.readAll() : QByteArray();
}

// The names in the folder of `file`, to see what is left beside it.
inline QStringList neighbours(const QString& file)
{
    return QFileInfo(file).dir().entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::Name);
}

// Sums can be compared but for the spans in which a node was seen: these only ever grow.
inline ServiceGraph withoutSpans(ServiceGraph graph)
{
    for (Service& service : graph.services) {
        service.first = service.last = {};
    }
    for (Edge& edge : graph.edges) {
        edge.first = edge.last = {};
    }
    return graph;
}

// The value of a result that has to be one.
template <typename T> T valueOf(Result<T>&& result)
{
    if (!result) {
        qFatal("%s", qPrintable(result.error().message));
    }
    return std::move(*result);
}

} // namespace fluoroscope::test
