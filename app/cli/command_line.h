// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads the arguments of one command of `fluoro`, and answers --help and mistakes in them.
#pragma once

#include "core/filter/filter_expression.h"
#include "core/result.h"

#include <QCommandLineParser>
#include <optional>

namespace fluoroscope {

// What a program ends with.
enum ExitCode : int { kSucceeded = 0, kFailed = 1, kMisused = 2 };

class CommandLine {
public:
    // `usage` is what follows "fluoro ", as in "show ID…"; `description` ends with what --help shall tell beyond the
    // options.
    CommandLine(const QString& usage, const QString& description);

    void addOption(const QStringList& names, const QString& description, const QString& valueName = {});
    void addSession(); // --session FILE
    void addJson(); // --json
    void addLimit(); // --limit N
    void addFilter(); // --filter EXPR

    // Whether the command shall run; otherwise the exit code, after help or the mistake was printed. `least` and `most`
    // count the positional arguments.
    std::optional<int> parse(const QStringList& arguments, qsizetype least, qsizetype most);

    [[nodiscard]] QStringList positional() const { return m_parser.positionalArguments(); }
    [[nodiscard]] bool isSet(const QString& name) const { return m_parser.isSet(name); }
    [[nodiscard]] QString value(const QString& name) const { return m_parser.value(name); }
    [[nodiscard]] QStringList values(const QString& name) const { return m_parser.values(name); }
    [[nodiscard]] bool json() const { return isSet(QStringLiteral("json")); }
    [[nodiscard]] qint64 limit() const { return m_limit; } // -1: all
    [[nodiscard]] const FilterExpression& filter() const { return m_filter; } // empty: all

    // Prints what is wrong with the arguments and where help is; gives kMisused.
    int misuse(const QString& message) const;

private:
    QString m_usage;
    QCommandLineParser m_parser;
    QStringList m_names;
    qint64 m_limit = -1;
    FilterExpression m_filter;
};

// The candidate that was probably meant by `word`; empty where none is near.
QString nearest(const QString& word, const QStringList& candidates);

} // namespace fluoroscope
