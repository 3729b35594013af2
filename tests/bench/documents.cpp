// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/documents.h"

#include <algorithm>

namespace fluoroscope::bench {

namespace {

// Two documents of a capture; what differs from one to the next stands in angle brackets: an id by its number, a time
// by its milliseconds since the document's start.
constexpr char kCaller[] =
    R"({"trace_id":"<trace>","id":"<id 0>","start_time":<at 0>,<parent>"name":"<name>","service":{"runtime":"node","runtime_version":"v20.20.2","version":"unknown","name":"unknown"},"aws":{"xray":{"sdk":"X-Ray for Node.js","sdk_version":"3.12.0","package":"aws-xray-sdk","rule_name":"Default"}},"http":{"request":{"method":"GET","user_agent":"curl/7.88.1","client_ip":"::ffff:127.0.0.1","url":"http://localhost:4001/order/2"},"response":{"status":200}},"annotations":{"customer":"c-2","vip":true,"items":2},"metadata":{"shop":{"cart":{"lines":[{"sku":"a","n":2}]}}},"user":"user-2","subsegments":[{"id":"<id 1>","name":"load order","start_time":<at 7>,"subsegments":[{"id":"<id 2>","name":"DynamoDB","start_time":<at 26>,"namespace":"aws","aws":{"operation":"GetItem","region":"us-east-1","request_id":"REQGIWHNNITO0D","retries":1,"table_name":"orders"},"http":{"response":{"status":200,"content_length":25}},"end_time":<at 56>}],"end_time":<at 57>},{"id":"<id 3>","name":"127.0.0.1","start_time":<at 58>,"namespace":"remote","http":{"request":{"url":"http://127.0.0.1/","method":"GET"},"response":{"status":200,"content_length":8}},"end_time":<at 172>},{"id":"<id 4>","name":"price","start_time":<at 172>,"metadata":{"default":{"rate":1.25}},"end_time":<at 184>},{"id":"<id 5>","name":"DynamoDB","start_time":<at 187>,"namespace":"aws","aws":{"operation":"PutItem","region":"us-east-1","request_id":"REQTT2Q0FPTMS","retries":1,"table_name":"orders"},"http":{"response":{"status":200,"content_length":2}},"end_time":<at 196>}],"end_time":<at 203>})";
constexpr char kCallee[] =
    R"({"trace_id":"<trace>","id":"<id 6>","start_time":<at 67>,"name":"<name>","parent_id":"<id 3>","service":{"runtime":"node","runtime_version":"v20.20.2","version":"unknown","name":"unknown"},"aws":{"ecs":{"container":"vm"},"xray":{"sdk":"X-Ray for Node.js","sdk_version":"3.12.0","package":"aws-xray-sdk"}},"origin":"AWS::ECS::Container","http":{"request":{"method":"GET","user_agent":"","client_ip":"::ffff:127.0.0.1","url":"http://127.0.0.1:4002/"},"response":{"status":200}},"annotations":{"delay":"random"},"end_time":<at 173>})";

constexpr int kIdsPerPair = 7; // of a caller and its callee
constexpr int kCalleeId = 6;

// splitmix64: neighbours become strangers, and none meet.
std::uint64_t scatter(std::uint64_t value)
{
    value += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

void appendHex(QByteArray& to, std::uint64_t value, int digits)
{
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
        to.append("0123456789abcdef"[(value >> static_cast<unsigned>(shift)) & 0xfU]);
    }
}

void appendSeconds(QByteArray& to, qint64 microseconds)
{
    const QByteArray digits = QByteArray::number(microseconds);
    to.append(digits.first(digits.size() - 6)).append('.').append(digits.last(6));
}

} // namespace

Documents::Documents(Timestamp first, Duration step)
    : m_first(first.time_since_epoch().count())
    , m_step(step.count())
    , m_caller(parse(kCaller))
    , m_callee(parse(kCallee))
{
}

std::vector<Documents::Piece> Documents::parse(QByteArrayView form)
{
    std::vector<Piece> pieces;
    while (!form.isEmpty()) {
        const auto open = form.indexOf('<');
        pieces.push_back({Piece::Kind::Text, form.first(open < 0 ? form.size() : open).toByteArray(), 0});
        if (open < 0) {
            break;
        }
        const auto close = form.indexOf('>');
        const QByteArray mark = form.sliced(open + 1, close - open - 1).toByteArray();
        const auto kind = mark == "trace" ? Piece::Kind::TraceId
            : mark == "parent"            ? Piece::Kind::Parent
            : mark == "name"              ? Piece::Kind::Name
            : mark.startsWith("id ")      ? Piece::Kind::Id
                                          : Piece::Kind::Time;
        pieces.push_back({kind, {}, mark.sliced(mark.indexOf(' ') + 1).toInt()});
        form = form.sliced(close + 1);
    }
    return pieces;
}

QByteArray Documents::document(qint64 index) const
{
    const qint64 trace = index / kPerTrace;
    const qint64 pair = index % kPerTrace / 2; // the second pair happens within the first one's callee
    const bool callee = index % 2 == 1;
    const qint64 start = m_first + trace * m_step;
    const std::uint64_t seed = scatter(static_cast<std::uint64_t>(m_first)) + static_cast<std::uint64_t>(trace) * 16;
    const auto stretch = static_cast<qint64>(500 + scatter(seed) % 2000); // µs for each captured millisecond

    const auto id = [&](int number) { return scatter(seed + static_cast<std::uint64_t>(number)); };
    const int firstId = static_cast<int>(pair) * kIdsPerPair;
    QByteArray document;
    document.reserve(2048);
    for (const Piece& piece : callee ? m_callee : m_caller) {
        switch (piece.kind) {
        case Piece::Kind::Text:
            document.append(piece.text);
            break;
        case Piece::Kind::TraceId:
            document.append("1-");
            appendHex(document, static_cast<std::uint64_t>(start / 1'000'000), 8);
            document.append('-');
            appendHex(document, scatter(~seed), 16);
            appendHex(document, static_cast<std::uint64_t>(trace), 8);
            break;
        case Piece::Kind::Id:
            appendHex(document, id(firstId + piece.number), 16);
            break;
        case Piece::Kind::Parent:
            if (pair == 1) {
                document.append("\"parent_id\":\"");
                appendHex(document, id(kCalleeId), 16);
                document.append("\",");
            }
            break;
        case Piece::Kind::Name:
            document.append("service-").append("abcd"[pair * 2 + (callee ? 1 : 0)]);
            break;
        case Piece::Kind::Time:
            appendSeconds(document, start + (pair == 1 ? 70 + piece.number / 2 : piece.number) * stretch);
            break;
        }
    }
    return document;
}

std::vector<QByteArray> largeTrace(int segments)
{
    constexpr int kPerDocument = 100;
    constexpr qint64 kStart = 1'795'354'309'000'000;
    const QByteArray trace = "1-6b02eec5-eb750b95f3dcfc045731060b";
    std::uint64_t nextId = 1;
    const auto segment = [&](QByteArrayView name, qint64 begin, qint64 length, std::uint64_t id) {
        QByteArray text = "\"name\":\"" + name.toByteArray() + "\",\"id\":\"";
        appendHex(text, scatter(id), 16);
        text += "\",\"start_time\":";
        appendSeconds(text, kStart + begin);
        text += ",\"end_time\":";
        appendSeconds(text, kStart + begin + length);
        return text;
    };

    std::vector<QByteArray> documents;
    std::uint64_t parent = 0;
    for (int made = 0; made < segments;) {
        const int count = std::min(kPerDocument, segments - made);
        const qint64 begin = made * 100;
        QByteArray text = "{\"trace_id\":\"" + trace + "\",";
        text += segment("service-" + QByteArray::number(documents.size() % 20), begin, 1'000'000 - begin / 2, nextId++);
        if (parent != 0) {
            text += ",\"parent_id\":\"";
            appendHex(text, scatter(parent), 16);
            text += '"';
        }
        text +=
            R"(,"http":{"request":{"method":"GET","url":"http://localhost/order"},"response":{"status":200}},"subsegments":[)";
        for (int i = 1; i < count; ++i) {
            const bool call = i == count - 1; // the last one calls the next document's service
            parent = nextId;
            text += (i > 1 ? ",{" : "{") + segment(call ? "order" : "GetItem", begin + i * 50, 4000, nextId++);
            text += call
                ? R"(,"namespace":"remote"})"
                : R"(,"namespace":"aws","aws":{"operation":"GetItem","table_name":"orders","region":"us-east-1"}})";
        }
        text += "]}";
        documents.push_back(text);
        made += count;
    }
    return documents;
}

} // namespace fluoroscope::bench
