// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/chart_accessible.h"

#include "ui/charts/rates_chart.h"
#include "ui/charts/response_histogram.h"
#include "ui/frame/activity_strip.h"
#include "ui/trace/minimap.h"

#include <QAccessibleWidget>

namespace fluoroscope {

namespace {

class ChartInterface : public QAccessibleWidget {
public:
    explicit ChartInterface(QWidget* chart)
        : QAccessibleWidget(chart, QAccessible::Chart)
    {
    }

    // A chart keeps its description to what its cursor is on: that is its value, and said once.
    [[nodiscard]] QString text(QAccessible::Text text) const override
    {
        return text == QAccessible::Value      ? widget()->accessibleDescription()
            : text == QAccessible::Description ? QString()
                                               : QAccessibleWidget::text(text);
    }
};

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    const bool chart = qobject_cast<ActivityStrip*>(object) || qobject_cast<ResponseHistogram*>(object)
        || qobject_cast<RatesChart*>(object) || qobject_cast<TraceMinimap*>(object);
    return chart ? new ChartInterface(static_cast<QWidget*>(object)) : nullptr;
}

} // namespace

void installChartAccessibility()
{
    static const bool installed = (QAccessible::installFactory(makeInterface), true);
    Q_UNUSED(installed)
}

} // namespace fluoroscope
