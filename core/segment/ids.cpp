// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/segment/ids.h"

#include <QRandomGenerator>
#include <algorithm>

namespace fluoroscope {

namespace {

int hexDigit(char16_t u)
{
    if (u >= u'0' && u <= u'9') {
        return u - u'0';
    }
    if (u >= u'a' && u <= u'f') {
        return u - u'a' + 10;
    }
    if (u >= u'A' && u <= u'F') {
        return u - u'A' + 10;
    }
    return -1;
}

// Reads all of `text` as hex digits into `bytes`, two a byte.
template <typename Text> bool readHex(Text text, std::uint8_t* bytes)
{
    for (qsizetype i = 0; i + 1 < text.size(); i += 2) {
        const int high = hexDigit(QChar(text[i]).unicode());
        const int low = hexDigit(QChar(text[i + 1]).unicode());
        if (high < 0 || low < 0) {
            return false;
        }
        *bytes++ = static_cast<std::uint8_t>(high * 16 + low);
    }
    return true;
}

template <typename Text> std::optional<SegmentId> readSegmentId(Text text)
{
    std::array<std::uint8_t, 8> bytes{};
    if (text.size() != 16 || !readHex(text, bytes.data())) {
        return std::nullopt;
    }
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes) {
        value = value << 8 | byte;
    }
    return SegmentId(value);
}

QString toHex(const std::uint8_t* bytes, int count)
{
    static constexpr char16_t digits[] = u"0123456789abcdef";
    QString text(count * 2, Qt::Uninitialized);
    QChar* out = text.data();
    for (int i = 0; i < count; ++i) {
        *out++ = QChar(digits[bytes[i] >> 4]);
        *out++ = QChar(digits[bytes[i] & 15]);
    }
    return text;
}

} // namespace

std::optional<TraceId> TraceId::fromString(QStringView text)
{
    std::array<std::uint8_t, 16> bytes{};
    if (text.size() == 32) {
        return readHex(text, bytes.data()) ? std::optional(TraceId(bytes)) : std::nullopt;
    }
    const bool shaped = text.size() == 35 && text.startsWith(u"1-") && text[10] == u'-';
    if (!shaped || !readHex(text.mid(2, 8), bytes.data()) || !readHex(text.mid(11), bytes.data() + 4)) {
        return std::nullopt;
    }
    return TraceId(bytes);
}

TraceId TraceId::fromBytes(QByteArrayView bytes)
{
    std::array<std::uint8_t, 16> id{};
    std::copy_n(reinterpret_cast<const std::uint8_t*>(bytes.data()), std::min<qsizetype>(bytes.size(), 16), id.begin());
    return TraceId(id);
}

TraceId TraceId::generate(std::uint32_t epochSeconds)
{
    std::array<std::uint8_t, 16> bytes{};
    for (int i = 0; i < 4; ++i) {
        bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(epochSeconds >> (24 - 8 * i));
    }
    for (std::size_t i = 4; i < 16; ++i) {
        bytes[i] = static_cast<std::uint8_t>(QRandomGenerator::global()->bounded(256));
    }
    return TraceId(bytes);
}

QString TraceId::toString() const
{
    return QStringLiteral("1-") + toHex(m_bytes.data(), 4) + u'-' + toHex(m_bytes.data() + 4, 12);
}

QByteArray TraceId::bytes() const
{
    return QByteArray(reinterpret_cast<const char*>(m_bytes.data()), 16);
}

std::size_t TraceId::hash() const
{
    // The last bytes are random in every known generator.
    std::uint64_t value = 0;
    for (std::size_t i = 8; i < 16; ++i) {
        value = value << 8 | m_bytes[i];
    }
    return std::hash<std::uint64_t>{}(value);
}

std::optional<SegmentId> SegmentId::fromString(QStringView text)
{
    return readSegmentId(text);
}

std::optional<SegmentId> SegmentId::fromLatin1(QLatin1StringView text)
{
    return readSegmentId(text);
}

SegmentId SegmentId::generate()
{
    return SegmentId(QRandomGenerator::global()->generate64() | 1);
}

QString SegmentId::toString() const
{
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[i] = static_cast<std::uint8_t>(m_value >> (56 - 8 * i));
    }
    return toHex(bytes.data(), 8);
}

} // namespace fluoroscope
