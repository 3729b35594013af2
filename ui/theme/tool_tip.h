// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tooltips that show recorded text as it is. Qt takes what looks like HTML in a tooltip for HTML.
#pragma once

#include <QString>

namespace fluoroscope {

// `text` for a tooltip, wrapped where it is long; of very much text the beginning. Empty stays empty.
QString plainToolTip(const QString& text);

} // namespace fluoroscope
