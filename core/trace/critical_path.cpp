// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Walks from the root's end back to its start. At each moment the work that ended last before it is what was waited
// for; between its start and the next such end the caller worked itself. An explicit stack, since traces may be as deep
// as they like; each child is looked at once, after one sort: O(n log n).

#include "core/trace/critical_path.h"

#include <algorithm>

namespace fluoroscope {

namespace {

// SDKs round to milliseconds: a child may seem to end a little after its parent.
constexpr Duration kTolerance{1000};
constexpr unsigned kLook = 4096; // steps between two looks at the stop token

std::size_t nth(std::int32_t index)
{
    return static_cast<std::size_t>(index);
}

class Walk {
public:
    explicit Walk(const Trace& trace)
        : m_trace(trace)
    {
        sortChildren();
    }

    std::vector<CriticalPiece> run(const std::stop_token& stop)
    {
        enter(m_trace.root, endOf(m_trace.root));
        for (unsigned steps = 0; !m_stack.empty(); ++steps) {
            if (steps % kLook == 0 && stop.stop_requested()) {
                return {};
            }
            step();
        }
        std::reverse(m_pieces.begin(), m_pieces.end());
        return std::move(m_pieces);
    }

private:
    struct Child { // its end beside it: a million segments are too large to be sorted by what is in them
        Timestamp end;
        std::int32_t segment;
    };
    struct Frame {
        std::int32_t segment;
        Timestamp time; // what lies after it is explained
        std::size_t child; // the next to look at, in m_children
    };

    [[nodiscard]] const Segment& segment(std::int32_t index) const { return m_trace.segments[nth(index)]; }
    [[nodiscard]] Timestamp endOf(std::int32_t index) const
    {
        return segment(index).inProgress ? m_trace.end : segment(index).end;
    }

    // Children of each segment, subsegments and callees alike, those that ended last first. An inferred segment only
    // says again what its call says: the call stands for both.
    void sortChildren()
    {
        const std::size_t count = m_trace.segments.size();
        m_first.assign(count + 1, 0);
        const auto waiting = [&](std::size_t i) {
            const Segment& own = m_trace.segments[i];
            return own.parent >= 0 ? own.parent : own.inferred ? -1 : own.caller;
        };
        for (std::size_t i = 0; i < count; ++i) {
            if (const std::int32_t parent = waiting(i); parent >= 0) {
                ++m_first[nth(parent) + 1];
            }
        }
        for (std::size_t i = 0; i < count; ++i) {
            m_first[i + 1] += m_first[i];
        }
        m_children.resize(m_first.back());
        std::vector<std::size_t> place(m_first.begin(), m_first.end() - 1);
        for (std::size_t i = 0; i < count; ++i) {
            if (const std::int32_t parent = waiting(i); parent >= 0) {
                m_children[place[nth(parent)]++] = {endOf(static_cast<std::int32_t>(i)), static_cast<std::int32_t>(i)};
            }
        }
        for (std::size_t i = 0; i < count; ++i) {
            std::stable_sort(m_children.begin() + static_cast<std::ptrdiff_t>(m_first[i]),
                m_children.begin() + static_cast<std::ptrdiff_t>(m_first[i + 1]),
                [](const Child& a, const Child& b) { return a.end > b.end; });
        }
    }

    void enter(std::int32_t index, Timestamp until) { m_stack.push_back({index, until, m_first[nth(index)]}); }

    void add(std::int32_t index, Timestamp begin, Timestamp end)
    {
        if (begin < end) {
            m_pieces.push_back({index, begin, end});
        }
    }

    void step()
    {
        Frame& frame = m_stack.back();
        const Timestamp begin = std::max(segment(frame.segment).start, m_least);
        while (frame.child < m_first[nth(frame.segment) + 1]) {
            const std::int32_t child = m_children[frame.child++].segment;
            const Timestamp end = std::min(endOf(child), frame.time);
            if (endOf(child) > frame.time + kTolerance || end <= begin || segment(child).start >= end
                || segment(child).placeholder) {
                continue;
            }
            add(frame.segment, end, frame.time);
            frame.time = std::max(segment(child).start, begin);
            m_floors.push_back(std::exchange(m_least, frame.time));
            enter(child, end); // `frame` may be gone from here on
            return;
        }
        add(frame.segment, begin, frame.time);
        m_stack.pop_back();
        if (!m_floors.empty()) {
            m_least = m_floors.back();
            m_floors.pop_back();
        }
    }

    const Trace& m_trace;
    std::vector<std::size_t> m_first; // where each segment's children begin in m_children
    std::vector<Child> m_children;
    std::vector<Frame> m_stack;
    std::vector<Timestamp> m_floors; // m_least of the frames below
    Timestamp m_least = Timestamp::min(); // clocks differ: a child never explains what lies before its parent
    std::vector<CriticalPiece> m_pieces; // the last first
};

} // namespace

std::vector<CriticalPiece> criticalPath(const Trace& trace, const std::stop_token& stop)
{
    return trace.root < 0 ? std::vector<CriticalPiece>() : Walk(trace).run(stop);
}

} // namespace fluoroscope
