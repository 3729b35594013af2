// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/traces_page.h"

#include "core/text/units.h"
#include "ui/theme/role_label.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/trace_list_view.h"

#include <QHBoxLayout>
#include <QHeaderView>

using namespace Qt::StringLiterals;

namespace fluoroscope {

TracesPage::TracesPage(TraceSource& source, QueryRunner& runner, QWidget* parent)
    : QWidget(parent)
    , m_model(new TraceListModel(source, runner, this))
    , m_list(new TraceListView(*m_model, this))
    , m_count(new RoleLabel(TextRole::Subject, Role::Text, this))
    , m_shares(new RoleLabel(TextRole::Label, Role::Muted, this))
{
    setFocusProxy(m_list);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(metrics::pagePadding, 3 * metrics::grid, metrics::pagePadding, 2 * metrics::grid);
    head->setSpacing(3 * metrics::grid);
    head->addWidget(m_count);
    head->addWidget(m_shares, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(head);
    auto* list = new QHBoxLayout;
    list->setContentsMargins(
        metrics::pagePadding - 2 * metrics::grid, 0, 0, 0); // the first column under the head's words
    list->addWidget(m_list);
    layout->addLayout(list, 1);

    connect(m_model, &TraceListModel::updated, this, &TracesPage::updateCount);
    connect(m_model, &QAbstractItemModel::modelReset, this, &TracesPage::updateCount);
    connect(m_list, &TraceListView::traceActivated, this, &TracesPage::traceActivated);
    connect(m_list, &TraceListView::selectedTraceChanged, this, &TracesPage::selectedTraceChanged);
    updateCount();
}

std::optional<TraceId> TracesPage::selectedTrace() const
{
    return m_list->selectedTrace();
}

void TracesPage::setActivity(const std::vector<ActivityBucket>& buckets)
{
    ActivityBucket sum;
    for (const ActivityBucket& bucket : buckets) {
        sum.ok += bucket.ok;
        sum.error += bucket.error;
        sum.throttle += bucket.throttle;
        sum.fault += bucket.fault;
    }
    const qint64 total = sum.ok + sum.error + sum.throttle + sum.fault;
    QStringList shares;
    const auto add = [&](qint64 count, Outcome outcome) {
        if (count > 0) {
            shares.append(u"%1 %2"_s.arg(formatShare(double(count) / double(total)), outcomeWord(outcome).toLower()));
        }
    };
    add(sum.fault, Outcome::Fault);
    add(sum.error, Outcome::Error);
    add(sum.throttle, Outcome::Throttle);
    m_shares->setText(shares.isEmpty() && total > 0 ? tr("all ok") : shares.join(u" · "_s));
}

QByteArray TracesPage::columns() const
{
    return m_list->horizontalHeader()->saveState();
}

void TracesPage::restoreColumns(const QByteArray& state)
{
    if (!state.isEmpty()) {
        m_list->horizontalHeader()->restoreState(state);
    }
}

void TracesPage::updateCount()
{
    const int count = m_model->rowCount();
    m_count->setText(count == 1 ? tr("1 trace") : tr("%1 traces").arg(formatCount(count)));
}

} // namespace fluoroscope
