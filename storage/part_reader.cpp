// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/part_reader.h"

#include "core/redaction/document_cut.h"
#include "core/segment/datagram.h"
#include "storage/database.h"
#include "storage/journal.h"
#include "storage/trace_selector.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qint64 kAtOnce = 1000;

} // namespace

PartReader::PartReader(SQLite::Database& database, const SessionPart& part)
    : m_database(database)
    , m_part(part)
    , m_redactor(part.redaction)
{
}

bool PartReader::isWhole() const
{
    return m_part.traces.empty() && m_part.selection.filter.isEmpty() && m_part.selection.range == TimeRange{};
}

Result<void> PartReader::choose(const std::stop_token& stop)
{
    if (isWhole()) {
        m_traceCount = metaValue(m_database, "traces");
        m_total = metaValue(m_database, "documents");
        return {};
    }
    for (const TraceId& id : m_part.traces) {
        SQLite::Statement find(m_database, "SELECT id FROM trace WHERE trace_id = ?");
        const QByteArray key = id.bytes();
        bindBytes(find, 1, key);
        if (!find.executeStep()) {
            return failure(u"There is no trace %1 in this session."_s.arg(id.toString()));
        }
        addTrace(find.getColumn(0).getInt64(), id);
    }
    if (m_part.traces.empty()) {
        TraceSelector(m_database, m_part.selection, stop).forEach([&](SQLite::Statement& row) {
            addTrace(row.getColumn(0).getInt64(), TraceId::fromBytes(bytesColumn(row, 2)));
            return !stop.stop_requested();
        });
    }
    std::sort(m_chosen.begin(), m_chosen.end(), [](const Chosen& a, const Chosen& b) { return a.journal < b.journal; });
    const auto last = std::unique(
        m_chosen.begin(), m_chosen.end(), [](const Chosen& a, const Chosen& b) { return a.journal == b.journal; });
    m_chosen.erase(last, m_chosen.end());
    m_total = static_cast<qint64>(m_chosen.size());
    return {};
}

void PartReader::addTrace(qint64 row, const TraceId& id)
{
    if (!m_traces.insert(id).second) {
        return;
    }
    ++m_traceCount;
    SQLite::Statement documents(m_database, "SELECT journal, shared FROM trace_document WHERE trace = ?");
    documents.bind(1, static_cast<int64_t>(row));
    while (documents.executeStep()) {
        m_chosen.push_back({documents.getColumn(0).getInt64(), documents.getColumn(1).getInt() != 0});
    }
}

std::optional<std::vector<ReceivedDocument>> PartReader::next()
{
    m_changes.clear();
    std::vector<ReceivedDocument> documents;
    const auto take = [&](ReceivedDocument&& document, bool shared) {
        if (auto handed = handedOn(std::move(document), shared)) {
            documents.push_back(std::move(*handed));
        }
    };
    if (isWhole()) {
        std::vector<JournalEntry> entries = readJournal(m_database, m_cursor, kAtOnce);
        if (entries.empty()) {
            return std::nullopt;
        }
        m_cursor = entries.back().id;
        m_done += static_cast<qint64>(entries.size());
        for (JournalEntry& entry : entries) {
            take(std::move(entry.document), false);
        }
        return documents;
    }
    if (m_done == m_total) {
        return std::nullopt;
    }
    for (const qint64 end = std::min(m_done + kAtOnce, m_total); m_done < end; ++m_done) {
        const Chosen& chosen = m_chosen[static_cast<std::size_t>(m_done)];
        if (auto entry = readJournalEntry(m_database, chosen.journal)) {
            take(std::move(entry->document), chosen.shared);
        }
    }
    return documents;
}

std::optional<ReceivedDocument> PartReader::handedOn(ReceivedDocument&& document, bool shared)
{
    const bool redacts = !m_part.redaction.isEmpty();
    if (!redacts && !shared) {
        return std::move(document);
    }
    QByteArray content = document.bytes;
    QByteArray header;
    if (isDatagram(document.transport)) {
        auto within = documentOfDatagram(content);
        if (!within) {
            ++m_leftOut;
            return std::nullopt;
        }
        header = content.first(content.size() - within->size());
        content = std::move(*within);
    }
    const DocumentCut cut =
        cutDocument(content, [this](const TraceId& id) { return m_traces.empty() || m_traces.contains(id); });
    if (redacts) {
        m_leftOut += cut.refused ? 1 : 0;
        auto redacted = cut.bytes.isEmpty() ? std::nullopt : m_redactor.document(cut.bytes);
        if (!redacted) {
            return std::nullopt;
        }
        content = std::move(redacted->bytes);
        m_changes.insert(m_changes.end(), std::make_move_iterator(redacted->changes.begin()),
            std::make_move_iterator(redacted->changes.end()));
        document.sender = m_redactor.sender(document.sender);
    } else if (cut.bytes.isEmpty()) {
        return std::nullopt;
    } else {
        content = cut.bytes;
    }
    document.bytes = header + content;
    return std::move(document);
}

} // namespace fluoroscope
