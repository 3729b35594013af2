// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/value_list.h"

#include "core/text/units.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/tool_tip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace fluoroscope {

// "http://localhost/order/1      312", the value in the colour of links where it is one.
class ValueList::Row : public QPushButton {
public:
    explicit Row(QWidget* parent)
        : QPushButton(parent)
    {
        setFixedHeight(metrics::rowHeight);
        setAttribute(Qt::WA_Hover);
    }

    void setValue(const FacetValue& value)
    {
        m_value = value;
        const bool link = !value.clause.isEmpty();
        setEnabled(link);
        setFocusPolicy(link ? Qt::TabFocus : Qt::NoFocus);
        setCursor(link ? Qt::PointingHandCursor : Qt::ArrowCursor);
        setAccessibleName(tr("%1, %2", "value, how often").arg(value.label, formatCount(value.traces)));
        setToolTip(plainToolTip(value.label));
        update();
    }
    [[nodiscard]] const FilterExpression& clause() const { return m_value.clause; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        painter.setFont(theme.font(TextRole::Content));
        const QString count = formatCount(m_value.traces);
        const qreal figures = figuresWidth(painter.font(), count);
        painter.setPen(theme.color(Role::Muted));
        drawFigures(painter, QRectF(rect()), Qt::AlignRight, count);
        QFont font = painter.font();
        font.setUnderline(isEnabled() && (underMouse() || hasFocus()));
        painter.setFont(font);
        painter.setPen(theme.color(isEnabled() ? Role::Accent : Role::Text));
        const QRectF room = QRectF(rect()).adjusted(0, 0, -figures - 16, 0);
        painter.drawText(room, Qt::AlignVCenter | Qt::TextSingleLine,
            QFontMetricsF(font).elidedText(m_value.label, Qt::ElideMiddle, room.width()));
        if (hasFocus()) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 1.5, -0.5, -1.5), metrics::grid, metrics::grid);
        }
    }

private:
    FacetValue m_value;
};

ValueList::ValueList(const QString& title, const QString& unit, QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(title, this))
    , m_unit(new QLabel(unit, this))
{
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_unit);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addSpacing(metrics::grid);
    const auto recolor = [this] {
        for (QLabel* label : {m_title, m_unit}) {
            label->setFont(Theme::current().font(TextRole::Label));
            QPalette palette = label->palette();
            palette.setColor(QPalette::WindowText, Theme::current().color(Role::Muted));
            label->setPalette(palette);
        }
        update();
    };
    recolor();
    connect(&Theme::current(), &Theme::changed, this, recolor);
}

void ValueList::setValues(const std::vector<FacetValue>& values)
{
    while (m_rows.size() < values.size()) {
        auto* row = new Row(this);
        layout()->addWidget(row);
        connect(row, &QPushButton::clicked, this, [this, row] { emit chosen(row->clause()); });
        m_rows.push_back(row);
    }
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (i < values.size()) {
            m_rows[i]->setValue(values[i]);
        }
        m_rows[i]->setVisible(i < values.size());
    }
    setVisible(!values.empty());
}

std::vector<QAbstractButton*> ValueList::rows() const
{
    std::vector<QAbstractButton*> shown;
    std::copy_if(
        m_rows.begin(), m_rows.end(), std::back_inserter(shown), [](const Row* row) { return !row->isHidden(); });
    return shown;
}

} // namespace fluoroscope
