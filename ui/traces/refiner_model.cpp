// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/refiner_model.h"

#include "core/text/units.h"
#include "ui/theme/tool_tip.h"
#include "ui/traces/trace_columns.h"

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
    return {RefinerModel::Kind::Note, {}, text};
}

// Without the scheme and, where all are of one host, without that: what differs is at the end.
QString shortUrl(const QString& address, bool isOneHost)
{
    const qsizetype host = address.indexOf(u"://"_s);
    const qsizetype path = host < 0 || !isOneHost ? -1 : address.indexOf(u'/', host + 3);
    return path < 0 || path + 1 >= address.size() ? address.mid(host < 0 ? 0 : host + 3) : address.mid(path);
}

bool areOfOneHost(const std::vector<FacetValue>& urls)
{
    return std::all_of(urls.begin(), urls.end(),
        [first = hostOf(urls.front().label)](const FacetValue& url) { return hostOf(url.label) == first; });
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
    m_statistics = {};
    show({noteOf(text)});
}

void RefinerModel::setStatistics(const TraceStatistics& statistics, bool keepPlaces)
{
    m_statistics = statistics;
    show(rowsOf(keepPlaces ? inPlaces(statistics) : statistics));
}

void RefinerModel::sortByTraces()
{
    if (m_statistics.traces > 0) {
        show(rowsOf(m_statistics));
    }
}

void RefinerModel::toggle(int index)
{
    const QString facet = row(index).facet;
    if (!m_unfolded.removeOne(facet)) {
        m_unfolded.append(facet);
    }
    show(rowsOf(inPlaces(m_statistics)));
}

std::vector<RefinerModel::Row> RefinerModel::rowsOf(const TraceStatistics& statistics) const
{
    std::vector<Row> rows;
    if (statistics.isNewestOnly) {
        rows.push_back(noteOf(tr("of the newest %1 traces").arg(formatCount(statistics.traces))));
    } else if (statistics.facets.empty()) {
        rows.push_back(noteOf(tr("Nothing tells these traces apart.")));
    }
    for (const Facet& facet : statistics.facets) {
        const QString title = titleOf(facet);
        rows.push_back({Kind::Heading, title, title});
        const bool isUnfolded = m_unfolded.contains(title);
        const bool isOneHost = facet.kind == FacetKind::Url && areOfOneHost(facet.values);
        const std::size_t end = isUnfolded ? facet.values.size() : std::min(facet.values.size(), kFolded);
        for (std::size_t i = 0; i < end; ++i) {
            const FacetValue& value = facet.values[i];
            const double share =
                statistics.traces > 0 ? static_cast<double>(value.traces) / static_cast<double>(statistics.traces) : 0;
            const QString label = facet.kind == FacetKind::Url ? shortUrl(value.label, isOneHost)
                : facet.kind == FacetKind::FaultException      ? shortType(value.label)
                                                               : value.label;
            rows.push_back({Kind::Value, title, label, value.clause, value.traces, share});
        }
        const qint64 others = facet.distinct - static_cast<qint64>(end);
        if (facet.values.size() > kFolded) {
            rows.push_back({Kind::More, title,
                !isUnfolded      ? tr("… %1 more").arg(formatCount(others))
                    : others > 0 ? tr("Fewer (%1 are not listed)").arg(formatCount(others))
                                 : tr("Fewer")});
        }
    }
    return rows;
}

// With facets and values that are shown in the order in which they are.
TraceStatistics RefinerModel::inPlaces(TraceStatistics statistics) const
{
    const auto placeOf = [this](const Row& sought) {
        return std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return isSame(row, sought); });
    };
    std::stable_sort(statistics.facets.begin(), statistics.facets.end(), [&](const Facet& a, const Facet& b) {
        return placeOf({Kind::Heading, titleOf(a), {}}) < placeOf({Kind::Heading, titleOf(b), {}});
    });
    for (Facet& facet : statistics.facets) {
        const QString title = titleOf(facet);
        std::vector<std::pair<std::vector<Row>::const_iterator, FacetValue>> values;
        for (FacetValue& value : facet.values) {
            const auto place = placeOf({Kind::Value, title, {}, value.clause});
            values.emplace_back(place, std::move(value));
        }
        std::stable_sort(values.begin(), values.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        std::transform(values.begin(), values.end(), facet.values.begin(), [](auto& value) { return value.second; });
    }
    return statistics;
}

bool RefinerModel::isSame(const Row& one, const Row& other)
{
    return one.kind == other.kind && one.facet == other.facet && one.clause == other.clause
        && (one.kind != Kind::Note || one.label == other.label);
}

void RefinerModel::show(std::vector<Row> rows)
{
    const auto isIn = [](const std::vector<Row>& all, const Row& sought) {
        return std::any_of(all.begin(), all.end(), [&](const Row& row) { return isSame(row, sought); });
    };
    for (int i = rowCount() - 1; i >= 0; --i) {
        if (!isIn(rows, row(i))) {
            beginRemoveRows({}, i, i);
            m_rows.erase(m_rows.begin() + i);
            endRemoveRows();
        }
    }
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
        Row& wanted = rows[static_cast<std::size_t>(i)];
        const auto found =
            std::find_if(m_rows.begin() + i, m_rows.end(), [&](const Row& r) { return isSame(r, wanted); });
        const int from = static_cast<int>(found - m_rows.begin());
        if (found == m_rows.end()) {
            beginInsertRows({}, i, i);
            m_rows.insert(m_rows.begin() + i, std::move(wanted));
            endInsertRows();
            continue;
        }
        if (from > i) {
            beginMoveRows({}, from, from, {}, i);
            std::rotate(m_rows.begin() + i, found, found + 1);
            endMoveRows();
        }
        m_rows[static_cast<std::size_t>(i)] = std::move(wanted);
    }
    if (!m_rows.empty()) {
        emit dataChanged(index(0), index(rowCount() - 1));
    }
}

int RefinerModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant RefinerModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Row& entry = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return entry.label;
    case Qt::AccessibleTextRole:
        return entry.kind == Kind::More ? tr("%1: %2").arg(entry.facet, entry.label)
            : entry.kind != Kind::Value ? entry.label
                                        : tr("%1: %2 traces").arg(entry.label, formatCount(entry.traces));
    case Qt::ToolTipRole:
        return entry.kind != Kind::Value ? QVariant()
                                         : plainToolTip(tr("%1\n%2 of the traces. Click to show only these.")
                                                            .arg(entry.clause.text(), formatShare(entry.share)));
    default:
        return {};
    }
}

Qt::ItemFlags RefinerModel::flags(const QModelIndex& index) const
{
    const Kind kind = index.isValid() ? row(index.row()).kind : Kind::Note;
    return kind == Kind::Note || kind == Kind::Heading ? Qt::NoItemFlags : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

} // namespace fluoroscope
