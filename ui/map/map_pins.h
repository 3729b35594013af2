// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Keeps the nodes of a trace map that were put by hand with the session.
#pragma once

#include "core/ports/state_store.h"
#include "ui/map/map_canvas.h"

#include <atomic>
#include <memory>

namespace fluoroscope {

// {"Pinned": [{"Name": "orders", "Type": "AWS::DynamoDB::Table", "X": 480, "Y": 120}]}, with AccountId where one is
// known. What is not of this shape is left out.
QJsonObject pinsToJson(const MapPositions& pinned);
MapPositions pinsFromJson(const QJsonObject& object);

class MapPins : public QObject {
    Q_OBJECT

public:
    // Reads at once, off this thread, and writes whenever a node is pinned or let go. Store and canvas outlive it.
    MapPins(StateStore& store, QueryRunner& runner, MapCanvas& canvas, QObject* parent = nullptr);
    ~MapPins() override;

signals:
    void failed(const QString& message); // of reading or writing, to be told

private:
    void take(const Result<QJsonObject>& stored);
    void write();

    StateStore& m_store;
    QPointer<QueryRunner> m_runner;
    MapCanvas& m_canvas;
    int m_lane;
    bool m_read = false; // before that, what was pinned is not all
    std::shared_ptr<std::atomic<int>> m_newest = std::make_shared<std::atomic<int>>(0); // number of the last write
};

} // namespace fluoroscope
