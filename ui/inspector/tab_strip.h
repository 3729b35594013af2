// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The inspector's tabs: words and an underline, close enough together that seven fit, scrolled where they do not.
#pragma once

#include <QTabBar>

namespace fluoroscope {

class TabStrip : public QTabBar {
    Q_OBJECT

public:
    explicit TabStrip(QWidget* parent = nullptr);

    // A mark beside the word: something in there went wrong.
    void setMarked(int index, bool marked);
    [[nodiscard]] bool isMarked(int index) const { return tabData(index).toBool(); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    [[nodiscard]] QSize tabSizeHint(int index) const override;
    [[nodiscard]] QSize minimumTabSizeHint(int index) const override { return tabSizeHint(index); }
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int contentWidth(int index) const;
};

} // namespace fluoroscope
