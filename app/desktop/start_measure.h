// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Measures a start: from the process's beginning to the first picture of a window, and the memory that is resident
// then.
#pragma once

#include <QObject>
#include <functional>

class QWidget;

namespace fluoroscope {

class StartMeasure : public QObject {
    Q_OBJECT

public:
    // Prints both once `window` has been painted, then calls `done`. To be made before the window is shown.
    StartMeasure(QWidget& window, std::function<void()> done);

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void report();

    std::function<void()> m_done;
    bool m_painted = false;
};

} // namespace fluoroscope
