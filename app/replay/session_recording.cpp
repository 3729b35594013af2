// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/recording.h"

#include "app/replay/restamp.h"
#include "core/segment/datagram.h"
#include "storage/session.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qint64 kPage = 256;

RecordedDatagram recorded(const ReceivedDocument& document)
{
    if (document.transport == Transport::Udp) {
        return {document.received, document.bytes};
    }
    RecordedDatagram result{document.received, datagramOf(document.bytes)};
    if (document.transport == Transport::Import) {
        // It came with all others of its file at once: when it was sent, its own times tell.
        const Timestamp end = stampOf(document.bytes).end;
        result.time = end == Timestamp() ? document.received : end;
    }
    return result;
}

// Plays the journal by an index of times, so that imported documents come in the order of their traces; 16 bytes a
// document. The index is made by whoever first asks for something, since a day's journal takes seconds to go through.
class SessionRecording : public Recording {
public:
    explicit SessionRecording(std::unique_ptr<Session> session)
        : m_session(std::move(session))
    {
    }

    Result<std::optional<RecordedDatagram>> next() override
    {
        if (!readOnce()) {
            return tl::unexpected(m_read->error());
        }
        while (m_next < m_order.size()) {
            const qint64 id = m_order[m_next++].id;
            if (m_page.empty() || id < m_page.front().id || id > m_page.back().id) {
                // A page where the order is that of the journal; among imported documents that may be nowhere.
                const bool isInOrder = m_next < m_order.size() && m_order[m_next].id == id + 1;
                auto page = m_session->journal(id - 1, isInOrder ? kPage : 1);
                if (!page) {
                    return tl::unexpected(page.error());
                }
                m_page = std::move(*page);
            }
            const auto entry =
                std::find_if(m_page.begin(), m_page.end(), [&](const JournalEntry& each) { return each.id == id; });
            if (entry != m_page.end()) { // it may have been evicted meanwhile
                return recorded(entry->document);
            }
        }
        return std::nullopt;
    }

    std::optional<TimeRange> extent() override
    {
        return !readOnce() || m_order.empty() ? std::nullopt
                                              : std::optional(TimeRange{m_order.front().time, m_order.back().time});
    }

    Result<void> seek(Timestamp time) override
    {
        if (!readOnce()) {
            return *m_read;
        }
        const auto found = std::partition_point(
            m_order.begin(), m_order.end(), [time](const Entry& entry) { return entry.time < time; });
        m_next = static_cast<std::size_t>(found - m_order.begin());
        return {};
    }

private:
    struct Entry {
        Timestamp time;
        qint64 id = 0;
    };

    bool readOnce()
    {
        if (!m_read) {
            m_read = readTimes();
        }
        return m_read->has_value();
    }

    Result<void> readTimes()
    {
        qint64 cursor = 0;
        while (true) {
            const auto page = m_session->journal(cursor, kPage);
            if (!page) {
                return tl::unexpected(page.error());
            }
            if (page->empty()) {
                break;
            }
            for (const JournalEntry& entry : *page) {
                m_order.push_back({recorded(entry.document).time, entry.id});
            }
            cursor = page->back().id;
        }
        std::stable_sort(
            m_order.begin(), m_order.end(), [](const Entry& a, const Entry& b) { return a.time < b.time; });
        return {};
    }

    std::unique_ptr<Session> m_session;
    std::optional<Result<void>> m_read;
    std::vector<Entry> m_order;
    std::size_t m_next = 0;
    std::vector<JournalEntry> m_page;
};

} // namespace

Result<std::unique_ptr<Recording>> openSessionRecording(const QString& file)
{
    SessionOptions options;
    options.file = file;
    options.mode = SessionOptions::Mode::ReadOnly;
    auto session = Session::open(options);
    if (!session) {
        return tl::unexpected(session.error());
    }
    return std::make_unique<SessionRecording>(std::move(*session));
}

} // namespace fluoroscope
