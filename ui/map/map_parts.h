// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the parts of a trace map stand that no line connects: one under the other, and where that gets high, side by
// side.
#pragma once

#include <QtGlobal>
#include <vector>

namespace fluoroscope {

// The room that a part takes.
struct PartBox {
    int left = 0; // its first column
    int columns = 1;
    qreal top = 0; // in pixels of the map
    qreal bottom = 0;
    bool known = false; // it has a place already
};

struct PartRoom {
    qreal column = 0; // pixels from one to the next
    qreal high = 0; // pixels that may always stand one under the other
    qreal shape = 1; // width to height of where the map is shown
};

struct PartMove {
    int columns = 0; // to the right
    qreal down = 0;
};

// How each part moves to its place, parallel to `parts`. A known one moves down only, where another has grown into it;
// a new one goes under what is there: as far left as there is room.
std::vector<PartMove> placeParts(std::vector<PartBox> parts, const PartRoom& room);

} // namespace fluoroscope
