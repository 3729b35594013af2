// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What `fluoroscope` was asked for on its command line.
#pragma once

#include "core/filter/filter_expression.h"
#include "core/result.h"
#include "core/time/timestamp.h"

#include <QSize>
#include <QStringList>
#include <optional>

namespace fluoroscope {

struct DesktopOptions {
    QString session; // to receive into; empty: the default one
    QStringList files; // sessions and JSON to be looked at
    QString bind; // empty: the environment, the settings, the default
    QString samplingRules; // a file that replaces those of the session; empty: none
    bool demo = false;
    bool measureStart = false;
    QString render; // "map", "traces" or "trace"; empty: a window
    QString trace;
    QString theme; // "light" or "dark"; empty: the system's, light for a picture
    FilterExpression filter; // of a picture
    TimeRange range; // of a picture
    QSize size{1280, 800}; // of a picture; no height: as high as it takes
    double scale = 1; // of a PNG: device pixels to each
    QString output;
    QString text; // to be printed in place of all else: help or version
};

// Needs no application object, so that what a display is needed for can be decided before there is one.
Result<DesktopOptions> parseDesktopOptions(const QStringList& arguments);

} // namespace fluoroscope
