// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The desktop program: reads the command line, then runs the window or draws a picture.

#include "app/cli/command_line.h"
#include "app/cli/terminal.h"
#include "app/desktop/desktop_options.h"
#include "app/desktop/desktop_session.h"

#include <QApplication>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

int main(int argc, char** argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i) {
        arguments.append(QString::fromLocal8Bit(argv[i]));
    }
    const auto options = parseDesktopOptions(arguments);
    if (!options) {
        printError(options.error().message);
        return kMisused;
    }
    if (!options->text.isEmpty()) {
        printOut(options->text);
        return kSucceeded;
    }
    if (!options->render.isEmpty()) {
        qputenv("QT_QPA_PLATFORM", "offscreen"); // a picture needs no display
        qputenv("QT_LOGGING_RULES", "default.warning=false"); // that platform warns of what it lacks, and we do not use
    }
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"fluoroscope"_s);
    QApplication::setApplicationDisplayName(u"Fluoroscope"_s);
    QApplication::setApplicationVersion(QStringLiteral(FLUOROSCOPE_VERSION));
    QApplication::setDesktopFileName(u"fluoroscope"_s);
    return runDesktop(application, *options);
}
