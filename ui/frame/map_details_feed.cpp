// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/map_details_feed.h"

#include <algorithm>

namespace fluoroscope {

MapDetailsFeed::MapDetailsFeed(TraceSource& source, QueryRunner& runner, Show show, QObject* parent)
    : PageFeed(parent)
    , m_source(source)
    , m_runner(runner)
    , m_show(std::move(show))
    , m_lane(runner.addLane())
{
}

void MapDetailsFeed::setSubject(const MapSubject& subject)
{
    if (subject == m_subject) {
        return;
    }
    m_subject = subject;
    m_complete = false;
    if (m_scope) {
        ask(*m_scope, now(), true);
    }
}

void MapDetailsFeed::ask(const Scope& scope, Timestamp now, bool fresh)
{
    m_scope = scope;
    m_complete = m_complete && !fresh;
    if (std::holds_alternative<std::monostate>(m_subject)) {
        m_runner.cancel(m_lane);
        finish();
        return;
    }
    m_runner.ask(
        m_lane,
        [this, selection = scope.selectionAt(now), live = scope.isLive(), now, subject = m_subject,
            instances = !m_complete](std::stop_token stop) -> Result<MapDetails> {
            TimeRange range = selection.range;
            if (range.begin == Timestamp::min() || range.end == Timestamp::max()) {
                const Result<TimeRange> extent = m_source.extent(stop);
                if (!extent) {
                    return tl::unexpected(extent.error());
                }
                const Timestamp end = extent->end;
                range.end = std::min(range.end, live && range.begin != Timestamp::min() ? std::max(now, end) : end);
                range.begin = std::max(range.begin, extent->begin);
            }
            range.end = std::max(range.end, range.begin + Duration(1));
            return mapDetails(m_source, selection, range, subject, instances, stop);
        },
        [this, subject = m_subject](const Result<MapDetails>& details) {
            m_complete = m_complete || details.has_value();
            m_show(subject, details);
            finish(details ? QString() : details.error().message);
        });
}

} // namespace fluoroscope
