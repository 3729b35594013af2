// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/document_batches.h"

#include <algorithm>
#include <thread>

namespace fluoroscope {

namespace {

// Some milliseconds of work: beside them, starting a thread is nothing.
constexpr qsizetype kBatch = 1 << 20; // bytes
constexpr std::size_t kMostThreads = 7; // beside the one that asks; more would wait for it

} // namespace

DocumentBatches::DocumentBatches(const TraceId& id, bool keepBytes)
    : m_id(id)
    , m_keepBytes(keepBytes)
    , m_otherThreads(std::min<std::size_t>(kMostThreads, std::max(1U, std::thread::hardware_concurrency()) - 1))
{
    m_batches.push_back(std::make_unique<Batch>());
}

DocumentBatches::~DocumentBatches() = default; // waits for those that are running

void DocumentBatches::add(QByteArray bytes)
{
    Batch& batch = *m_batches.back();
    batch.size += bytes.size();
    batch.bytes.push_back(std::move(bytes));
    if (batch.size >= kBatch) {
        start(batch);
        m_batches.push_back(std::make_unique<Batch>());
    }
}

DocumentBatches::Documents DocumentBatches::take()
{
    read(*m_batches.back());
    std::size_t count = 0;
    for (const auto& batch : m_batches) {
        if (batch->done.valid()) {
            batch->done.get();
        }
        count += batch->documents.size();
    }
    Documents all;
    all.reserve(count);
    for (const auto& batch : m_batches) {
        all.insert(all.end(), std::make_move_iterator(batch->documents.begin()),
            std::make_move_iterator(batch->documents.end()));
        batch->documents = {};
    }
    return all;
}

void DocumentBatches::start(Batch& batch)
{
    if (running() < m_otherThreads) {
        batch.done = std::async(std::launch::async, [this, &batch] { read(batch); });
    } else {
        read(batch);
    }
}

std::size_t DocumentBatches::running() const
{
    return static_cast<std::size_t>(std::ranges::count_if(m_batches, [](const auto& batch) {
        return batch->done.valid() && batch->done.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
    }));
}

void DocumentBatches::read(Batch& batch) const
{
    SegmentReader reader;
    for (QByteArray& bytes : batch.bytes) {
        for (SegmentDocument& content : reader.read(bytes).documents) {
            if (content.traceId == m_id) {
                batch.documents.push_back({std::move(content), m_keepBytes ? bytes : QByteArray()});
            }
        }
    }
    batch.bytes = {};
}

} // namespace fluoroscope
