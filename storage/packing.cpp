// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/packing.h"

#include "storage/database.h"

#include <QByteArrayList>
#include <sqlite3.h>
#include <vector>
#include <zdict.h>
#include <zstd.h>

namespace fluoroscope {

namespace {

constexpr int kLevel = 1; // higher ones gain next to nothing on documents of this size
constexpr std::size_t kDictionaryBytes = 16384;
constexpr unsigned long long kLargest = 1ULL << 30; // what SQLite takes as one value

[[noreturn]] void failDamaged(const char* what)
{
    throw SQLite::Exception(what, SQLITE_CORRUPT);
}

} // namespace

void Packer::Free::operator()(ZSTD_CCtx_s* context) const
{
    ZSTD_freeCCtx(context);
}

void Packer::Free::operator()(ZSTD_CDict_s* dictionary) const
{
    ZSTD_freeCDict(dictionary);
}

Packer::Packer()
    : m_context(ZSTD_createCCtx())
{
    ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_dictIDFlag, 0); // the column tells
}

Packer::~Packer() = default;

void Packer::useDictionary(qint64 id, const QByteArray& dictionary)
{
    ZSTD_CCtx_refCDict(m_context.get(), nullptr);
    m_dictionary.reset(id == 0
            ? nullptr
            : ZSTD_createCDict(dictionary.constData(), static_cast<std::size_t>(dictionary.size()), kLevel));
    m_id = m_dictionary ? id : 0;
    ZSTD_CCtx_refCDict(m_context.get(), m_dictionary.get());
}

PackedBytes Packer::pack(const QByteArray& bytes)
{
    const auto size = static_cast<std::size_t>(bytes.size());
    QByteArray packed(static_cast<qsizetype>(ZSTD_compressBound(size)), Qt::Uninitialized);
    const std::size_t length = ZSTD_compress2(
        m_context.get(), packed.data(), static_cast<std::size_t>(packed.size()), bytes.constData(), size);
    if (ZSTD_isError(length) != 0 || length >= size) {
        return {std::nullopt, bytes};
    }
    packed.truncate(static_cast<qsizetype>(length));
    return {m_id, packed};
}

void Unpacker::Free::operator()(ZSTD_DCtx_s* context) const
{
    ZSTD_freeDCtx(context);
}

void Unpacker::Free::operator()(ZSTD_DDict_s* dictionary) const
{
    ZSTD_freeDDict(dictionary);
}

Unpacker::Unpacker(SQLite::Database& database)
    : m_database(database)
{
}

Unpacker::~Unpacker() = default;

QByteArray Unpacker::bytes(SQLite::Statement& row, int bytesColumn, int packingColumn)
{
    const SQLite::Column packing = row.getColumn(packingColumn);
    if (packing.isNull()) {
        return fluoroscope::bytesColumn(row, bytesColumn);
    }
    const QByteArrayView packed = bytesView(row, bytesColumn);
    const auto packedSize = static_cast<std::size_t>(packed.size());
    const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packedSize);
    if (size > kLargest) { // which the two codes for an error are, too
        failDamaged("a document of the journal is damaged");
    }
    if (!m_context) {
        m_context.reset(ZSTD_createDCtx());
    }
    QByteArray bytes(static_cast<qsizetype>(size), Qt::Uninitialized);
    const qint64 id = packing.getInt64();
    const std::size_t read = ZSTD_decompress_usingDDict(m_context.get(), bytes.data(), static_cast<std::size_t>(size),
        packed.data(), packedSize, id == 0 ? nullptr : dictionary(id));
    if (read != size) {
        failDamaged("a document of the journal is damaged");
    }
    return bytes;
}

const ZSTD_DDict_s* Unpacker::dictionary(qint64 id)
{
    auto& dictionary = m_dictionaries[id];
    if (!dictionary) {
        SQLite::Statement select(m_database, "SELECT bytes FROM dictionary WHERE id = ?");
        select.bind(1, static_cast<int64_t>(id));
        if (!select.executeStep()) {
            failDamaged("a dictionary of the journal is missing");
        }
        const QByteArrayView bytes = bytesView(select, 0);
        dictionary.reset(ZSTD_createDDict(bytes.data(), static_cast<std::size_t>(bytes.size())));
    }
    return dictionary.get();
}

std::optional<QByteArray> trainDictionary(const QByteArrayList& documents)
{
    const QByteArray all = documents.join();
    std::vector<std::size_t> sizes;
    for (const QByteArray& document : documents) {
        sizes.push_back(static_cast<std::size_t>(document.size()));
    }
    QByteArray dictionary(kDictionaryBytes, Qt::Uninitialized);
    const std::size_t size = ZDICT_trainFromBuffer(
        dictionary.data(), kDictionaryBytes, all.constData(), sizes.data(), static_cast<unsigned>(sizes.size()));
    if (ZDICT_isError(size) != 0) {
        return std::nullopt;
    }
    dictionary.truncate(static_cast<qsizetype>(size));
    return dictionary;
}

} // namespace fluoroscope
