// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/page_message.h"

#include <QPushButton>

namespace fluoroscope {

PageMessage::PageMessage(QWidget* parent)
    : Notice(Place::Page, parent)
    , m_unfiltered(addButton(tr("Clear the filter")))
    , m_all(addButton(tr("Show all")))
{
    connect(m_unfiltered, &QPushButton::clicked, this, &PageMessage::unfilteredRequested);
    connect(m_all, &QPushButton::clicked, this, &PageMessage::allRequested);
}

void PageMessage::showLoading()
{
    say({}, tr("Loading…"));
    m_loading = true;
}

void PageMessage::showNothing(const QString& range, bool filtered, bool offerAll)
{
    m_loading = false;
    if (filtered) {
        say(tr("No matching traces"), tr("No trace that started in this range meets the filter: %1.").arg(range));
    } else {
        say(tr("No traces"), tr("No trace of this session started in: %1.").arg(range));
    }
    m_unfiltered->setVisible(filtered);
    m_all->setVisible(offerAll);
}

void PageMessage::showProblem(const QString& problem)
{
    m_loading = false;
    sayProblem(tr("This could not be read"), problem);
}

} // namespace fluoroscope
