// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/settings.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Raised when a kept layout no longer fits: an older one is then not read.
constexpr int kLayout = 2;

const auto kGeometry = u"window/geometry.%1"_s.arg(kLayout);
const auto kScheme = u"window/scheme"_s;
const auto kTraceColumns = u"traces/columns.%1"_s.arg(kLayout);
const auto kListen = u"capture/listen"_s;
const auto kRecentSessions = u"sessions/recent"_s;
const auto kTraceLayout = u"trace/layout.%1"_s.arg(kLayout);
const auto kOpensTraces = u"window/opensTraces"_s;
const auto kSpan = u"scope/span"_s;
const auto kRecentRanges = u"scope/recent"_s;
const auto kMapSized = u"map/sizedByTraffic"_s;
const auto kMapLegend = u"map/legendOpen"_s;
const auto kExportRedaction = u"export/redaction"_s;
const auto kExportFolder = u"export/folder"_s;
const auto kRecentFilters = u"filters/recent"_s;

QVariant read(const QSettings* file, const QString& key)
{
    return file ? file->value(key) : QVariant();
}

void write(QSettings* file, const QString& key, const QVariant& value)
{
    if (file) {
        file->setValue(key, value);
    }
}

} // namespace

Settings::Settings() = default;

Settings::Settings(const QString& file)
    : m_file(std::make_unique<QSettings>(file, QSettings::IniFormat))
{
}

Settings::~Settings() = default;
Settings::Settings(Settings&&) noexcept = default;
Settings& Settings::operator=(Settings&&) noexcept = default;

QByteArray Settings::geometry() const
{
    return read(m_file.get(), kGeometry).toByteArray();
}
void Settings::setGeometry(const QByteArray& geometry)
{
    write(m_file.get(), kGeometry, geometry);
}

Scheme Settings::scheme() const
{
    const QString name = read(m_file.get(), kScheme).toString();
    return name == u"light" ? Scheme::Light : name == u"dark" ? Scheme::Dark : Scheme::System;
}

void Settings::setScheme(Scheme scheme)
{
    write(m_file.get(), kScheme,
        scheme == Scheme::Light      ? u"light"_s
            : scheme == Scheme::Dark ? u"dark"_s
                                     : u"system"_s);
}

QByteArray Settings::traceColumns() const
{
    return read(m_file.get(), kTraceColumns).toByteArray();
}
void Settings::setTraceColumns(const QByteArray& state)
{
    write(m_file.get(), kTraceColumns, state);
}
QByteArray Settings::traceLayout() const
{
    return read(m_file.get(), kTraceLayout).toByteArray();
}
void Settings::setTraceLayout(const QByteArray& layout)
{
    write(m_file.get(), kTraceLayout, layout);
}
bool Settings::opensTraces() const
{
    return read(m_file.get(), kOpensTraces).toBool();
}
void Settings::setOpensTraces(bool traces)
{
    write(m_file.get(), kOpensTraces, traces);
}
Duration Settings::span() const
{
    const QVariant seconds = read(m_file.get(), kSpan);
    return seconds.isNull() ? Duration(-1) : std::chrono::seconds(seconds.toLongLong());
}
void Settings::setSpan(Duration span)
{
    write(m_file.get(), kSpan, qint64(span / std::chrono::seconds(1)));
}
QStringList Settings::recentFilters() const
{
    return read(m_file.get(), kRecentFilters).toStringList();
}
void Settings::setRecentFilters(const QStringList& expressions)
{
    write(m_file.get(), kRecentFilters, expressions);
}
QStringList Settings::recentSessions() const
{
    return read(m_file.get(), kRecentSessions).toStringList();
}
void Settings::setRecentSessions(const QStringList& files)
{
    write(m_file.get(), kRecentSessions, files);
}
// Each as "begin/end", in microseconds since the epoch.
std::vector<TimeRange> Settings::recentRanges() const
{
    std::vector<TimeRange> ranges;
    for (const QString& text : read(m_file.get(), kRecentRanges).toStringList()) {
        const Timestamp begin{Duration{text.section(u'/', 0, 0).toLongLong()}};
        const Timestamp end{Duration{text.section(u'/', 1).toLongLong()}};
        if (begin < end) {
            ranges.push_back({begin, end});
        }
    }
    return ranges;
}
void Settings::setRecentRanges(const std::vector<TimeRange>& ranges)
{
    QStringList texts;
    for (const TimeRange& range : ranges) {
        texts.append(u"%1/%2"_s.arg(range.begin.time_since_epoch().count()).arg(range.end.time_since_epoch().count()));
    }
    write(m_file.get(), kRecentRanges, texts);
}
bool Settings::mapSizedByTraffic() const
{
    return read(m_file.get(), kMapSized).toBool();
}
void Settings::setMapSizedByTraffic(bool sized)
{
    write(m_file.get(), kMapSized, sized);
}
bool Settings::mapLegendOpen() const
{
    return read(m_file.get(), kMapLegend).toBool();
}
void Settings::setMapLegendOpen(bool open)
{
    write(m_file.get(), kMapLegend, open);
}
// As on a command line.
Redaction Settings::exportRedaction() const
{
    const QVariant words = read(m_file.get(), kExportRedaction);
    const Redaction kinds{.urls = true, .clients = true, .users = true, .sql = true, .annotations = {}, .metadata = {}};
    return words.isValid() ? parseRedaction({words.toString()}).value_or(kinds) : kinds;
}
void Settings::setExportRedaction(const Redaction& redaction)
{
    write(m_file.get(), kExportRedaction, toWords(redaction).join(u','));
}
QString Settings::exportFolder() const
{
    return read(m_file.get(), kExportFolder).toString();
}
void Settings::setExportFolder(const QString& folder)
{
    write(m_file.get(), kExportFolder, folder);
}
QString Settings::listenAddress() const
{
    return read(m_file.get(), kListen).toString();
}
void Settings::setListenAddress(const QString& address)
{
    write(m_file.get(), kListen, address);
}

} // namespace fluoroscope
