// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The sheet of shortcuts: what the menus' actions say of themselves, and the keys of the canvases.
#pragma once

class QMainWindow;

namespace fluoroscope {

// Does not block; the sheet deletes itself.
void showShortcutSheet(QMainWindow& window);

} // namespace fluoroscope
