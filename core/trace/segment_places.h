// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the segments of a large trace are, by id: a hash table in one piece. A node-based one costs an allocation and
// two cache misses for each of a million segments, which was a third of the time that assembling them took.
#pragma once

#include "core/segment/ids.h"

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

namespace fluoroscope {

class SegmentPlaces {
public:
    // Room for `count` ids, so that none has to move; more may come.
    explicit SegmentPlaces(std::size_t count = 0)
        : m_slots(std::bit_ceil(std::max<std::size_t>(16, count * 2)))
    {
    }

    // -1 where `id` is not there.
    [[nodiscard]] std::int32_t find(SegmentId id) const { return std::max(m_slots[slotOf(id)].place, kRemoved); }

    // Has memory bring the slot of `id`, which is to be asked for soon: in a large table each look would wait for it.
    void prefetch(SegmentId id) const { __builtin_prefetch(&m_slots[homeOf(id)]); }

    // The place of `id`: the one it has, else `place`, which is not negative, from now on; and whether that is new.
    std::pair<std::int32_t, bool> tryInsert(SegmentId id, std::int32_t place)
    {
        Slot* slot = &m_slots[slotOf(id)];
        if (slot->place >= 0) {
            return {slot->place, false};
        }
        if (slot->place == kEmpty && ++m_used * 4 > m_slots.size() * 3) {
            grow();
            slot = &m_slots[slotOf(id)];
        }
        *slot = {id, place};
        return {place, true};
    }

    // Of an id that is there. The slot stays in use, so that ids behind it are found.
    void remove(SegmentId id) { m_slots[slotOf(id)].place = kRemoved; }

private:
    static constexpr std::int32_t kRemoved = -1;
    static constexpr std::int32_t kEmpty = -2;

    struct Slot {
        SegmentId id;
        std::int32_t place = kEmpty;
    };

    [[nodiscard]] std::size_t homeOf(SegmentId id) const
    {
        // Ids may follow each other: their bits are spread over the upper half, which is folded back.
        const std::uint64_t mixed = id.value() * 0x9E3779B97F4A7C15ULL;
        return (mixed ^ (mixed >> 32)) & (m_slots.size() - 1);
    }

    // The slot of `id`, or the empty one where it belongs.
    [[nodiscard]] std::size_t slotOf(SegmentId id) const
    {
        std::size_t slot = homeOf(id);
        while (m_slots[slot].place != kEmpty && m_slots[slot].id != id) {
            slot = (slot + 1) & (m_slots.size() - 1);
        }
        return slot;
    }

    void grow()
    {
        std::vector<Slot> old(m_slots.size() * 2);
        std::swap(old, m_slots);
        for (const Slot& slot : old) {
            if (slot.place != kEmpty) {
                m_slots[slotOf(slot.id)] = slot;
            }
        }
    }

    std::vector<Slot> m_slots;
    std::size_t m_used = 0;
};

} // namespace fluoroscope
