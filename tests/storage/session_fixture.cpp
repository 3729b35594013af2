// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/storage/session_fixture.h"

#include <QDir>
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace fluoroscope::test {

TraceId traceNumber(int i)
{
    return *TraceId::fromString(
        u"1-%1-%2"_s.arg(quint32(kStart) + quint32(i) / 100, 8, 16, QChar(u'0')).arg(i, 24, 16, QChar(u'0')));
}

SegmentId segmentNumber(int i)
{
    return SegmentId(quint64(i) + 1);
}

QByteArray documentText(const Document& document)
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

ReceivedDocument received(const QByteArray& text, Transport transport)
{
    return {text, Timestamp(std::chrono::seconds(qint64(kStart))), transport, u"127.0.0.1:4000"_s};
}

Result<std::unique_ptr<Session>> openSession(const QString& file, SessionOptions::Mode mode, qint64 cap)
{
    return Session::open({file, mode, cap});
}

std::unique_ptr<Session> opened(const QString& file, SessionOptions::Mode mode, qint64 cap)
{
    auto session = openSession(file, mode, cap);
    if (!session) {
        qFatal("%s", qPrintable(session.error().message));
    }
    return std::move(*session);
}

void putAll(Session& session, const QList<QByteArray>& texts)
{
    for (const QByteArray& text : texts) {
        QVERIFY(session.sink().put(received(text)));
    }
    QVERIFY(session.flush());
}

qint64 sql(const QString& file, const QByteArray& text)
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

QByteArray contents(const QString& file)
{
    QFile stored(file);
    return stored.open(QIODevice::ReadOnly) ? stored.readAll() : QByteArray();
}

QStringList neighbours(const QString& file)
{
    return QFileInfo(file).dir().entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::Name);
}

ServiceGraph withoutSpans(ServiceGraph graph)
{
    for (Service& service : graph.services) {
        service.first = service.last = {};
    }
    for (Edge& edge : graph.edges) {
        edge.first = edge.last = {};
    }
    return graph;
}

} // namespace fluoroscope::test
