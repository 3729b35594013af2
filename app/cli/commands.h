// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The commands of `fluoro`, one function each.
#pragma once

#include <QStringList>
#include <span>

namespace fluoroscope {

struct Command {
    QStringView name;
    QStringView summary; // one line for --help
    int (*run)(const QStringList& arguments); // arguments[0] is the command's name; gives the exit code
};

// In the order in which --help lists them.
std::span<const Command> commands();

int serveCommand(const QStringList& arguments);
int runCommand(const QStringList& arguments);
int checkCommand(const QStringList& arguments);
int waitForCommand(const QStringList& arguments);
int importCommand(const QStringList& arguments);
int exportCommand(const QStringList& arguments);
int tracesCommand(const QStringList& arguments);
int showCommand(const QStringList& arguments);
int mapCommand(const QStringList& arguments);
int replayCommand(const QStringList& arguments);
int groupsCommand(const QStringList& arguments);
int samplingCommand(const QStringList& arguments);
int findingsCommand(const QStringList& arguments);
int statusCommand(const QStringList& arguments);

} // namespace fluoroscope
