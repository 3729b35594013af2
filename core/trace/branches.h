// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The children of every node of a tree that is told by the parent of each, in one piece.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace fluoroscope {

class Branches {
public:
    using Index = std::int32_t;

    Branches() = default;
    // Of `count` nodes; `parentOf(index)` gives -1 where a node has none. The children of each in the order of
    // `isEarlier`.
    template <typename ParentOf, typename IsEarlier>
    Branches(Index count, ParentOf&& parentOf, IsEarlier&& isEarlier)
        : m_first(static_cast<std::size_t>(count) + 1)
    {
        for (Index i = 0; i < count; ++i) {
            if (const Index parent = parentOf(i); parent >= 0) {
                ++m_first[static_cast<std::size_t>(parent) + 1];
            }
        }
        for (std::size_t i = 1; i < m_first.size(); ++i) {
            m_first[i] += m_first[i - 1];
        }
        m_children.resize(static_cast<std::size_t>(m_first.back()));
        std::vector<Index> place(m_first);
        for (Index i = 0; i < count; ++i) {
            if (const Index parent = parentOf(i); parent >= 0) {
                m_children[static_cast<std::size_t>(place[static_cast<std::size_t>(parent)]++)] = i;
            }
        }
        for (std::size_t i = 0; i + 1 < m_first.size(); ++i) {
            std::sort(m_children.begin() + m_first[i], m_children.begin() + m_first[i + 1], isEarlier);
        }
    }

    [[nodiscard]] std::span<const Index> of(Index node) const
    {
        const auto i = static_cast<std::size_t>(node);
        return {m_children.data() + m_first[i], static_cast<std::size_t>(m_first[i + 1] - m_first[i])};
    }

private:
    std::vector<Index> m_first; // where each node's children begin; one more at the end
    std::vector<Index> m_children;
};

} // namespace fluoroscope
