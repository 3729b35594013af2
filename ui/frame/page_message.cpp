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
    say(filtered ? tr("No matching traces") : tr("No traces"),
        filtered && offerAll ? tr("No trace that started in this range (%1) meets the filter.").arg(range)
            : filtered       ? tr("No trace of this session meets the filter.")
            : offerAll       ? tr("No trace of this session started in this range (%1).").arg(range)
                             : tr("There are no traces in this session."));
    m_unfiltered->setVisible(filtered);
    m_all->setVisible(offerAll);
}

void PageMessage::showProblem(const QString& problem)
{
    m_loading = false;
    sayProblem(tr("This could not be read"), problem);
}

} // namespace fluoroscope
