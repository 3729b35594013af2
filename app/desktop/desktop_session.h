// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Puts the desktop program together: a session, what receives into it, and the window or the picture that shows it.
#pragma once

#include "app/desktop/desktop_options.h"

class QApplication;

namespace fluoroscope {

// Runs until the window is closed, or the picture is drawn; gives the exit code. Errors are printed, and shown in a
// window where one was asked for.
int runDesktop(QApplication& application, const DesktopOptions& options);

} // namespace fluoroscope
