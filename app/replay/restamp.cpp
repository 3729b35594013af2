// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/restamp.h"

#include "app/text/json_scanner.h"

#include <QtEndian>

#include <array>
#include <cstdlib>

namespace fluoroscope {

namespace {

// Where in a document the scanner is: what its members mean. Opaque holds everything that is copied as it is.
enum class Place : std::uint8_t { Opaque, Segment, Segments, Cause, Exceptions, Exception, Links, Link, Ids };

// What a string or number stands for.
enum class Meaning : std::uint8_t { None, Time, SegmentId, TraceId };

Meaning meaningOf(Place place, QByteArrayView key)
{
    switch (place) {
    case Place::Segment:
        if (key == "start_time" || key == "end_time") {
            return Meaning::Time;
        }
        if (key == "id" || key == "parent_id" || key == "cause") {
            return Meaning::SegmentId;
        }
        return key == "trace_id" ? Meaning::TraceId : Meaning::None;
    case Place::Cause:
        return key == "id" ? Meaning::SegmentId : Meaning::None;
    case Place::Exception:
        return key == "id" || key == "cause" ? Meaning::SegmentId : Meaning::None;
    case Place::Link:
        return key == "id" ? Meaning::SegmentId : key == "trace_id" ? Meaning::TraceId : Meaning::None;
    case Place::Ids:
        return Meaning::SegmentId;
    case Place::Opaque:
    case Place::Segments:
    case Place::Exceptions:
    case Place::Links:
        return Meaning::None;
    }
    Q_UNREACHABLE();
}

// The place within an object or array that begins as member `key` of `place`, or as its element.
Place placeBelow(Place place, QByteArrayView key, bool array)
{
    switch (place) {
    case Place::Segment:
        if (array) {
            return key == "subsegments"  ? Place::Segments
                : key == "links"         ? Place::Links
                : key == "precursor_ids" ? Place::Ids
                                         : Place::Opaque;
        }
        return key == "cause" ? Place::Cause : Place::Opaque;
    case Place::Segments:
        return array ? Place::Opaque : Place::Segment;
    case Place::Cause:
        return array && key == "exceptions" ? Place::Exceptions : Place::Opaque;
    case Place::Exceptions:
        return array ? Place::Opaque : Place::Exception;
    case Place::Links:
        return array ? Place::Opaque : Place::Link;
    case Place::Opaque:
    case Place::Exception:
    case Place::Link:
    case Place::Ids:
        return Place::Opaque;
    }
    Q_UNREACHABLE();
}

// Calls `visit(token, meaning, place, key)` for each string and number of a document. False: it is not JSON.
template <typename Visit> bool walk(QByteArrayView document, Visit&& visit)
{
    JsonScanner scanner(document);
    std::vector<Place> places{Place::Segments}; // a document is a segment, or an array of them
    QByteArray key;
    while (true) {
        const JsonToken token = scanner.next();
        switch (token.kind) {
        case JsonToken::Kind::Key:
            key = jsonText(token.text);
            break;
        case JsonToken::Kind::ObjectBegin:
            places.push_back(placeBelow(places.back(), key, false));
            break;
        case JsonToken::Kind::ArrayBegin:
            places.push_back(places.size() == 1 ? Place::Segments : placeBelow(places.back(), key, true));
            break;
        case JsonToken::Kind::ObjectEnd:
        case JsonToken::Kind::ArrayEnd:
            places.pop_back();
            break;
        case JsonToken::Kind::String:
        case JsonToken::Kind::Number:
            visit(token, meaningOf(places.back(), key), places.size(), key);
            break;
        case JsonToken::Kind::Literal:
            break;
        case JsonToken::Kind::End:
            return true;
        case JsonToken::Kind::Error:
            return false;
        }
    }
}

QByteArrayView unquoted(const JsonToken& token)
{
    return token.kind == JsonToken::Kind::String ? token.text.sliced(1, token.text.size() - 2) : token.text;
}

// SDKs write seconds as a number, and some as a string that holds one.
std::optional<Timestamp> timeOf(const JsonToken& token)
{
    bool good = false;
    const double seconds = unquoted(token).toByteArray().toDouble(&good);
    return good ? std::optional(fromEpochSeconds(seconds)) : std::nullopt;
}

QByteArray secondsText(Timestamp time)
{
    const qint64 count = time.time_since_epoch().count();
    QByteArray text = QByteArray::number(std::abs(count) / 1'000'000);
    if (const qint64 fraction = std::abs(count) % 1'000'000; fraction != 0) {
        text += '.' + QByteArray::number(fraction).rightJustified(6, '0');
        while (text.endsWith('0')) {
            text.chop(1);
        }
    }
    return count < 0 ? '-' + text : text;
}

// A bijection of 64 bits, so that two ids never meet (the finalizer of splitmix64).
quint64 scatter(quint64 x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

qint64 epochSeconds(Timestamp time)
{
    return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

} // namespace

Restamp::Restamp(quint64 key, Timestamp from, Timestamp to, double speed)
    : m_key(scatter(key + 0x9e3779b97f4a7c15U))
    , m_from(epochSeconds(from))
    , m_to(epochSeconds(to))
    , m_speed(speed)
{
}

SegmentId Restamp::map(SegmentId id) const
{
    return id.isNull() ? id : SegmentId(scatter(id.value() ^ m_key));
}

TraceId Restamp::map(const TraceId& id) const
{
    if (id.isNull()) {
        return id;
    }
    const QByteArray old = id.bytes();
    const auto epoch = qFromBigEndian<quint32>(old.constData());
    const auto high = qFromBigEndian<quint32>(old.constData() + 4);
    const auto low = qFromBigEndian<quint64>(old.constData() + 8);
    std::array<char, 16> bytes{};
    const qint64 moved = m_to + (m_speed > 0 ? qRound64(static_cast<double>(epoch - m_from) / m_speed) : 0);
    qToBigEndian(static_cast<quint32>(moved), bytes.data());
    // The old epoch takes part: two ids that differ in it alone may get the same new one.
    qToBigEndian(high ^ static_cast<quint32>(scatter(low ^ ~m_key) ^ scatter(epoch)), bytes.data() + 4);
    qToBigEndian(scatter(low ^ m_key), bytes.data() + 8);
    return TraceId::fromBytes(QByteArrayView(bytes.data(), 16));
}

QByteArray Restamp::operator()(const QByteArray& document, Duration offset) const
{
    QByteArray result;
    result.reserve(document.size() + 64);
    qsizetype copied = 0;
    const auto replace = [&](QByteArrayView old, const QByteArray& text) {
        const qsizetype begin = old.data() - document.constData();
        result.append(QByteArrayView(document).sliced(copied, begin - copied));
        result.append(text);
        copied = begin + old.size();
    };
    const bool whole = walk(document, [&](const JsonToken& token, Meaning meaning, std::size_t, const QByteArray&) {
        const QByteArrayView text = unquoted(token);
        if (meaning == Meaning::Time) {
            if (const auto time = timeOf(token)) {
                replace(text, secondsText(*time + offset));
            }
        } else if (meaning == Meaning::SegmentId && text.size() == 16) {
            if (const auto id = SegmentId::fromString(QString::fromLatin1(text))) {
                replace(text, map(*id).toString().toLatin1());
            }
        } else if (meaning == Meaning::TraceId) {
            if (const auto id = TraceId::fromString(QString::fromLatin1(text))) {
                const QString mapped = map(*id).toString();
                replace(text,
                    (text.size() == 32 ? mapped.mid(2, 8) + mapped.mid(11) : mapped).toLatin1()); // W3C's form stays so
            }
        }
    });
    if (!whole) {
        return document;
    }
    result.append(QByteArrayView(document).sliced(copied));
    return result;
}

DocumentStamp stampOf(QByteArrayView document)
{
    constexpr std::size_t kTop = 2; // within the segment, not within a subsegment
    DocumentStamp stamp;
    std::optional<Timestamp> start;
    std::optional<Timestamp> end;
    walk(document, [&](const JsonToken& token, Meaning meaning, std::size_t depth, const QByteArray& key) {
        if (depth == kTop && meaning == Meaning::TraceId && stamp.traceId.isNull()) {
            stamp.traceId = TraceId::fromString(QString::fromLatin1(unquoted(token))).value_or(TraceId());
        } else if (depth == kTop && meaning == Meaning::Time) {
            (key == "start_time" ? start : end) = timeOf(token);
        }
    });
    stamp.end = end.value_or(start.value_or(Timestamp()));
    return stamp;
}

} // namespace fluoroscope
