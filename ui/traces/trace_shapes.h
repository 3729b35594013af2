// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The shapes of the traces that are on the screen: read off the GUI thread, a screenful at a time, and kept for a
// while.
#pragma once

#include "core/ports/trace_source.h"
#include "core/trace/trace_shape.h"
#include "ui/query/query_runner.h"

#include <unordered_map>

namespace fluoroscope {

class TraceShapes : public QObject {
    Q_OBJECT

public:
    TraceShapes(TraceSource& source, QueryRunner& runner, QObject* parent = nullptr);

    // Null until it has been read. Of a trace that has changed since, that of before.
    [[nodiscard]] const TraceShape* of(const TraceId& id) const;
    // Reads the shapes of `rows` that are not known, or have changed; replaces what was wanted before.
    void want(const std::vector<TraceRow>& rows);
    // From now on they are read at once, on this thread: for pictures.
    void setAtOnce() { m_isAtOnce = true; }

signals:
    void changed();

private:
    struct Known {
        TraceShape shape;
        qint64 segments = 0; // of the row
        Duration duration{};
        Outcome outcome = Outcome::Ok;
    };
    using Shapes = std::vector<std::pair<TraceId, Known>>;

    static Shapes shapesOf(TraceSource& source, const std::vector<TraceRow>& rows, const std::stop_token& stop);
    [[nodiscard]] bool isKnown(const TraceRow& row) const;
    void ask();
    void take(Shapes shapes);

    TraceSource& m_source;
    QueryRunner& m_runner;
    int m_lane;
    std::unordered_map<TraceId, Known> m_known;
    std::vector<TraceRow> m_wanted;
    bool m_isAtOnce = false;
};

} // namespace fluoroscope
