// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/proxy_style.h"

#include "ui/theme/control_drawing.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QScrollBar>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kScrollExtent = 12;
constexpr int kMinimumHandle = 32;
constexpr int kArrow = 16; // as large as other icons, whatever room Fusion leaves it
constexpr int kStep = 12; // two of them in the height of a field

QColor color(Role role)
{
    return Theme::current().color(role);
}

} // namespace

ProxyStyle::ProxyStyle()
    : QProxyStyle(u"Fusion"_s)
{
}

void ProxyStyle::drawPrimitive(
    PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
    case PE_PanelButtonTool:
        drawButton(option, painter);
        return;
    case PE_FrameDefaultButton:
    case PE_FrameTabBarBase:
        return;
    case PE_FrameFocusRect:
        if (option->state & State_KeyboardFocusChange && !qobject_cast<const QAbstractItemView*>(widget)) {
            drawRounded(painter, option->rect, Qt::transparent, color(Role::Accent), 2);
        }
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorRadioButton:
        drawIndicator(option, element == PE_IndicatorRadioButton, painter);
        return;
    case PE_PanelLineEdit:
        if (widget && qobject_cast<const QAbstractSpinBox*>(widget->parentWidget())) {
            return; // it has a frame of its own
        }
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            frame && frame->lineWidth == 0 && (option->state & State_ReadOnly) && !(option->state & State_HasFocus)) {
            return; // a fact to be copied, and nothing to type into
        }
        drawField(option, painter);
        return;
    case PE_FrameLineEdit:
        return;
    case PE_IndicatorArrowDown:
        drawChevron(option->rect, kArrow, false, true, painter);
        return;
    case PE_Frame:
    case PE_FrameMenu:
        painter->save();
        painter->setPen(color(Role::Line));
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    case PE_PanelScrollAreaCorner:
        painter->fillRect(option->rect, Theme::current().color(Role::Surface));
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, color(Role::Line));
        painter->fillRect(option->rect.adjusted(1, 1, -1, -1), color(Role::Raised));
        return;
    case PE_IndicatorToolBarSeparator:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void ProxyStyle::drawControl(
    ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case CE_Header:
    case CE_HeaderSection:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            drawHeader(*header, painter);
        }
        return;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, color(Role::Surface));
        drawHairline(painter, QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1));
        return;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, color(Role::Background));
        return;
    case CE_MenuBarItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            painter->fillRect(item->rect, color(Role::Background));
            const bool active = (item->state & State_Selected) || (item->state & State_Sunken);
            if (active) {
                drawRounded(painter, item->rect.adjusted(0, 2, 0, -2), color(Role::AccentSurface), Qt::transparent);
            }
            painter->setPen(color(active ? Role::Text : Role::Muted));
            const int mnemonic =
                styleHint(SH_UnderlineShortcut, option, widget, nullptr) ? Qt::TextShowMnemonic : Qt::TextHideMnemonic;
            painter->drawText(item->rect, Qt::AlignCenter | Qt::TextSingleLine | mnemonic, item->text);
        }
        return;
    case CE_TabBarTabShape:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            drawTab(*tab, painter);
        }
        return;
    case CE_TabBarTabLabel:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            QStyleOptionTab quiet(*tab);
            const bool selected = tab->state & State_Selected;
            const Role role = !(tab->state & State_Enabled) ? Role::Faint : selected ? Role::Accent : Role::Muted;
            quiet.palette.setColor(QPalette::WindowText, color(role));
            QProxyStyle::drawControl(element, &quiet, painter, widget);
        }
        return;
    case CE_Splitter:
        if (option->state & State_Horizontal) {
            drawHairline(painter, QRect(option->rect.center().x(), option->rect.top(), 1, option->rect.height()));
        } else {
            drawHairline(painter, QRect(option->rect.left(), option->rect.center().y(), option->rect.width(), 1));
        }
        return;
    case CE_PushButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option); button && isPrimary(button)) {
            QStyleOptionButton primary(*button);
            primary.palette.setColor(QPalette::ButtonText, color(Role::OnAccent));
            QProxyStyle::drawControl(element, &primary, painter, widget);
            return;
        }
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
            button && button->features.testFlag(QStyleOptionButton::HasMenu) && button->icon.isNull()) {
            // As in a field: where the button is wider than its text, the chevron alone stands at the end.
            painter->setPen(button->palette.color(QPalette::ButtonText));
            painter->drawText(button->rect.adjusted(2 * metrics::grid, 0, 0, 0),
                Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextHideMnemonic, button->text);
            return;
        }
        QProxyStyle::drawControl(element, option, painter, widget);
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void ProxyStyle::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const
{
    if (control == CC_SpinBox) {
        const auto* box = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        drawField(option, painter);
        for (const bool up : {true, false}) {
            const QRect step = subControlRect(control, option, up ? SC_SpinBoxUp : SC_SpinBoxDown, widget);
            const auto enabled = up ? QAbstractSpinBox::StepUpEnabled : QAbstractSpinBox::StepDownEnabled;
            drawChevron(step, kStep, up, box && box->stepEnabled.testFlag(enabled), painter);
        }
        return;
    }
    if (const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        control == CC_ComboBox && box && !box->editable) {
        drawButton(option, painter);
        drawChevron(subControlRect(control, option, SC_ComboBoxArrow, widget), kArrow, false,
            option->state & State_Enabled, painter);
        return;
    }
    if (control != CC_ScrollBar) {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    // Quiet: a rounded handle on the page itself, darker while it is used.
    const QRect handle = subControlRect(control, option, SC_ScrollBarSlider, widget);
    const bool active = option->state & (State_MouseOver | State_Sunken);
    const int thickness = active ? 8 : 6;
    QRectF bar = handle;
    if (option->state & State_Horizontal) {
        bar = QRectF(bar.left() + 2, bar.center().y() - thickness / 2.0, bar.width() - 4, thickness);
    } else {
        bar = QRectF(bar.center().x() - thickness / 2.0, bar.top() + 2, thickness, bar.height() - 4);
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color(Role::Faint));
    painter->setOpacity(active ? 0.9 : 0.5);
    painter->drawRoundedRect(bar, thickness / 2.0, thickness / 2.0);
    painter->restore();
}

QRect ProxyStyle::subControlRect(
    ComplexControl control, const QStyleOptionComplex* option, SubControl subControl, const QWidget* widget) const
{
    if (control == CC_ComboBox || control == CC_SpinBox) { // as far from the frame as in a field
        const QRect rect = QProxyStyle::subControlRect(control, option, subControl, widget);
        const bool text =
            control == CC_ComboBox ? subControl == SC_ComboBoxEditField : subControl == SC_SpinBoxEditField;
        const bool arrow = control == CC_ComboBox ? subControl == SC_ComboBoxArrow
                                                  : subControl == SC_SpinBoxUp || subControl == SC_SpinBoxDown;
        return text ? rect.adjusted(metrics::grid, 0, -metrics::grid, 0)
            : arrow ? rect.translated(-metrics::grid, 0)
                    : rect;
    }
    const auto* slider = control == CC_ScrollBar ? qstyleoption_cast<const QStyleOptionSlider*>(option) : nullptr;
    if (!slider) {
        return QProxyStyle::subControlRect(control, option, subControl, widget);
    }
    const bool horizontal = slider->orientation == Qt::Horizontal;
    const int length = horizontal ? slider->rect.width() : slider->rect.height();
    const qint64 range = qint64(slider->maximum) - slider->minimum;
    const qint64 whole = range + slider->pageStep;
    const int handle = whole <= 0 || range <= 0
        ? length
        : std::clamp(int(qint64(length) * slider->pageStep / whole), std::min(kMinimumHandle, length), length);
    const int start = sliderPositionFromValue(
        slider->minimum, slider->maximum, slider->sliderPosition, length - handle, slider->upsideDown);
    const auto span = [&](int from, int size) {
        return horizontal ? QRect(slider->rect.left() + from, slider->rect.top(), size, slider->rect.height())
                          : QRect(slider->rect.left(), slider->rect.top() + from, slider->rect.width(), size);
    };
    switch (subControl) {
    case SC_ScrollBarSlider:
        return span(start, handle);
    case SC_ScrollBarSubPage:
        return span(0, start);
    case SC_ScrollBarAddPage:
        return span(start + handle, length - start - handle);
    case SC_ScrollBarGroove:
        return slider->rect;
    default:
        return {};
    }
}

QRect ProxyStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
    return element == SE_LineEditContents && frame && frame->lineWidth > 0
        ? rect.adjusted(metrics::grid, 0, -metrics::grid, 0)
        : rect;
}

QSize ProxyStyle::sizeFromContents(
    ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        return {size.width() + 6 * metrics::grid, std::max(size.height(), 8 * metrics::grid)};
    case CT_LineEdit:
    case CT_SpinBox:
    case CT_ComboBox:
        return {result.width() + 2 * metrics::grid, std::max(result.height(), metrics::rowHeight)};
    case CT_MenuBarItem:
        return {size.width() + 4 * metrics::grid, std::max(size.height(), 7 * metrics::grid)};
    case CT_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
            item && item->menuItemType == QStyleOptionMenuItem::Separator) {
            return result;
        }
        return {result.width() + 4 * metrics::grid, std::max(result.height(), metrics::rowHeight)};
    default:
        return result;
    }
}

int ProxyStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return kScrollExtent;
    case PM_FocusFrameHMargin:
        return 2 * metrics::grid - 1; // cells stand under their headers
    case PM_ScrollBarSliderMin:
        return kMinimumHandle;
    case PM_ScrollView_ScrollBarOverlap:
        return 0;
    case PM_SplitterWidth:
        return 5;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_MenuBarPanelWidth:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
        return 0;
    case PM_MenuBarHMargin:
        return metrics::grid;
    case PM_MenuBarItemSpacing:
        return 0;
    case PM_MenuVMargin:
    case PM_MenuHMargin:
        return metrics::grid;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
        return 16;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int ProxyStyle::styleHint(
    StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* returnData) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_UnderlineShortcut:
    case SH_DitherDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons: // the desktop's, in colours of its own
        return 0;
    case SH_Table_GridLineColor:
        return int(color(Role::Line).rgba());
    case SH_Header_ArrowAlignment:
        return Qt::AlignRight | Qt::AlignVCenter;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

} // namespace fluoroscope
