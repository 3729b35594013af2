// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The trace map for screen readers: the canvas is a list, every node an item of it that says its numbers.
#pragma once

namespace fluoroscope {

class MapCanvas;

// Once per process; further calls do nothing.
void installMapAccessibility();
void mapNodesChanged(MapCanvas* canvas);
void mapNodeFocused(MapCanvas* canvas, int node);

} // namespace fluoroscope
