// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/command_line.h"

#include "app/cli/terminal.h"
#include "core/filter/filter_parser.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

qsizetype editDistance(const QString& a, const QString& b)
{
    std::vector<qsizetype> row(static_cast<std::size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        qsizetype diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 1; j < row.size(); ++j) {
            const qsizetype replaced = diagonal + (a[i] == b[static_cast<qsizetype>(j) - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

// The expression, and below it what is wrong, or where something is missing.
QString marked(QString text, const FilterError& error)
{
    text.replace(u'\n', u' ').replace(u'\t', u' ');
    return u"  "_s + text + u"\n  "_s + QString(error.position, u' ')
        + QString(std::max<qsizetype>(error.length, 1), u'^');
}

} // namespace

QString nearest(const QString& word, const QStringList& candidates)
{
    QString best;
    qsizetype least = std::clamp<qsizetype>(word.size() / 2, 2, 3) + 1;
    for (const QString& candidate : candidates) {
        const qsizetype distance = candidate.startsWith(word) ? 0 : editDistance(word, candidate);
        if (distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

CommandLine::CommandLine(const QString& usage, const QString& description)
    : m_usage(usage)
{
    m_parser.setApplicationDescription(description);
    addOption({u"h"_s, u"help"_s}, u"Show this help."_s);
}

void CommandLine::addOption(const QStringList& names, const QString& description, const QString& valueName)
{
    m_parser.addOption(QCommandLineOption(names, description, valueName));
    m_names += names;
}

void CommandLine::addSession()
{
    addOption({u"s"_s, u"session"_s}, u"The session file; without it the default one in the user's data directory."_s,
        u"FILE"_s);
}

void CommandLine::addJson()
{
    addOption({u"json"_s}, u"Print JSON in the shape of the X-Ray API."_s);
}

void CommandLine::addLimit()
{
    addOption({u"n"_s, u"limit"_s}, u"At most this many; all without it."_s, u"N"_s);
}

void CommandLine::addFilter()
{
    addOption({u"f"_s, u"filter"_s}, u"Only traces that match this filter expression of X-Ray."_s, u"EXPR"_s);
}

std::optional<int> CommandLine::parse(const QStringList& arguments, qsizetype least, qsizetype most)
{
    const bool parsed = m_parser.parse(arguments);
    if (m_parser.isSet(u"help"_s)) {
        // Qt's text begins with a usage line of its own that does not know the command.
        QString text = m_parser.helpText();
        text.remove(0, text.indexOf(u'\n') + 1);
        printOut(u"Usage: fluoro "_s + m_usage + u'\n' + text);
        return kSucceeded;
    }
    if (!parsed) {
        const QStringList unknown = m_parser.unknownOptionNames();
        if (unknown.isEmpty()) {
            return misuse(m_parser.errorText());
        }
        const QString near = nearest(unknown[0], m_names);
        const auto dashed = [](const QString& name) { return (name.size() > 1 ? u"--"_s : u"-"_s) + name; };
        return misuse(u"There is no option %1.%2"_s.arg(
            dashed(unknown[0]), near.isEmpty() ? QString() : u" Did you mean %1?"_s.arg(dashed(near))));
    }
    if (m_names.contains(u"limit"_s) && m_parser.isSet(u"limit"_s)) {
        bool good = false;
        m_limit = m_parser.value(u"limit"_s).toLongLong(&good);
        if (!good || m_limit < 0) {
            return misuse(u"--limit takes a number, not \"%1\"."_s.arg(m_parser.value(u"limit"_s)));
        }
    }
    if (m_names.contains(u"filter"_s) && m_parser.isSet(u"filter"_s)) {
        const QString text = m_parser.value(u"filter"_s);
        const auto filter = parseFilter(text);
        if (!filter) {
            return misuse(filter.error().message + u'\n' + marked(text, filter.error()));
        }
        m_filter = *filter;
    }
    if (positional().size() < least) {
        return misuse(u"Something is missing: fluoro %1"_s.arg(m_usage));
    }
    if (positional().size() > most) {
        return misuse(u"\"%1\" is one argument too many: fluoro %2"_s.arg(positional().at(most), m_usage));
    }
    return {};
}

int CommandLine::misuse(const QString& message) const
{
    printError(u"%1\nfluoro %2 --help tells more."_s.arg(message, m_usage.section(u' ', 0, 0)));
    return kMisused;
}

} // namespace fluoroscope
