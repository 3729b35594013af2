// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Everything that the menus can do, found by typing a few letters of it.
#pragma once

class QMainWindow;

namespace fluoroscope {

// Opens it over `window`; it deletes itself when something was chosen or the focus goes elsewhere.
void showCommandPalette(QMainWindow& window);

} // namespace fluoroscope
