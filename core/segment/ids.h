// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The identifiers of X-Ray: a trace's 16 bytes and a segment's 8, with their text forms.
#pragma once

#include <QByteArray>
#include <QString>
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>

namespace fluoroscope {

// `1-5759e988-bd862e3fe1be46a994272793`: version 1, epoch seconds in 8 hex digits, 24 random ones.
class TraceId {
public:
    TraceId() = default;
    explicit TraceId(std::array<std::uint8_t, 16> bytes)
        : m_bytes(bytes)
    {
    }

    // Reads X-Ray's form and the W3C one (32 hex digits); nothing for any other text.
    static std::optional<TraceId> fromString(QStringView text);
    // From 16 bytes as bytes() gives them.
    static TraceId fromBytes(QByteArrayView bytes);
    // A new id whose epoch part is `epochSeconds`.
    static TraceId generate(std::uint32_t epochSeconds);

    [[nodiscard]] QString toString() const;
    [[nodiscard]] QByteArray bytes() const;
    [[nodiscard]] bool isNull() const { return m_bytes == std::array<std::uint8_t, 16>{}; }
    [[nodiscard]] std::size_t hash() const;
    auto operator<=>(const TraceId&) const = default;

private:
    std::array<std::uint8_t, 16> m_bytes{};
};

// 16 hex digits, unique within a trace. The null id stands for "none".
class SegmentId {
public:
    SegmentId() = default;
    explicit SegmentId(std::uint64_t value)
        : m_value(value)
    {
    }

    static std::optional<SegmentId> fromString(QStringView text);
    static std::optional<SegmentId> fromLatin1(QLatin1StringView text);
    static SegmentId generate();

    [[nodiscard]] QString toString() const;
    [[nodiscard]] std::uint64_t value() const { return m_value; }
    [[nodiscard]] bool isNull() const { return m_value == 0; }
    auto operator<=>(const SegmentId&) const = default;

private:
    std::uint64_t m_value = 0;
};

} // namespace fluoroscope

template <> struct std::hash<fluoroscope::TraceId> {
    std::size_t operator()(const fluoroscope::TraceId& id) const noexcept { return id.hash(); }
};

template <> struct std::hash<fluoroscope::SegmentId> {
    std::size_t operator()(fluoroscope::SegmentId id) const noexcept { return std::hash<std::uint64_t>{}(id.value()); }
};
