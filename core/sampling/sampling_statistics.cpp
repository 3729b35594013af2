// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sampling/sampling_statistics.h"

#include <QJsonArray>

#include <algorithm>
#include <map>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr Duration kTolerated = 1min; // between the client's clock and ours

bool isLive(Timestamp last, Timestamp now)
{
    return last > now - SamplingStatistics::kLive;
}

} // namespace

SamplingCounts& SamplingCounts::operator+=(const SamplingCounts& other)
{
    requests += other.requests;
    sampled += other.sampled;
    borrowed += other.borrowed;
    return *this;
}

SamplingStatistics SamplingStatistics::fromJson(const QJsonObject& json)
{
    SamplingStatistics statistics;
    const QJsonArray windows = json.value("Windows"_L1).toArray();
    for (const auto& row : windows) {
        statistics.m_entries.push_back({fromEpochSeconds(row[0].toDouble()), row[1].toString(), row[2].toString(),
            {row[3].toInteger(), row[4].toInteger(), row[5].toInteger()}});
    }
    const QJsonArray clients = json.value("Clients"_L1).toArray();
    for (const auto& row : clients) {
        statistics.m_clients[row[0].toString()].insert(row[1].toString(), fromEpochSeconds(row[2].toDouble()));
    }
    return statistics;
}

QJsonObject SamplingStatistics::toJson() const
{
    QJsonArray windows;
    for (const Entry& entry : m_entries) {
        windows.append(QJsonArray{toEpochSeconds(entry.window), entry.rule, entry.client, entry.counts.requests,
            entry.counts.sampled, entry.counts.borrowed});
    }
    QJsonArray clients;
    for (auto rule = m_clients.begin(); rule != m_clients.end(); ++rule) {
        for (auto client = rule->begin(); client != rule->end(); ++client) {
            clients.append(QJsonArray{rule.key(), client.key(), toEpochSeconds(client.value())});
        }
    }
    return {{u"Windows"_s, windows}, {u"Clients"_s, clients}};
}

void SamplingStatistics::add(const SamplingReport& report, Timestamp now)
{
    m_clients[report.rule].insert(report.client, now);
    const bool isOff = report.time < now - kTolerated || report.time > now + kTolerated;
    const Timestamp window =
        std::chrono::floor<std::chrono::duration<qint64, std::ratio<10>>>(isOff ? now : report.time);
    const auto known = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        return entry.window == window && entry.rule == report.rule && entry.client == report.client;
    });
    if (known != m_entries.end()) {
        known->counts += report.counts;
    } else {
        m_entries.push_back({window, report.rule, report.client, report.counts});
    }
}

void SamplingStatistics::trim(Timestamp now)
{
    std::erase_if(m_entries, [now](const Entry& entry) { return entry.window < now - kKept; });
    if (m_entries.size() > kMaxEntries) {
        const auto extra = static_cast<std::ptrdiff_t>(m_entries.size() - kMaxEntries);
        m_entries.erase(m_entries.begin(), m_entries.begin() + extra);
    }
    qsizetype left = kMaxClients;
    for (auto rule = m_clients.begin(); rule != m_clients.end();) {
        rule->removeIf([now](const auto& client) { return !isLive(client.value(), now); });
        while (rule->size() > left) {
            rule->erase(std::prev(rule->end()));
        }
        left -= rule->size();
        rule = rule->isEmpty() ? m_clients.erase(rule) : std::next(rule);
    }
}

qint64 SamplingStatistics::quota(const QString& rule, const QString& client, qint64 reservoir, Timestamp now) const
{
    const QMap<QString, Timestamp> clients = m_clients.value(rule);
    qint64 live = 0;
    qint64 before = 0; // live clients in front of this one: the first ones take what does not divide
    for (auto other = clients.begin(); other != clients.end(); ++other) {
        if (isLive(other.value(), now)) {
            ++live;
            before += other.key() < client ? 1 : 0;
        }
    }
    return live == 0 ? reservoir : reservoir / live + (before < reservoir % live ? 1 : 0);
}

qsizetype SamplingStatistics::liveClients(const QString& rule, Timestamp now) const
{
    const QMap<QString, Timestamp> clients = m_clients.value(rule);
    return std::count_if(clients.begin(), clients.end(), [now](Timestamp last) { return isLive(last, now); });
}

std::vector<SamplingSummary> SamplingStatistics::summaries(Timestamp now) const
{
    std::map<std::pair<Timestamp, QString>, SamplingCounts> sums;
    for (const Entry& entry : m_entries) {
        if (entry.window >= now - kKept) {
            sums[{entry.window, entry.rule}] += entry.counts;
        }
    }
    std::vector<SamplingSummary> summaries;
    summaries.reserve(sums.size());
    for (const auto& [key, counts] : sums) {
        summaries.push_back({key.second, key.first, counts});
    }
    return summaries;
}

} // namespace fluoroscope
