// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What makes two segments the same node of the service graph: name, type and account (reference 5.6).
#pragma once

#include <QHashFunctions>
#include <QString>
#include <compare>
#include <optional>

namespace fluoroscope {

struct Segment;

struct ServiceKey {
    QString name;
    QString type; // X-Ray's spelling: "AWS::ECS::Container", "remote", "client"; empty for a service without origin
    QString account; // empty where unknown

    bool operator==(const ServiceKey&) const = default;
    std::strong_ordering operator<=>(const ServiceKey& other) const;
};

inline size_t qHash(const ServiceKey& key, size_t seed = 0)
{
    return qHashMulti(seed, key.name, key.type, key.account);
}

// The node that top-level `segment` belongs to: an inferred one by the resource it stands for (reference 3.3).
ServiceKey serviceKeyOf(const Segment& segment);

// The client node of top-level `segment`, where a request entered the system there (reference 5.6, rule 2).
std::optional<ServiceKey> clientKeyOf(const Segment& segment);

} // namespace fluoroscope

template <> struct std::hash<fluoroscope::ServiceKey> {
    std::size_t operator()(const fluoroscope::ServiceKey& key) const noexcept { return qHash(key); }
};
