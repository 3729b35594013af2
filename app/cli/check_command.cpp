// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/check/check_report.h"
#include "app/check/rule_file.h"
#include "app/cli/run_report.h"
#include "app/cli/session_access.h"
#include "app/cli/terminal.h"
#include "core/group/group_store.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

Result<QByteArray> contentOf(const QString& name)
{
    QFile file(name);
    if (name == "-"_L1 ? !file.open(stdin, QIODevice::ReadOnly) : !file.open(QIODevice::ReadOnly)) {
        return failure(u"The rules %1 cannot be read: %2."_s.arg(name, file.errorString()));
    }
    return file.readAll();
}

// As GitHub names a file: from the top of the repository.
QString inWorkspace(const QString& file)
{
    const QString workspace = qEnvironmentVariable("GITHUB_WORKSPACE");
    if (workspace.isEmpty()) {
        return file;
    }
    const QString relative = QDir(workspace).relativeFilePath(QFileInfo(file).absoluteFilePath());
    return relative.startsWith(u"../"_s) ? file : relative;
}

// Prints the verdicts wherever they are wanted; kFailed where a rule is broken.
int report(const CommandLine& line, const std::vector<Verdict>& verdicts)
{
    const QString rules = line.positional().first();
    printOut(checkText(verdicts, wantsColour()));
    if (line.isSet(u"github"_s) || qEnvironmentVariable("GITHUB_ACTIONS") == "true"_L1) {
        printOut(githubAnnotations(verdicts, inWorkspace(rules)));
    }
    if (line.isSet(u"junit"_s)) {
        QFile file(line.value(u"junit"_s));
        const QByteArray xml = junitXml(verdicts, rules);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(xml) != xml.size() || !file.flush()) {
            return finish(failure(u"%1 cannot be written: %2."_s.arg(file.fileName(), file.errorString())));
        }
    }
    const bool holds =
        std::all_of(verdicts.begin(), verdicts.end(), [](const Verdict& verdict) { return verdict.holds; });
    return std::max<int>(finish({}), holds ? kSucceeded : kFailed);
}

int checkSession(const CommandLine& line, Session& session, const TimeRange& range, const std::vector<Rule>& rules)
{
    const auto verdicts = groupsOf(session.state()).and_then([&](const std::vector<TraceGroup>& groups) {
        return checkRules(session.source(), range, groups, rules);
    });
    return verdicts ? report(line, *verdicts) : finish(tl::unexpected(verdicts.error()));
}

int checkRun(const CommandLine& line, const QStringList& command, const std::vector<Rule>& rules)
{
    const auto wait = waitOf(line);
    if (!wait) {
        return line.misuse(wait.error().message);
    }
    CommandRun run;
    if (const auto listening = run.listen(line.value(u"session"_s)); !listening) {
        return finish(listening);
    }
    const auto status = run.run(command, *wait);
    if (!status) {
        printError(status.error().message);
        return status.error().code;
    }
    if (const auto told = tellRun(run, *status, line.value(u"session"_s)); !told) {
        return finish(told);
    }
    const int code = checkSession(line, run.session(), run.selection().range, rules);
    return *status != 0 ? *status : code;
}

} // namespace

int checkCommand(const QStringList& arguments)
{
    const auto [own, command] = splitCommand(arguments);
    CommandLine line(u"check RULES [--session FILE] [--junit FILE] [--github] [--wait 2s] [-- COMMAND…]"_s,
        u"Checks the traces of a session, or of a command that it runs as fluoro run does, by the rules of a YAML or "
        "JSON file; - is standard input. man fluoro tells how rules are written.\n\n"
        "Ends with 0 when all hold, with 1 when one is broken, with 2 when the rules are wrong; when the command "
        "fails, with the command's status."_s);
    line.addSession();
    line.addOption({u"junit"_s}, u"Write the result as JUnit's XML, too."_s, u"FILE"_s);
    line.addOption({u"github"_s},
        u"Print GitHub's annotations for broken rules, too; done without asking where GITHUB_ACTIONS is true."_s);
    addWait(line);
    if (const auto code = line.parse(own, 1, 1)) {
        return *code;
    }
    if (command.isEmpty() && arguments.contains(u"--"_s)) {
        return line.misuse(u"Say what to run after the two dashes."_s);
    }
    const QString file = line.positional().first();
    const auto content = contentOf(file);
    if (!content) {
        return line.misuse(content.error().message);
    }
    const auto rules = parseRules(*content);
    if (!rules) {
        const RulePlace place = rules.error().place;
        printError(u"%1:%2:%3: %4"_s.arg(file).arg(place.line).arg(place.column).arg(rules.error().message));
        return kMisused;
    }
    if (!command.isEmpty()) {
        return checkRun(line, command, *rules);
    }
    const auto session = openSession(line, SessionOptions::Mode::ReadOnly);
    return session ? checkSession(line, *session, {}, *rules) : kFailed;
}

} // namespace fluoroscope
