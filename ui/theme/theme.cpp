// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/theme.h"

#include "ui/theme/proxy_style.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QFontInfo>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>
#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

struct Pair {
    QRgb light;
    QRgb dark;
};

// In the order of Role.
constexpr std::array<Pair, 18> kColors{{
    {0xFFF4F5F7, 0xFF0E1216}, // Background
    {0xFFFFFFFF, 0xFF151A20}, // Surface
    {0xFFFAFBFC, 0xFF1A2027}, // Raised
    {0xFFE2E5EA, 0xFF29313B}, // Line
    {0xFF181C22, 0xFFE5E9EE}, // Text
    {0xFF5D6875, 0xFF98A4B2}, // Muted
    {0xFF808A97, 0xFF707C8A}, // Faint
    {0xFF0A63C9, 0xFF5CA8FF}, // Accent
    {0xFFE6F0FC, 0xFF172B42}, // AccentSurface
    {0xFFFFFFFF, 0xFF0E1216}, // OnAccent
    {0xFF0F7A4C, 0xFF3CC495}, // Ok
    {0xFFDDF1E6, 0xFF14301F}, // OkSurface
    {0xFFA25C00, 0xFFF0A23A}, // Error
    {0xFFFDF1DF, 0xFF392808}, // ErrorSurface
    {0xFFBD142E, 0xFFFF6B70}, // Fault
    {0xFFFBE0E2, 0xFF3D171A}, // FaultSurface
    {0xFF7A48C4, 0xFFB490F5}, // Throttle
    {0xFFECE4F9, 0xFF2A1F42}, // ThrottleSurface
}};

// Draws an SVG in one colour at whatever size and scale it is asked for.
class TintedIconEngine : public QIconEngine {
public:
    TintedIconEngine(QString file, QColor color)
        : m_file(std::move(file))
        , m_color(std::move(color))
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal scale = painter->device()->devicePixelRatioF();
        QPixmap pixmap = this->pixmap((QSizeF(rect.size()) * scale).toSize(), mode, state);
        pixmap.setDevicePixelRatio(scale);
        painter->drawPixmap(rect.topLeft(), pixmap);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        QSvgRenderer(m_file).render(&painter, QRectF(QPointF(), QSizeF(size)));
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(pixmap.rect(), mode == QIcon::Disabled ? Theme::current().color(Role::Faint) : m_color);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new TintedIconEngine(m_file, m_color); }

private:
    QString m_file;
    QColor m_color;
};

QString firstInstalled(const QStringList& families, QFontDatabase::SystemFont otherwise)
{
    for (const QString& family : families) {
        if (QFontDatabase::hasFamily(family)) {
            return family;
        }
    }
    return QFontDatabase::systemFont(otherwise).family();
}

bool systemIsDark(QApplication& application)
{
    // Qt 6.4 has no colour scheme to ask for: a window that is darker than its text is a dark one. Ours must go first.
    application.setPalette(QPalette());
    const QPalette palette = QApplication::palette();
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

} // namespace

Theme& Theme::current()
{
    static Theme theme;
    return theme;
}

QColor Theme::color(Role role, bool dark)
{
    const Pair& pair = kColors.at(static_cast<std::size_t>(role));
    return QColor::fromRgb(dark ? pair.dark : pair.light);
}

QColor Theme::color(Role role) const
{
    return color(role, m_dark);
}

QColor Theme::outcome(Outcome outcome) const
{
    switch (outcome) {
    case Outcome::Ok:
        return color(Role::Ok);
    case Outcome::Error:
        return color(Role::Error);
    case Outcome::Throttle:
        return color(Role::Throttle);
    case Outcome::Fault:
        return color(Role::Fault);
    }
    Q_UNREACHABLE();
}

QColor Theme::outcomeSurface(Outcome outcome) const
{
    switch (outcome) {
    case Outcome::Ok:
        return color(Role::OkSurface);
    case Outcome::Error:
        return color(Role::ErrorSurface);
    case Outcome::Throttle:
        return color(Role::ThrottleSurface);
    case Outcome::Fault:
        return color(Role::FaultSurface);
    }
    Q_UNREACHABLE();
}

QFont Theme::font(TextRole role) const
{
    static const QString text = firstInstalled({u"Inter"_s, u"Inter Variable"_s}, QFontDatabase::GeneralFont);
    static const QString mono = firstInstalled({u"JetBrains Mono"_s, u"DejaVu Sans Mono"_s}, QFontDatabase::FixedFont);
    const bool isMono = role == TextRole::Mono || role == TextRole::MonoLabel;
    QFont font(isMono ? mono : text);
    if (isMono) {
        font.setStyleStrategy(QFont::PreferNoShaping); // no ligatures: >= is what one types, and not ⩾
    }
    switch (role) {
    case TextRole::Subject:
        font.setPixelSize(16);
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Strong:
        font.setPixelSize(13);
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Content:
    case TextRole::Mono:
        font.setPixelSize(13);
        break;
    case TextRole::Label:
    case TextRole::MonoLabel:
        font.setPixelSize(12);
        break;
    }
    return font;
}

QIcon Theme::icon(const QString& name, Role role) const
{
    return QIcon(new TintedIconEngine(u":/icons/%1.svg"_s.arg(name), color(role)));
}

void Theme::apply(QApplication& application, Scheme scheme)
{
    m_scheme = scheme;
    application.removeEventFilter(this);
    application.setStyle(new ProxyStyle);
    application.installEventFilter(this);
    install(application);
}

void Theme::install(QApplication& application)
{
    m_installing = true;
    m_dark = m_scheme == Scheme::Dark || (m_scheme == Scheme::System && systemIsDark(application));
    QPalette palette;
    const auto set = [&](QPalette::ColorRole target, Role role) { palette.setColor(target, color(role)); };
    set(QPalette::Window, Role::Background);
    set(QPalette::WindowText, Role::Text);
    set(QPalette::Base, Role::Surface);
    set(QPalette::AlternateBase, Role::Raised);
    set(QPalette::Text, Role::Text);
    set(QPalette::PlaceholderText, Role::Muted); // it is read
    set(QPalette::Button, Role::Surface);
    set(QPalette::ButtonText, Role::Text);
    set(QPalette::BrightText, Role::OnAccent);
    set(QPalette::Highlight, Role::AccentSurface);
    set(QPalette::HighlightedText, Role::Text);
    set(QPalette::Link, Role::Accent);
    set(QPalette::LinkVisited, Role::Accent);
    set(QPalette::ToolTipBase, Role::Raised);
    set(QPalette::ToolTipText, Role::Text);
    set(QPalette::Light, Role::Surface);
    set(QPalette::Midlight, Role::Line);
    set(QPalette::Mid, Role::Line);
    set(QPalette::Dark, Role::Faint);
    for (const auto target : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        palette.setColor(QPalette::Disabled, target, color(Role::Faint));
    }
    application.setPalette(palette);
    application.setFont(font(TextRole::Content));
    m_installing = false;
    emit changed();
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ThemeChange && m_scheme == Scheme::System && !m_installing) {
        install(*qApp);
    }
    return QObject::eventFilter(watched, event);
}

QString outcomeWord(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Ok:
        return QObject::tr("OK");
    case Outcome::Error:
        return QObject::tr("Error");
    case Outcome::Throttle:
        return QObject::tr("Throttle");
    case Outcome::Fault:
        return QObject::tr("Fault");
    }
    Q_UNREACHABLE();
}

QString outcomeMark(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Ok:
        return u"✓"_s;
    case Outcome::Error:
        return u"!"_s;
    case Outcome::Throttle:
        return u"≋"_s;
    case Outcome::Fault:
        return u"✕"_s;
    }
    Q_UNREACHABLE();
}

} // namespace fluoroscope
