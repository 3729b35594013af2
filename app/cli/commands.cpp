// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include <array>

namespace fluoroscope {

std::span<const Command> commands()
{
    static constexpr std::array table{
        Command{u"serve", u"Receive segments and write them to a session", serveCommand},
        Command{u"run", u"Run a command, and tell what its services did", runCommand},
        Command{u"traces", u"List traces", tracesCommand},
        Command{u"show", u"Draw the timeline of a trace", showCommand},
        Command{u"map", u"Sum up services and who calls whom", mapCommand},
        Command{u"groups", u"List and change groups of traces", groupsCommand},
        Command{u"sampling", u"List and change the sampling rules that SDKs follow", samplingCommand},
        Command{u"findings", u"List what was received and not taken, and why", findingsCommand},
        Command{u"status", u"Count what a session holds", statusCommand},
        Command{u"import", u"Add traces and captures from files to a session", importCommand},
        Command{u"export", u"Write traces as an answer of BatchGetTraces", exportCommand},
        Command{u"replay", u"Send a session's or a capture's segments again", replayCommand},
    };
    return table;
}

} // namespace fluoroscope
