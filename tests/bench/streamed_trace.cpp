// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/documents.h"

#include <algorithm>
#include <array>

namespace fluoroscope::bench {

namespace {

constexpr int kEmbedded = 160; // subsegments of a document
constexpr int kAlone = 40; // of its subsegments, those sent before it
constexpr int kPerService = 1 + kEmbedded + kAlone;
constexpr qint64 kStart = 1'795'354'309'000'000; // µs since 1970
constexpr qint64 kSlot = 200; // µs between the starts of two subsegments
const QByteArray kTrace = "1-6b02eec5-eb750b95f3dcfc045731060c";

QByteArray hex(qint64 number)
{
    auto value = static_cast<std::uint64_t>(number) * 0x9e3779b97f4a7c15U; // odd: none meet
    value ^= value >> 29U;
    return QByteArray::number(value, 16).rightJustified(16, '0');
}

QByteArray time(qint64 microseconds)
{
    const QByteArray digits = QByteArray::number(kStart + microseconds);
    return digits.first(digits.size() - 6) + '.' + digits.last(6);
}

// What SDKs record of a call or of local work; `n` counts subsegments.
QByteArray details(qint64 n)
{
    const QByteArray number = QByteArray::number(n);
    if (n % 97 == 0) {
        return R"(,"name":"charge card","fault":true,"cause":{"working_directory":"/srv/shop","exceptions":[{"id":")"
            + hex(n + (qint64(1) << 40))
            + R"(","message":"card was declined","type":"CardError","remote":false,"stack":[{"path":"/srv/shop/pay.py","line":42,"label":"charge"},{"path":"/srv/shop/app.py","line":11,"label":"handler"}]}]})";
    }
    switch (n % 10) {
    case 0:
    case 4:
        return R"(,"name":"DynamoDB","namespace":"aws","aws":{"operation":"GetItem","region":"us-east-1","request_id":")"
            + hex(n * 7) + hex(n * 11).toUpper()
            + R"(","retries":0,"table_name":"orders","resource_names":["orders"]},"http":{"response":{"status":200,"content_length":)"
            + QByteArray::number(20 + n % 500) + "}}";
    case 2:
        return R"(,"name":"prices.internal","namespace":"remote","http":{"request":{"url":"http://prices.internal:8080/items/)"
            + number + R"(","method":"GET"},"response":{"status":)" + (n % 83 == 0 ? "503" : "200")
            + R"(,"content_length":1532}})";
    case 6:
        return R"(,"name":"shop@db.internal","namespace":"remote","sql":{"url":"postgresql://db.internal:5432/shop","database_type":"PostgreSQL","database_version":"15.4","driver_version":"42.6","user":"shop","sanitized_query":"SELECT id, sku, amount FROM line WHERE order_id = ? ORDER BY id"})";
    case 8:
        return R"(,"name":"SQS","namespace":"aws","aws":{"operation":"SendMessage","region":"us-east-1","request_id":")"
            + hex(n * 13)
            + R"(","queue_url":"https://sqs.us-east-1.amazonaws.com/123456789012/parcels"},"http":{"response":{"status":200}})";
    case 1:
        return R"(,"name":"price item","annotations":{"sku":"sku-)" + QByteArray::number(n % 1000)
            + R"(","cached":true},"metadata":{"default":{"rate":1.25,"currency":"EUR","tries":[1,2,3]}})";
    default:
        return R"(,"name":"## step_)" + QByteArray::number(n % 20) + '"';
    }
}

} // namespace

void StreamedTrace::forEachDocument(const std::function<void(const QByteArray&)>& take) const
{
    qint64 made = 0;
    for (qint64 service = 0; made < m_segments; ++service) {
        const qint64 first = service * kPerService; // ids and places are counted through
        const auto opening = [&](qint64 n, qint64 length) {
            return QByteArray(R"({"id":")") + hex(n + 1) + R"(","start_time":)" + time(n * kSlot) + R"(,"end_time":)"
                + time((n + length) * kSlot - 40);
        };
        const qint64 alone = std::min<qint64>(kAlone, m_segments - made - 1);
        for (qint64 i = 0; i < alone; ++i) {
            const qint64 n = first + 1 + kEmbedded + i;
            take(opening(n, 1) + R"(,"type":"subsegment","trace_id":")" + kTrace + R"(","parent_id":")" + hex(first + 1)
                + '"' + details(n) + '}');
        }
        made += std::max<qint64>(alone, 0);
        QByteArray document = opening(first, kPerService) + R"(,"trace_id":")" + kTrace + R"(","name":"service-)"
            + QByteArray::number(service % 20) + '"';
        if (service > 0) { // called by the last subsegment of the one before
            document += R"(,"parent_id":")" + hex(first - kAlone) + '"';
        }
        document +=
            R"(,"aws":{"xray":{"sdk":"X-Ray for Python","sdk_version":"2.12.0"},"ecs":{"container":"vm"}},)"
            R"("service":{"runtime":"CPython","runtime_version":"3.11.2"},)"
            R"("http":{"request":{"method":"GET","url":"http://shop.internal/order/2","user_agent":"curl/7.88"},)"
            R"("response":{"status":200}},"subsegments":[)";
        ++made;
        const qint64 embedded = std::min<qint64>(kEmbedded, m_segments - made);
        for (qint64 i = 0; i < embedded;) { // of eight: a step, in it a part, in that the rest
            const qint64 family = std::min<qint64>(8, embedded - i);
            document += i > 0 ? "," : "";
            for (qint64 part = 0; part < family; ++part) {
                const qint64 n = first + 1 + i + part;
                const bool holds = part < 2 && part + 1 < family;
                document += part > 2 ? "," : "";
                document += opening(n, holds ? family - part : 1)
                    + (part == 0                        ? QByteArray(R"(,"name":"load order")")
                            : holds                     ? QByteArray(R"(,"name":"validate")")
                            : i + part == kEmbedded - 1 ? QByteArray(R"(,"name":"shop.internal","namespace":"remote")")
                                                        : details(n))
                    + (holds ? R"(,"subsegments":[)" : "}");
            }
            document += QByteArray("]}").repeated(static_cast<qsizetype>(std::min<qint64>(family - 1, 2)));
            i += family;
        }
        made += std::max<qint64>(embedded, 0);
        take(document + "]}");
    }
}

} // namespace fluoroscope::bench
