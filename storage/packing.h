// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Makes documents small on their way into the journal, and gives them back byte for byte. Each is a zstd frame of its
// own, so that one can be read without its neighbours; a dictionary holds what they have in common.
#pragma once

#include <QByteArray>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <map>
#include <memory>
#include <optional>

struct ZSTD_CCtx_s;
struct ZSTD_CDict_s;
struct ZSTD_DCtx_s;
struct ZSTD_DDict_s;

namespace fluoroscope {

// How the bytes of a document are stored, in the journal's column `packing`. Nothing, NULL: as received. 0: without a
// dictionary, else with that one of table `dictionary`.
using Packing = std::optional<qint64>;

struct PackedBytes {
    Packing packing;
    QByteArray bytes;
};

class Packer {
public:
    Packer();
    ~Packer();
    Q_DISABLE_COPY_MOVE(Packer)

    // From now on; 0: none.
    void useDictionary(qint64 id, const QByteArray& dictionary);
    [[nodiscard]] PackedBytes pack(const QByteArray& bytes);

private:
    struct Free {
        void operator()(ZSTD_CCtx_s* context) const;
        void operator()(ZSTD_CDict_s* dictionary) const;
    };

    std::unique_ptr<ZSTD_CCtx_s, Free> m_context;
    std::unique_ptr<ZSTD_CDict_s, Free> m_dictionary;
    qint64 m_id = 0;
};

// Reads the dictionaries that it needs from the session, and keeps them.
class Unpacker {
public:
    explicit Unpacker(SQLite::Database& database);
    ~Unpacker();
    Q_DISABLE_COPY_MOVE(Unpacker)

    // What was received, from a row that has bytes and packing in these columns. Throws SQLite::Exception where the
    // file is damaged.
    [[nodiscard]] QByteArray bytes(SQLite::Statement& row, int bytesColumn, int packingColumn);

private:
    struct Free {
        void operator()(ZSTD_DCtx_s* context) const;
        void operator()(ZSTD_DDict_s* dictionary) const;
    };

    const ZSTD_DDict_s* dictionary(qint64 id);

    SQLite::Database& m_database;
    std::unique_ptr<ZSTD_DCtx_s, Free> m_context;
    std::map<qint64, std::unique_ptr<ZSTD_DDict_s, Free>> m_dictionaries;
};

// A dictionary for documents like these; nothing where they are too few or have nothing in common.
std::optional<QByteArray> trainDictionary(const QByteArrayList& documents);

} // namespace fluoroscope
