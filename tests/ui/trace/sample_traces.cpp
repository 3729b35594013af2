// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/trace/sample_traces.h"

#include "core/trace/trace_assembly.h"

namespace fluoroscope {

std::shared_ptr<const Trace> assembled(const QList<QByteArray>& documents)
{
    std::vector<std::shared_ptr<const TraceDocument>> read;
    for (const QByteArray& document : documents) {
        for (SegmentDocument& content : readSegmentDocuments(document).documents) {
            read.push_back(std::make_shared<const TraceDocument>(TraceDocument{std::move(content), document}));
        }
    }
    return std::make_shared<const Trace>(assembleTrace(read.front()->content.traceId, read));
}

QByteArray stockDocument()
{
    return R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"ccccccccccccccc1","parent_id":"bbbbbbbbbbbbbbb2",
"name":"stock.internal","start_time":1716560306.18,"end_time":1716560306.37,"fault":true,
"http":{"request":{"method":"GET","url":"http://stock.internal/7"},"response":{"status":500}},
"cause":{"working_directory":"/srv/stock","exceptions":[{"id":"eeeeeeeeeeeeeee1","type":"TimeoutError","message":"db timeout",
"cause":"eeeeeeeeeeeeeee2","truncated":3,"stack":[{"path":"stock.py","line":12,"label":"lookup"}]},
{"id":"eeeeeeeeeeeeeee2","type":"SocketError","message":"connection reset","remote":true}]},
"subsegments":[{"id":"ddddddddddddddd1","name":"orders@db","namespace":"remote","start_time":1716560306.2,
"end_time":1716560306.36,"fault":true,"sql":{"url":"jdbc:postgresql://db/orders","preparation":"statement",
"database_type":"PostgreSQL","database_version":"15.2","driver_version":"42.5","user":"stock",
"sanitized_query":"SELECT qty FROM items WHERE id = ?"}}]})";
}

QList<QByteArray> shopDocuments()
{
    return {R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"aaaaaaaaaaaaaaa1","name":"shop",
"start_time":1716560306.1,"end_time":1716560306.4,"origin":"AWS::ECS::Container","user":"u42",
"service":{"version":"1.4"},"aws":{"account_id":"123456789012","ecs":{"container":"c1"},"xray":{"sdk":"X-Ray for Python"}},
"http":{"request":{"method":"GET","url":"http://shop.example.com/cart/7?full=1","client_ip":"10.0.0.9","user_agent":"curl/8"},
"response":{"status":200,"content_length":512}},
"annotations":{"items":3,"ratio":0.25,"tier":"gold","vip":true},
"metadata":{"default":{"cart":{"lines":[{"sku":"a","n":2}]},"note":"été"},"debug":{"sql":null}},
"links":[{"trace_id":"1-6650a1b2-aaaaaaaaaaaaaaaaaaaaaaaa","id":"1111111111111111",
"attributes":{"aws.xray.reserved.reference_type":"parent"}}],
"subsegments":[
{"id":"bbbbbbbbbbbbbbb1","name":"DynamoDB","namespace":"aws","start_time":1716560306.12,"end_time":1716560306.15,
"http":{"response":{"status":200}},"aws":{"operation":"GetItem","table_name":"Carts","region":"us-east-1","request_id":"R1"}},
{"id":"bbbbbbbbbbbbbbb2","name":"stock.internal","namespace":"remote","start_time":1716560306.16,"end_time":1716560306.38,
"fault":true,"http":{"request":{"method":"GET","url":"http://stock.internal/7"},"response":{"status":500}},
"subsegments":[{"id":"bbbbbbbbbbbbbbb3","name":"retry","start_time":1716560306.2,"end_time":1716560306.3}]}]})",
        stockDocument()};
}

std::shared_ptr<const Trace> longTrace(int count)
{
    auto trace = std::make_shared<Trace>();
    trace->id = *TraceId::fromString(u"1-6650a1b2-0123456789abcdef01234567");
    trace->start = fromEpochSeconds(1716560306);
    trace->end = trace->start + Duration{static_cast<qint64>(count) * 1000};
    trace->root = 0;
    trace->segments.resize(static_cast<std::size_t>(count) + 1);
    for (int i = 0; i <= count; ++i) {
        Segment& segment = trace->segments[static_cast<std::size_t>(i)];
        const bool outer = i % 10 == 1;
        segment.id = SegmentId(static_cast<std::uint64_t>(i) + 1);
        segment.name = i == 0 ? QStringLiteral("batch") : QStringLiteral("step %1").arg(i);
        segment.subsegment = i > 0;
        segment.start = trace->start + Duration{i == 0 ? 0 : (static_cast<qint64>(i) - 1) * 1000};
        segment.end = i == 0 ? trace->end : segment.start + Duration{i == count ? 1 : 900};
        segment.fault = i == count;
        segment.parent = i == 0 ? -1 : outer ? 0 : (i - 1) / 10 * 10 + 1;
        segment.depth = i == 0 ? 0 : outer ? 1 : 2;
        segment.next = i == 0 ? count + 1 : outer ? std::min(i + 10, count + 1) : i + 1;
    }
    return trace;
}

QByteArray repeatsDocument()
{
    return R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"aaaaaaaaaaaaaaa1","name":"shop",
"start_time":1716560306.0,"end_time":1716560307.0,"subsegments":[
{"id":"bbbbbbbbbbbbbb01","name":"quote","start_time":1716560306.00,"end_time":1716560306.05},
{"id":"bbbbbbbbbbbbbb02","name":"DynamoDB","namespace":"aws","start_time":1716560306.10,"end_time":1716560306.11,"aws":{"operation":"GetItem"}},
{"id":"bbbbbbbbbbbbbb03","name":"DynamoDB","namespace":"aws","start_time":1716560306.15,"end_time":1716560306.16,"aws":{"operation":"GetItem"}},
{"id":"bbbbbbbbbbbbbb04","name":"report","start_time":1716560306.20,"end_time":1716560306.80,"subsegments":[
{"id":"cccccccccccccc01","name":"read","start_time":1716560306.20,"end_time":1716560306.30},
{"id":"cccccccccccccc02","name":"sum","start_time":1716560306.30,"end_time":1716560306.60},
{"id":"cccccccccccccc03","name":"print","start_time":1716560306.55,"end_time":1716560306.70}]},
{"id":"bbbbbbbbbbbbbb05","name":"DynamoDB","namespace":"aws","start_time":1716560306.25,"end_time":1716560306.26,"aws":{"operation":"GetItem"}},
{"id":"bbbbbbbbbbbbbb06","name":"DynamoDB","namespace":"aws","start_time":1716560306.30,"end_time":1716560306.34,"fault":true,"aws":{"operation":"GetItem"}},
{"id":"bbbbbbbbbbbbbb07","name":"DynamoDB","namespace":"aws","start_time":1716560306.40,"end_time":1716560306.41,"aws":{"operation":"GetItem"}},
{"id":"bbbbbbbbbbbbbb08","name":"DynamoDB","namespace":"aws","start_time":1716560306.50,"end_time":1716560306.51,"aws":{"operation":"GetItem"}},
{"id":"bbbbbbbbbbbbbb09","name":"DynamoDB","namespace":"aws","start_time":1716560306.90,"end_time":1716560306.91,"aws":{"operation":"PutItem"}}]})";
}

int indexOfName(const Trace& trace, const QString& name)
{
    for (std::size_t i = 0; i < trace.segments.size(); ++i) {
        if (trace.segments[i].name == name) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

} // namespace fluoroscope
