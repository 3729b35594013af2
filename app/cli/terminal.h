// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where a command prints: a terminal for a person, or a pipe or file for a program.
#pragma once

#include <QString>

namespace fluoroscope {

// To standard output, as UTF-8, as it is.
void printOut(QStringView text);
void printOut(const QByteArray& bytes);
// Makes what was printed visible at once. False: it could not be written, as on a full disk.
bool flushOut();
// "program: text" to standard error, with a line's end.
void printError(const QString& text);
// To standard error, as it is.
void printBeside(QStringView text);

enum class Stream : std::uint8_t { Output, Error };
bool isTerminal(Stream stream = Stream::Output);
// Columns: the terminal's, else COLUMNS, else 100; at least 60.
int terminalWidth(Stream stream = Stream::Output);
// A terminal, and NO_COLOR is unset (no-color.org).
bool wantsColour(Stream stream = Stream::Output);

enum class Ink : std::uint8_t { Plain, Bold, Dim, Green, Amber, Violet, Red };
// `text` in a colour, where colours are wanted.
QString inked(const QString& text, Ink ink, bool colour);

// Cut or filled with spaces to `width` columns; cut text ends in "…", or in "~" where only ASCII may be used.
QString fitted(const QString& text, int width, bool ascii = false);
// The same, filled at the left.
QString rightAligned(const QString& text, int width);

} // namespace fluoroscope
