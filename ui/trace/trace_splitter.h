// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The timeline and the inspector of a trace: side by side, or, where that leaves neither enough room, the inspector
// below.
#pragma once

#include <QSplitter>

namespace fluoroscope {

class TraceSplitter : public QSplitter {
public:
    // Below this width, tabs of the inspector or bars of the timeline would be out of sight.
    static constexpr int kLeastSideBySide = 880;

    TraceSplitter(QWidget* timeline, QWidget* inspector, QWidget* parent = nullptr);

    [[nodiscard]] bool isStacked() const { return orientation() == Qt::Vertical; }
    // How the width is divided, and how the height, for the settings.
    [[nodiscard]] QByteArray saveSizes() const;
    void restoreSizes(const QByteArray& sizes);
    // Stacked: side by side is no must.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    QSplitterHandle* createHandle() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange(Qt::Orientation orientation);

    QByteArray m_widths; // while stacked; m_heights while not
    QByteArray m_heights;
};

} // namespace fluoroscope
