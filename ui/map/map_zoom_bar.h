// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// "− Fit +" in the corner of the trace map.
#pragma once

#include <QWidget>

namespace fluoroscope {

class MapZoomBar : public QWidget {
    Q_OBJECT

public:
    explicit MapZoomBar(QWidget* parent);

signals:
    void zoomed(qreal factor);
    void fitted();

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace fluoroscope
