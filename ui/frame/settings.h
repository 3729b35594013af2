// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the window remembers from one start to the next: the only place that reads or writes settings.
#pragma once

#include "core/redaction/redaction.h"
#include "core/time/timestamp.h"
#include "ui/theme/theme.h"

#include <QByteArray>
#include <memory>
#include <vector>

class QSettings;

namespace fluoroscope {

class Settings {
public:
    // Remembers nothing: for tests and pictures.
    Settings();
    // In `file`, an INI file that need not exist.
    explicit Settings(const QString& file);
    ~Settings();
    Settings(Settings&&) noexcept;
    Settings& operator=(Settings&&) noexcept;

    [[nodiscard]] QByteArray geometry() const; // empty: none was kept
    void setGeometry(const QByteArray& geometry);
    [[nodiscard]] Scheme scheme() const;
    void setScheme(Scheme scheme);
    [[nodiscard]] QByteArray traceColumns() const; // state of the list's header; empty: none was kept
    void setTraceColumns(const QByteArray& state);
    [[nodiscard]] QByteArray traceLayout() const; // of a trace's page; empty: none was kept
    void setTraceLayout(const QByteArray& layout);
    [[nodiscard]] bool opensTraces() const; // the list; otherwise the map
    void setOpensTraces(bool traces);
    [[nodiscard]] Duration span() const; // of time, up to now; negative: none was kept
    void setSpan(Duration span);
    [[nodiscard]] QStringList recentFilters() const; // newest first
    void setRecentFilters(const QStringList& expressions);
    [[nodiscard]] QStringList recentSessions() const; // absolute paths, newest first
    void setRecentSessions(const QStringList& files);
    [[nodiscard]] std::vector<TimeRange> recentRanges() const; // newest first
    void setRecentRanges(const std::vector<TimeRange>& ranges);
    [[nodiscard]] bool mapSizedByTraffic() const;
    void setMapSizedByTraffic(bool sized);
    [[nodiscard]] bool mapLegendOpen() const;
    void setMapLegendOpen(bool open);
    [[nodiscard]] Redaction exportRedaction() const; // of parts of sessions; the four kinds where none was kept
    void setExportRedaction(const Redaction& redaction);
    [[nodiscard]] QString exportFolder() const; // of parts of sessions; empty: none was kept
    void setExportFolder(const QString& folder);
    [[nodiscard]] QString listenAddress() const; // "host:port"; empty: the default
    void setListenAddress(const QString& address);

private:
    std::unique_ptr<QSettings> m_file; // null: nothing is remembered
};

} // namespace fluoroscope
