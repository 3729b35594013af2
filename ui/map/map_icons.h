// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The icon in a node's disc, chosen by the node's type and drawn as vectors, so that exported pictures stay sharp.
#pragma once

#include "core/graph/service_key.h"

#include <QColor>
#include <QRectF>

class QPainter;

namespace fluoroscope {

// Name of an SVG in resources/icons: "node-database", "node-queue".
QString nodeIconName(const ServiceKey& key);
void paintNodeIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color);

} // namespace fluoroscope
