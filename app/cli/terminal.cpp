// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/terminal.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace fluoroscope {

void printOut(const QByteArray& bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
}

void printOut(QStringView text)
{
    printOut(text.toUtf8());
}

bool flushOut()
{
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

void printError(const QString& text)
{
    printBeside(QString::fromLocal8Bit(program_invocation_short_name) + u": "_s + text + u'\n');
}

void printBeside(QStringView text)
{
    std::fflush(stdout);
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stderr);
}

bool isTerminal(Stream stream)
{
    return isatty(stream == Stream::Output ? STDOUT_FILENO : STDERR_FILENO) != 0;
}

int terminalWidth(Stream stream)
{
    winsize size{};
    const int descriptor = stream == Stream::Output ? STDOUT_FILENO : STDERR_FILENO;
    int width = isTerminal(stream) && ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
    if (width == 0) {
        width = qEnvironmentVariableIntValue("COLUMNS");
    }
    return width > 0 ? std::max(width, 60) : 100;
}

bool wantsColour(Stream stream)
{
    return isTerminal(stream) && qEnvironmentVariableIsEmpty("NO_COLOR");
}

QString inked(const QString& text, Ink ink, bool colour)
{
    if (!colour || ink == Ink::Plain || text.isEmpty()) {
        return text;
    }
    const auto code = [ink] {
        switch (ink) {
        case Ink::Bold:
            return 1;
        case Ink::Dim:
            return 2;
        case Ink::Green:
            return 32;
        case Ink::Amber:
            return 33;
        case Ink::Violet:
            return 35;
        case Ink::Red:
            return 31;
        case Ink::Plain:
            break;
        }
        return 0;
    }();
    return u"\x1b[%1m%2\x1b[0m"_s.arg(code).arg(text);
}

namespace {

// Names come from whoever sends segments: a control character among them would steer the terminal.
QString printable(const QString& text)
{
    QString result = text;
    for (QChar& c : result) {
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format) {
            c = QChar(u'\ufffd');
        }
    }
    return result;
}

} // namespace

QString fitted(const QString& text, int width, bool ascii)
{
    const QString shown = printable(text);
    return shown.size() > width ? shown.left(width - 1) + (ascii ? u'~' : u'…') : shown.leftJustified(width);
}

QString rightAligned(const QString& text, int width)
{
    return printable(text).rightJustified(width);
}

} // namespace fluoroscope
