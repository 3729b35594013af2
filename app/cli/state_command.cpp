// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/state_command.h"

#include "app/cli/session_access.h"
#include "app/cli/terminal.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

tl::expected<StateRequest, int> stateRequest(const CommandLine& line)
{
    static const QStringList verbs{u"list"_s, u"add"_s, u"set"_s, u"remove"_s};
    const QStringList words = line.positional();
    const QString word = words.value(0, verbs[0]);
    const qsizetype found = verbs.indexOf(word);
    if (found < 0) {
        const QString near = nearest(word, verbs);
        return tl::unexpected(line.misuse(u"There is no verb %1, but %2.%3"_s.arg(
            word, verbs.join(u", "_s), near.isEmpty() ? QString() : u" Did you mean %1?"_s.arg(near))));
    }
    const auto verb = static_cast<StateVerb>(found);
    if ((verb == StateVerb::List) != (words.size() < 2)) {
        return tl::unexpected(
            line.misuse(verb == StateVerb::List ? u"list takes no name."_s : u"Say which: %1 NAME."_s.arg(word)));
    }
    return StateRequest{verb, words.value(1)};
}

Result<QJsonObject> performOnSession(const CommandLine& line, StateVerb verb,
    const std::vector<StateOperation>& operations, const QString& operation, const QJsonObject& input)
{
    const auto answer = [&](StateStore& state) -> Result<QJsonObject> {
        auto result = perform(operations, operation, {state, {}}, input);
        return result ? Result<QJsonObject>(std::move(*result)) : failure(result.error().message);
    };
    const auto file = sessionFile(line);
    if (!file) {
        return tl::unexpected(file.error());
    }
    if (verb == StateVerb::List) {
        SessionOptions options;
        options.file = *file;
        options.mode = SessionOptions::Mode::ReadOnly;
        const auto session = Session::open(options);
        return session ? answer((*session)->state()) : tl::unexpected(session.error());
    }
    const auto state = Session::openState(*file);
    return state ? answer(**state) : tl::unexpected(state.error());
}

void printColumns(const std::vector<QStringList>& rows)
{
    constexpr int kGap = 2;
    std::vector<int> widths(static_cast<std::size_t>(rows.front().size()));
    for (const QStringList& row : rows) {
        for (std::size_t i = 0; i < widths.size(); ++i) {
            widths[i] = std::max(widths[i], static_cast<int>(row[static_cast<qsizetype>(i)].size()));
        }
    }
    const bool colour = wantsColour();
    for (const QStringList& row : rows) {
        QString text;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            text += fitted(row[static_cast<qsizetype>(i)], widths[i] + kGap);
        }
        text = isTerminal() ? fitted(text, terminalWidth()) : text;
        printOut(inked(text.trimmed(), &row == &rows.front() ? Ink::Dim : Ink::Plain, colour) + u'\n');
    }
}

} // namespace fluoroscope
