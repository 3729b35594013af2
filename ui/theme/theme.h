// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every colour, font and measure of the window, by role. Nothing else in the program names a colour.
#pragma once

#include "core/segment/segment.h"

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>

class QApplication;

namespace fluoroscope {

enum class Role : std::uint8_t {
    Background, // the frame
    Surface, // pages
    Raised, // header rows
    Line, // hairlines, few
    Text, // values
    Muted, // labels
    Faint, // hints, neutral edges
    Accent, // selection, links, brushes, focus
    AccentSurface,
    OnAccent, // text on Accent
    Ok,
    OkSurface,
    Error,
    ErrorSurface,
    Fault,
    FaultSurface,
    Throttle,
    ThrottleSurface,
};

enum class TextRole : std::uint8_t {
    Subject, // 16 px semibold: the subject of a page or pane
    Content, // 13 px
    Strong, // 13 px semibold
    Label, // 12 px
    Mono, // 13 px monospace: ids, expressions, documents
    MonoLabel, // 12 px monospace
};

// In pixels, on the 4 px grid.
namespace metrics {
inline constexpr int grid = 4;
inline constexpr int rowHeight = 28;
inline constexpr int headerHeight = 32;
inline constexpr int radius = 6; // corners
inline constexpr int pagePadding = 16;
inline constexpr int nodeRadius = 36;
inline constexpr int ringWidth = 7;
} // namespace metrics

enum class Scheme : std::uint8_t { System, Light, Dark };

// One for the application; lives on the GUI thread.
class Theme : public QObject {
    Q_OBJECT

public:
    static Theme& current();

    // Sets palette, style and fonts of the application, and follows the system while the scheme is System.
    void apply(QApplication& application, Scheme scheme);
    [[nodiscard]] Scheme scheme() const { return m_scheme; }
    [[nodiscard]] bool isDark() const { return m_dark; }

    [[nodiscard]] QColor color(Role role) const;
    [[nodiscard]] static QColor color(Role role, bool dark);
    [[nodiscard]] QColor outcome(Outcome outcome) const; // ring, bars, marks
    [[nodiscard]] QColor outcomeSurface(Outcome outcome) const; // chips
    [[nodiscard]] QFont font(TextRole role) const;
    // An SVG of resources/icons ("map", "database"), drawn in `role`'s colour, sharp at any scale.
    [[nodiscard]] QIcon icon(const QString& name, Role role = Role::Muted) const;

signals:
    // Colours changed: repaint. Palette and fonts of the application are set already.
    void changed();

private:
    Theme() = default;
    void install(QApplication& application);
    bool eventFilter(QObject* watched, QEvent* event) override;

    Scheme m_scheme = Scheme::System;
    bool m_dark = false;
    bool m_installing = false;
};

// "OK", "Error", "Throttle", "Fault", and the marks that stand beside them: ✓ ! ≋ ✕.
QString outcomeWord(Outcome outcome);
QString outcomeMark(Outcome outcome);

} // namespace fluoroscope
