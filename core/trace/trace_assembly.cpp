// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_assembly.h"

#include "core/trace/inference.h"
#include "core/trace/trace_order.h"

#include <algorithm>
#include <future>
#include <thread>

namespace fluoroscope {

namespace {

using Index = TraceOrder::Index;
using Place = TraceOrder::Place;
using Documents = std::vector<const TraceDocument*>;

constexpr std::size_t kLarge = 50'000; // segments: tens of milliseconds, beside which starting threads is nothing
constexpr std::size_t kMostThreads = 4; // memory is what they wait for: more would wait for each other

std::size_t at(Index index)
{
    return static_cast<std::size_t>(index);
}

// Of the documents with one id, the complete one counts, and of those the last (reference 3.1).
Documents chosenOf(const Documents& arrived)
{
    Documents chosen;
    SegmentPlaces places(arrived.size());
    for (const TraceDocument* document : arrived) {
        const Segment& first = document->content.segments.front();
        const auto [place, isNew] = places.tryInsert(first.id, static_cast<Index>(chosen.size()));
        if (isNew) {
            chosen.push_back(document);
        } else if (!first.inProgress || chosen[at(place)]->content.segments.front().inProgress) {
            chosen[at(place)] = document;
        }
    }
    return chosen;
}

struct Extent {
    Timestamp start = Timestamp::max();
    Timestamp end = Timestamp::min();

    void add(const Extent& other)
    {
        start = std::min(start, other.start);
        end = std::max(end, other.end);
    }
};

// Puts segments where an order says, those of a large trace on several threads.
class Filling {
public:
    Filling(SegmentForest& forest, const std::vector<Place>& places, std::vector<Segment>& segments)
        : m_forest(forest)
        , m_places(places)
        , m_segments(segments)
    {
        m_segments.resize(places.size());
    }

    Extent fillAll()
    {
        Extent extent = inRanges(0, [this](std::size_t i) { move(i); });
        // Only now, since they are made of others.
        const auto inferred = std::ranges::find(m_places, true, &Place::inferred);
        extent.add(
            inRanges(static_cast<std::size_t>(inferred - m_places.begin()), [this](std::size_t i) { infer(i); }));
        return extent;
    }

private:
    // From `first` on; what the segments span that `fill` filled.
    template <typename Fill> Extent inRanges(std::size_t first, Fill fill)
    {
        const std::size_t count = m_places.size() - first;
        const std::size_t threads =
            count < kLarge ? 1 : std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostThreads);
        const auto range = [&](std::size_t number) { return first + count * number / threads; };
        const auto work = [&](std::size_t number) {
            Extent extent;
            for (std::size_t i = range(number); i < range(number + 1); ++i) {
                fill(i);
                extent.add(extentOf(m_segments[i]));
            }
            return extent;
        };
        std::vector<std::future<Extent>> others;
        for (std::size_t number = 1; number < threads; ++number) {
            others.push_back(std::async(std::launch::async, work, number));
        }
        Extent extent = work(0);
        for (std::future<Extent>& other : others) {
            extent.add(other.get());
        }
        return extent;
    }

    void move(std::size_t i)
    {
        const Place& place = m_places[i];
        if (place.inferred) {
            return;
        }
        Segment& segment = m_segments[i];
        m_forest.take(place.node, segment);
        segment.parent = place.parent;
        if (place.parent >= 0) { // embedded or sent alone, it looks the same
            // An id stays where its segment was taken from.
            segment.parentId = m_forest.node(m_places[at(place.parent)].node).segment->id;
            segment.subsegment = true;
        }
        segment.caller = place.caller;
        segment.depth = place.depth;
        segment.next = place.next;
        segment.document = m_forest.node(place.node).document;
    }

    void infer(std::size_t i)
    {
        const Place& place = m_places[i];
        if (!place.inferred) {
            return;
        }
        Segment& segment = m_segments[i];
        segment = inferSegment(m_segments[at(place.caller)]);
        segment.caller = place.caller;
        segment.next = place.next;
    }

    // Subsegments count, too: those of an asynchronous invocation outlast the segment that they belong to. Skewed
    // clocks: an end may lie before its start.
    static Extent extentOf(const Segment& segment)
    {
        const bool tells = !segment.placeholder && !segment.id.isNull(); // of a placeholder its children tell
        return tells ? Extent{segment.start, std::max(segment.start, segment.end)} : Extent();
    }

    SegmentForest& m_forest;
    const std::vector<Place>& m_places;
    std::vector<Segment>& m_segments;
};

// A placeholder lasts as long as what hangs on it.
void spanChildren(Trace& trace, Index placeholder)
{
    Segment& parent = trace.segments[at(placeholder)];
    for (Index i = placeholder + 1; i < parent.next; i = trace.segments[at(i)].next) {
        parent.start = std::min(parent.start, trace.segments[at(i)].start);
        parent.end = std::max(parent.end, trace.segments[at(i)].end);
    }
}

// Those of `arrived` that lie in `own` may be taken apart.
Trace assemble(const TraceId& id, const Documents& arrived, std::span<TraceDocument> own)
{
    Trace trace;
    trace.id = id;
    trace.revision = static_cast<int>(arrived.size());
    const Documents documents = chosenOf(arrived);
    std::size_t count = 0;
    for (const TraceDocument* document : documents) {
        trace.documents.push_back(document->bytes);
        trace.documentSizes.push_back(static_cast<std::int32_t>(document->content.segments.size()));
        count += document->content.segments.size();
    }
    // A third of the time that moving a million segments takes is spent on memory that is new: it is got meanwhile.
    std::future<std::vector<Segment>> room;
    if (count >= kLarge) {
        room = std::async(std::launch::async, [count] {
            std::vector<Segment> segments;
            segments.reserve(count + count / 2); // for those that will be inferred; what stays unused costs nothing
            segments.resize(count);
            return segments;
        });
    }
    SegmentForest forest(documents, own);
    const TraceOrder order(forest);
    if (order.places().empty()) {
        return trace;
    }
    if (room.valid()) {
        trace.segments = room.get();
    }
    const Extent extent = Filling(forest, order.places(), trace.segments).fillAll();
    trace.root = 0;
    trace.start = extent.start;
    trace.end = extent.end;
    forEachTopLevel(trace, [&](Index i) {
        if (trace.segments[at(i)].placeholder) {
            spanChildren(trace, i);
        }
    });
    return trace;
}

} // namespace

Trace assembleTrace(const TraceId& id, std::span<const std::shared_ptr<const TraceDocument>> documents)
{
    Documents arrived;
    arrived.reserve(documents.size());
    std::ranges::transform(documents, std::back_inserter(arrived), [](const auto& document) { return document.get(); });
    return assemble(id, arrived, {});
}

Trace assembleTraceFrom(const TraceId& id, std::vector<TraceDocument>&& documents)
{
    Documents arrived;
    arrived.reserve(documents.size());
    std::ranges::transform(
        documents, std::back_inserter(arrived), [](const TraceDocument& document) { return &document; });
    return assemble(id, arrived, documents);
}

} // namespace fluoroscope
