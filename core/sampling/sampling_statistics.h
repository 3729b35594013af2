// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What clients reported of each sampling rule, in windows of ten seconds, and which of them share its reservoir
// (reference 1.8, 5.9).
#pragma once

#include "core/time/timestamp.h"

#include <QHash>
#include <QJsonObject>
#include <QMap>
#include <QString>
#include <vector>

namespace fluoroscope {

// Since the client's last report. The SDKs leave what they borrowed out of `sampled`.
struct SamplingCounts {
    qint64 requests = 0;
    qint64 sampled = 0;
    qint64 borrowed = 0;

    SamplingCounts& operator+=(const SamplingCounts& other);
    bool operator==(const SamplingCounts&) const = default;
};

struct SamplingReport {
    QString rule;
    QString client;
    Timestamp time{}; // by the client's clock
    SamplingCounts counts;
};

struct SamplingSummary {
    QString rule;
    Timestamp window{}; // its begin
    SamplingCounts counts; // of all clients
    bool operator==(const SamplingSummary&) const = default;
};

class SamplingStatistics {
public:
    static constexpr std::chrono::seconds kWindow{10};
    // Three reports that did not come: the client is gone.
    static constexpr std::chrono::seconds kLive{30};
    static constexpr std::chrono::minutes kKept{30};
    // Of windows by rule and client; what is beyond goes, oldest first, and so is what an SDK's mistake can cost.
    static constexpr std::size_t kMaxEntries = 4000;
    static constexpr qsizetype kMaxClients = 1000; // all rules together

    static SamplingStatistics fromJson(const QJsonObject& json);
    [[nodiscard]] QJsonObject toJson() const;

    // A report whose time is a minute or more off counts for the time at which it came.
    void add(const SamplingReport& report, Timestamp now);
    // Forgets what is too old or too much.
    void trim(Timestamp now);

    // The part of `reservoir` that `client` may take each second. Those of all live clients make up the reservoir.
    [[nodiscard]] qint64 quota(const QString& rule, const QString& client, qint64 reservoir, Timestamp now) const;
    // How many clients reported lately, by rule.
    [[nodiscard]] qsizetype liveClients(const QString& rule, Timestamp now) const;
    // Oldest window first.
    [[nodiscard]] std::vector<SamplingSummary> summaries(Timestamp now) const;

private:
    struct Entry {
        Timestamp window{};
        QString rule;
        QString client;
        SamplingCounts counts;
    };
    std::vector<Entry> m_entries; // as they came
    QMap<QString, QMap<QString, Timestamp>> m_clients; // by rule: when each reported last
};

} // namespace fluoroscope
