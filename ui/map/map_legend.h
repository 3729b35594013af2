// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The legend in the corner of the trace map: a line that says what the colours are, or a card that explains all that is
// drawn and lets one choose what the size of a node says.
#pragma once

#include "ui/map/map_scene.h"

#include <QWidget>

class QRadioButton;
class QToolButton;

namespace fluoroscope {

class MapLegend : public QWidget {
    Q_OBJECT

public:
    explicit MapLegend(QWidget* parent);

    [[nodiscard]] bool isOpen() const { return m_open; }
    void setOpen(bool open);
    void setSizing(MapSizing sizing);
    // How wide it may be; where the line does not fit, the closed legend is its button alone.
    void setRoom(int width);

signals:
    void resized();
    void toggled(bool open); // by hand
    void sizingChosen(fluoroscope::MapSizing sizing); // by hand

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void layOut();
    [[nodiscard]] bool isFolded() const;

    bool m_open = false;
    int m_room = QWIDGETSIZE_MAX;
    QToolButton* m_toggle = nullptr;
    QRadioButton* m_byNothing = nullptr;
    QRadioButton* m_byTraffic = nullptr;
};

// The line, as part of a picture, with its left end on the middle of `rect`'s left side.
void paintMapLegend(QPainter& painter, const QRectF& rect);

} // namespace fluoroscope
