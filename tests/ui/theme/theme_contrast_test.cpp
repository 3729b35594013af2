// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What every role of the theme promises to the eye: contrast as WCAG 2.1 counts it, and outcomes that are told apart by
// those who see no green.

#include "ui/theme/theme.h"

#include <QTest>
#include <array>
#include <cmath>

using namespace fluoroscope;

namespace {

using Linear = std::array<double, 3>; // light of red, green and blue, 0 to 1

Linear linear(const QColor& color)
{
    const auto part = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return {part(color.redF()), part(color.greenF()), part(color.blueF())};
}

double contrast(Role a, Role b, bool dark)
{
    const auto luminance = [](const Linear& c) { return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; };
    const double first = luminance(linear(Theme::color(a, dark))) + 0.05;
    const double second = luminance(linear(Theme::color(b, dark))) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

// What is left for an eye without the green cones: Machado, Oliveira and Fernandes, 2009, at full severity.
Linear deuteranopic(const Linear& c)
{
    const auto row = [&](double r, double g, double b) { return std::clamp(r * c[0] + g * c[1] + b * c[2], 0.0, 1.0); };
    return {row(0.367322, 0.860646, -0.227968), row(0.280085, 0.672501, 0.047413), row(-0.011820, 0.042940, 0.968881)};
}

// In CIE L*a*b*, D65.
Linear lab(const Linear& c)
{
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047);
    const double y = f(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
    const double z = f((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

// ΔE of 1976: 2.3 is just noticed, 10 is seen at a glance.
double deuteranopicDistance(Role a, Role b, bool dark)
{
    const Linear first = lab(deuteranopic(linear(Theme::color(a, dark))));
    const Linear second = lab(deuteranopic(linear(Theme::color(b, dark))));
    return std::hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

struct Promise {
    Role ink;
    Role ground;
    double least; // contrast
};

constexpr double kText = 4.5;
constexpr double kGraphics = 3;
constexpr std::array kGrounds{Role::Background, Role::Surface, Role::Raised, Role::AccentSurface};
constexpr std::array kOutcomes{Role::Ok, Role::Error, Role::Fault, Role::Throttle};
constexpr std::array kOutcomeSurfaces{Role::OkSurface, Role::ErrorSurface, Role::FaultSurface, Role::ThrottleSurface};

std::vector<Promise> promises()
{
    std::vector<Promise> all{{Role::OnAccent, Role::Accent, kText}};
    for (const Role ground : kGrounds) {
        for (const Role ink : {Role::Text, Role::Muted, Role::Accent}) {
            all.push_back({ink, ground, kText});
        }
        all.push_back({Role::Faint, ground, kGraphics}); // edges, hints, what is disabled
        for (const Role ink : kOutcomes) {
            all.push_back({ink, ground, kGraphics});
        }
    }
    for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
        all.push_back({kOutcomes.at(i), kOutcomeSurfaces.at(i), kText}); // the word on a chip
        all.push_back({Role::Surface, kOutcomes.at(i), kText}); // the word on a bar
        all.push_back({Role::Text, kOutcomeSurfaces.at(i), kText});
    }
    return all;
}

} // namespace

class ThemeContrastTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsReadAndSeenStandsOut_data();
    void whatIsReadAndSeenStandsOut();
    void outcomesAreToldApartWithoutGreen_data() { whatIsReadAndSeenStandsOut_data(); }
    void outcomesAreToldApartWithoutGreen();
};

void ThemeContrastTest::whatIsReadAndSeenStandsOut_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void ThemeContrastTest::whatIsReadAndSeenStandsOut()
{
    QFETCH(bool, dark);
    for (const Promise& promise : promises()) {
        const double found = contrast(promise.ink, promise.ground, dark);
        QVERIFY2(found >= promise.least,
            qPrintable(QStringLiteral("role %1 on role %2: %3, not %4")
                           .arg(int(promise.ink))
                           .arg(int(promise.ground))
                           .arg(found, 0, 'f', 2)
                           .arg(promise.least)));
    }
}

void ThemeContrastTest::outcomesAreToldApartWithoutGreen()
{
    constexpr double kAtAGlance = 15;
    QFETCH(bool, dark);
    for (const Role a : kOutcomes) {
        for (const Role b : kOutcomes) {
            const double found = deuteranopicDistance(a, b, dark);
            QVERIFY2(a == b || found >= kAtAGlance,
                qPrintable(QStringLiteral("roles %1 and %2: %3").arg(int(a)).arg(int(b)).arg(found, 0, 'f', 1)));
        }
    }
}

QTEST_APPLESS_MAIN(ThemeContrastTest)
#include "theme_contrast_test.moc"
