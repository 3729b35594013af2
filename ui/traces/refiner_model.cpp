// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/refiner_model.h"

#include "core/text/units.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString titleOf(const Facet& facet)
{
    switch (facet.kind) {
    case FacetKind::Service:
        return RefinerModel::tr("Service");
    case FacetKind::Status:
        return RefinerModel::tr("Response code");
    case FacetKind::Url:
        return RefinerModel::tr("URL");
    case FacetKind::Method:
        return RefinerModel::tr("Method");
    case FacetKind::FaultCause:
        return RefinerModel::tr("Fault root cause");
    case FacetKind::FaultException:
        return RefinerModel::tr("Fault root cause exception");
    case FacetKind::User:
        return RefinerModel::tr("User");
    case FacetKind::Annotation:
        return RefinerModel::tr("Annotation: %1").arg(facet.key);
    }
    return {};
}

RefinerModel::Row noteOf(const QString& text)
{
    return {text, false, {}, 0, 0, true};
}

// Without the scheme and, where there is one, the host: what differs is at the end.
QString shortUrl(const QString& address)
{
    const qsizetype host = address.indexOf(u"://"_s);
    const qsizetype path = host < 0 ? -1 : address.indexOf(u'/', host + 3);
    return path < 0 || path + 1 >= address.size() ? address.mid(host < 0 ? 0 : host + 3) : address.mid(path);
}

// Without its package: OptimisticLockingFailureException.
QString shortType(const QString& type)
{
    const qsizetype dot = type.contains(u' ') ? -1 : type.lastIndexOf(u'.');
    return dot + 1 < type.size() ? type.mid(dot + 1) : type;
}

} // namespace

RefinerModel::RefinerModel(QObject* parent)
    : QAbstractListModel(parent)
{
    setNote(tr("Counting…"));
}

void RefinerModel::setNote(const QString& text)
{
    show({noteOf(text)});
}

void RefinerModel::setStatistics(const TraceStatistics& statistics)
{
    std::vector<Row> rows;
    if (statistics.isNewestOnly) {
        rows.push_back(noteOf(tr("of the newest %1 traces").arg(formatCount(statistics.traces))));
    } else if (statistics.facets.empty()) {
        rows.push_back(noteOf(tr("Nothing tells these traces apart.")));
    }
    for (const Facet& facet : statistics.facets) {
        rows.push_back({titleOf(facet), true, {}, 0, 0, false});
        for (const FacetValue& value : facet.values) {
            const double share =
                statistics.traces > 0 ? static_cast<double>(value.traces) / static_cast<double>(statistics.traces) : 0;
            const QString label = facet.kind == FacetKind::Url ? shortUrl(value.label)
                : facet.kind == FacetKind::FaultException      ? shortType(value.label)
                                                               : value.label;
            rows.push_back({label, false, value.clause, value.traces, share, false});
        }
    }
    show(std::move(rows));
}

void RefinerModel::show(std::vector<Row> rows)
{
    const bool same = rows.size() == m_rows.size()
        && std::equal(rows.begin(), rows.end(), m_rows.begin(), [](const Row& a, const Row& b) {
               return a.label == b.label && a.clause == b.clause && a.heading == b.heading && a.note == b.note;
           });
    if (same) {
        m_rows = std::move(rows);
        if (!m_rows.empty()) {
            emit dataChanged(index(0), index(rowCount() - 1));
        }
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int RefinerModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant RefinerModel::data(const QModelIndex& index, int role) const
{
    const Row& entry = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return entry.label;
    case Qt::AccessibleTextRole:
        return !entry.isValue() ? entry.label : tr("%1: %2 traces").arg(entry.label, formatCount(entry.traces));
    case Qt::ToolTipRole:
        return !entry.isValue()
            ? QVariant()
            : tr("%1\n%2 of the traces. Click to show only these.").arg(entry.clause.text(), formatShare(entry.share));
    default:
        return {};
    }
}

Qt::ItemFlags RefinerModel::flags(const QModelIndex& index) const
{
    return !row(index.row()).isValue() ? Qt::NoItemFlags : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

} // namespace fluoroscope
