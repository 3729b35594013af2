// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The headless twin: finds the command and runs it.

#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/terminal.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

namespace {

void printHelp()
{
    QString text = u"Usage: fluoro COMMAND [OPTIONS]\n"
                   "Receives, keeps and shows AWS X-Ray segments on this machine.\n\nCommands:\n"_s;
    for (const Command& command : commands()) {
        text += u"  "_s + command.name.toString().leftJustified(10) + command.summary.toString() + u'\n';
    }
    text += u"\nfluoro COMMAND --help tells more about each. --version prints the version.\n"_s;
    printOut(text);
}

int misuse(const QString& word)
{
    QStringList names;
    for (const Command& command : commands()) {
        names.append(command.name.toString());
    }
    const QString near = nearest(word, names);
    printError(
        u"There is no %1 %2.%3\nfluoro --help lists them."_s.arg(word.startsWith(u'-') ? u"option"_s : u"command"_s,
            word, near.isEmpty() ? QString() : u" Did you mean %1?"_s.arg(near)));
    return kMisused;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"fluoro"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(FLUOROSCOPE_VERSION));
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.isEmpty()) {
        printHelp();
        return kMisused;
    }
    if (arguments[0] == "--help"_L1 || arguments[0] == "-h"_L1 || arguments[0] == "help"_L1) {
        printHelp();
        return kSucceeded;
    }
    if (arguments[0] == "--version"_L1 || arguments[0] == "-v"_L1) {
        printOut(u"fluoro "_s + QCoreApplication::applicationVersion() + u'\n');
        return kSucceeded;
    }
    for (const Command& command : commands()) {
        if (arguments[0] == command.name) {
            return command.run(arguments);
        }
    }
    return misuse(arguments[0]);
}
