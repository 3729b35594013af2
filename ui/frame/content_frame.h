// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The rounded surface that a page lies on.
#pragma once

#include <QWidget>

namespace fluoroscope {

class ContentFrame : public QWidget {
    Q_OBJECT

public:
    explicit ContentFrame(QWidget* content, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace fluoroscope
