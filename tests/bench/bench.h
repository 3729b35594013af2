// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The parts of the benchmark program: each does one thing, measures it and prints one JSON object in a line.
#pragma once

#include <QJsonObject>
#include <QStringList>
#include <chrono>

namespace fluoroscope::bench {

// Sends datagrams to a server, at a rate or flat out.
int send(const QStringList& arguments);
// Counts datagrams with a QUdpSocket and does nothing else: the limit of receiving.
int count(const QStringList& arguments);
// Inserts the same documents into a plain SQLite table: the limit of storing.
int insert(const QStringList& arguments);
// Packs documents as the journal does, and gives them back.
int pack(const QStringList& arguments);
// Waits in an event loop with a socket and an open database: the least that a server takes.
int idle(const QStringList& arguments);
// Writes a capture to standard output, for import.
int capture(const QStringList& arguments);
// Reads documents, beside QJsonDocument alone.
int read(const QStringList& arguments);
// Assembles, sums up and draws the graph of one large trace.
int trace(const QStringList& arguments);
// Makes a session of one streamed trace.
int large(const QStringList& arguments);
// Opens it: from the session file to what the window shows, in parts.
int open(const QStringList& arguments);
// Makes a session of many traces.
int fill(const QStringList& arguments);
// Asks it what API and window ask, while documents come in.
int ask(const QStringList& arguments);
// Replays documents with their spacing, and tells how far off it was.
int replay(const QStringList& arguments);
// Asks it for windows over the list, as scrolling, jumping and sorting do.
int scroll(const QStringList& arguments);

// The number after `name` in `arguments`, or `otherwise`.
qint64 numberOf(const QStringList& arguments, QStringView name, qint64 otherwise);
// The text after `name` in `arguments`, or an empty one.
QString textOf(const QStringList& arguments, QStringView name);
void print(const QJsonObject& result);

class Stopwatch {
public:
    [[nodiscard]] double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begin).count();
    }

private:
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

} // namespace fluoroscope::bench
