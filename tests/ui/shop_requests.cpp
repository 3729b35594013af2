// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/shop_requests.h"

using namespace Qt::StringLiterals;

namespace fluoroscope::test {

TraceId traceIdAt(Timestamp start, int number)
{
    const auto seconds = quint32(start.time_since_epoch().count() / 1'000'000);
    return *TraceId::fromString(
        u"1-%1-%2"_s.arg(seconds, 8, 16, QChar(u'0')).arg(quint64(number) + 0xabc000ULL, 24, 16, QChar(u'0')));
}

std::vector<QByteArray> requestDocuments(const TraceId& id, Timestamp start, int number, int status, Duration took)
{
    const auto time = [&](double share) {
        return QByteArray::number(toEpochSeconds(start) + share * toSeconds(took), 'f', 6);
    };
    const QByteArray n = QByteArray::number(number + 0x1000, 16);
    const QByteArray idA = "aaaaaaaaaaaa" + n;
    const QByteArray idB = "bbbbbbbbbbbb" + n;
    const QByteArray call = "cccccccccccc" + n;
    const QByteArray table = "dddddddddddd" + n;
    const QByteArray flags = status >= 500 ? R"("fault":true,)"
        : status == 429                    ? R"("error":true,"throttle":true,)"
        : status >= 400                    ? R"("error":true,)"
                                           : "";
    const QByteArray code = QByteArray::number(status);
    const QByteArray trace = id.toString().toLatin1();
    std::vector<QByteArray> documents;
    documents.push_back(R"({"trace_id":")" + trace + R"(","id":")" + idA + R"(","name":"service-a",)" + flags
        + R"("origin":"AWS::ECS::Container","start_time":)" + time(0) + R"(,"end_time":)" + time(1)
        + R"(,"http":{"request":{"method":"GET","url":"http://localhost:3000/order/)" + QByteArray::number(number % 9)
        + R"(","client_ip":"::ffff:127.0.0.1","user_agent":"curl/7.88"},"response":{"status":)" + code
        + R"(}},"subsegments":[{"id":")" + table + R"(","name":"DynamoDB","namespace":"aws","start_time":)" + time(0.05)
        + R"(,"end_time":)" + time(0.2)
        + R"(,"aws":{"operation":"GetItem","table_name":"orders","request_id":"REQ1"},"http":{"response":{"status":200}}},)"
        + R"({"id":")" + call + R"(","name":"service-b","namespace":"remote",)" + flags + R"("start_time":)" + time(0.3)
        + R"(,"end_time":)" + time(0.95) + R"(,"http":{"request":{"method":"GET","url":"http://service-b/price"},)"
        + R"("response":{"status":)" + code + R"(}}}]})");
    if (status != 404) {
        documents.push_back(R"({"trace_id":")" + trace + R"(","id":")" + idB + R"(","parent_id":")" + call
            + R"(","name":"service-b",)" + flags + R"("origin":"AWS::ECS::Container","start_time":)" + time(0.35)
            + R"(,"end_time":)" + time(0.9) + R"(,"http":{"request":{"method":"GET","url":"http://service-b/price"},)"
            + R"("response":{"status":)" + code + R"(}}})");
    }
    return documents;
}

TraceId addRequest(FakeTraceSource& source, Timestamp start, int number, int status, Duration took)
{
    const TraceId id = traceIdAt(start, number);
    source.add(id, requestDocuments(id, start, number, status, took));
    return id;
}

std::vector<TraceId> addFiveTraces(FakeTraceSource& source, Timestamp now)
{
    using std::chrono::milliseconds;
    using std::chrono::seconds;
    return {addRequest(source, now - seconds(50), 1, 200, milliseconds(209)),
        addRequest(source, now - seconds(40), 2, 200, milliseconds(183)),
        addRequest(source, now - seconds(30), 3, 404, milliseconds(96)),
        addRequest(source, now - seconds(20), 4, 429, milliseconds(88)),
        addRequest(source, now - seconds(1), 5, 502, milliseconds(1240))};
}

} // namespace fluoroscope::test
