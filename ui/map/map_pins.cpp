// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_pins.h"

#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

const auto kState = u"map"_s;

} // namespace

QJsonObject pinsToJson(const MapPositions& pinned)
{
    QList<ServiceKey> keys = pinned.keys();
    std::sort(keys.begin(), keys.end());
    QJsonArray nodes;
    for (const ServiceKey& key : keys) {
        const QPointF at = pinned.value(key);
        QJsonObject node{{u"Name"_s, key.name}, {u"Type"_s, key.type}, {u"X"_s, at.x()}, {u"Y"_s, at.y()}};
        if (!key.account.isEmpty()) {
            node[u"AccountId"_s] = key.account;
        }
        nodes.append(node);
    }
    return {{u"Pinned"_s, nodes}};
}

MapPositions pinsFromJson(const QJsonObject& object)
{
    MapPositions pinned;
    const QJsonArray nodes = object[u"Pinned"].toArray();
    for (const QJsonValue& value : nodes) {
        const QJsonObject node = value.toObject();
        const QString name = node[u"Name"].toString();
        if (!name.isEmpty() && node[u"X"].isDouble() && node[u"Y"].isDouble()) {
            pinned.insert({name, node[u"Type"].toString(), node[u"AccountId"].toString()},
                {node[u"X"].toDouble(), node[u"Y"].toDouble()});
        }
    }
    return pinned;
}

MapPins::MapPins(StateStore& store, QueryRunner& runner, MapCanvas& canvas, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_runner(&runner)
    , m_canvas(canvas)
    , m_lane(runner.addLane())
{
    connect(&m_canvas, &MapCanvas::pinnedChanged, this, [this] {
        if (m_read) {
            write();
        }
    });
    m_runner->ask(
        m_lane, [&store = m_store](std::stop_token) { return store.state(kState); },
        [this](const Result<QJsonObject>& stored) { take(stored); });
}

MapPins::~MapPins()
{
    if (m_runner) {
        m_runner->cancel(m_lane);
    }
}

void MapPins::take(const Result<QJsonObject>& stored)
{
    if (!stored) {
        emit failed(stored.error().message); // and nothing is written over what could not be read
        return;
    }
    m_read = true;
    const MapPositions meanwhile = m_canvas.pinned(); // these are newer
    MapPositions pinned = pinsFromJson(*stored);
    pinned.insert(meanwhile);
    m_canvas.setPinned(pinned);
    if (!meanwhile.isEmpty()) {
        write();
    }
}

// Two threads may write at once: an older one that comes late leaves all as it is.
void MapPins::write()
{
    const int number = ++*m_newest;
    m_runner->ask(
        m_lane,
        [&store = m_store, newest = m_newest, number, pins = pinsToJson(m_canvas.pinned())](std::stop_token) {
            return store.changeState(kState,
                [&](const QJsonObject& before) -> Result<QJsonObject> { return number == *newest ? pins : before; });
        },
        [this](const Result<void>& written) {
            if (!written) {
                emit failed(written.error().message);
            }
        });
}

} // namespace fluoroscope
