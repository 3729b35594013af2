// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/forwarder.h"

#include "core/group/group_store.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

Result<FilterExpression> filterOf(const QString& text, StateStore& state)
{
    if (text.isEmpty()) {
        return FilterExpression();
    }
    const auto filter = parseFilter(text);
    if (!filter) {
        return failure(
            u"The filter \"%1\" of what is forwarded cannot be read: %2"_s.arg(text, filter.error().message));
    }
    if (!namesGroups(*filter)) {
        return *filter;
    }
    return groupsOf(state).map([&](const std::vector<TraceGroup>& groups) { return expandGroups(*filter, groups); });
}

// By what upstream's cursor is known, before upstream itself may be.
QString identityOf(const ForwardOptions& options)
{
    return options.endpoint.isEmpty() ? options.target : options.endpoint;
}

} // namespace

Forwarder::Forwarder(const ForwardSession& session, Open open, const ForwardPace& pace)
    : m_session(session)
    , m_open(std::move(open))
    , m_pace(pace)
{
}

Forwarder::~Forwarder()
{
    m_thread = {};
}

ForwarderStatus Forwarder::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

ForwardOptions Forwarder::options() const
{
    const std::lock_guard lock(m_mutex);
    return m_options;
}

void Forwarder::setCheck(std::function<Result<void>(const ForwardOptions&)> check)
{
    const std::lock_guard configuring(m_configuring);
    m_check = std::move(check);
}

Result<void> Forwarder::configure(const ForwardOptions& options)
{
    const std::lock_guard configuring(m_configuring);
    if (options.target.isEmpty()) {
        m_thread = {};
        const std::lock_guard lock(m_mutex);
        m_options = options;
        m_status.running = false;
        return {};
    }
    const auto target = parseForwardTarget(options);
    if (!target) {
        return tl::unexpected(target.error());
    }
    if (!(options.sample >= 0 && options.sample <= 1)) {
        return failure(u"The share of traces to forward is a number from 0 to 1, not %1."_s.arg(options.sample));
    }
    const auto filter = filterOf(options.filter, m_session.state);
    if (!filter) {
        return tl::unexpected(filter.error());
    }
    if (const auto right = m_check ? m_check(options) : Result<void>(); !right) {
        return right;
    }
    m_thread = {}; // its last state is stored before the next one's is read
    auto state = loadForwardState(m_session.state);
    const auto reach = m_session.documents.reach();
    if (!state || !reach) {
        return tl::unexpected(state ? reach.error() : state.error());
    }
    if (state->url != identityOf(options)) {
        *state = {.stream = state->stream, .url = identityOf(options), .cursor = reach->last, .through = reach->last};
        if (auto stored = storeForwardState(m_session.state, *state); !stored) {
            return stored;
        }
    }
    {
        const std::lock_guard lock(m_mutex);
        m_options = options;
        m_isFinishing = false;
        m_hasEnded = false;
        m_status = forwarderStatus(*state, reach->last, {});
        m_status.running = true;
    }
    m_thread = std::jthread([this, options, filter = *filter, state = *state](
                                const std::stop_token& stop) { forward(stop, options, filter, state); });
    return {};
}

// Until it is there; the region, for one, may have to be asked for.
std::unique_ptr<Upstream> Forwarder::open(
    const std::stop_token& stop, const ForwardOptions& options, ForwardState& state)
{
    Backoff backoff(std::chrono::seconds(1), m_pace.retryMost);
    while (!stop.stop_requested()) {
        auto upstream = m_open(options, state.stream, stop);
        if (upstream) {
            return std::move(*upstream);
        }
        if (state.problem != upstream.error().message) {
            state.problem = state.lastError = upstream.error().message;
            state.lastErrorTime = now();
            storeForwardState(m_session.state, state); // for whoever asks from outside
        }
        std::unique_lock lock(m_mutex);
        m_status.problem = state.problem;
        m_status.lastError = state.lastError;
        m_status.lastErrorTime = state.lastErrorTime;
        if (m_ended.wait_for(lock, stop, backoff.next(false), [this] { return m_isFinishing; })) {
            break;
        }
    }
    return nullptr;
}

void Forwarder::forward(
    const std::stop_token& stop, const ForwardOptions& options, const FilterExpression& filter, ForwardState state)
{
    if (const auto upstream = open(stop, options, state)) {
        ForwardRun run(m_session, std::move(state), *upstream,
            ForwardSelection(filter, options.sample, m_session.traces), m_pace,
            [this](const ForwarderStatus& status) { publish(status); });
        {
            const std::lock_guard lock(m_mutex);
            m_run = &run;
            if (m_isFinishing) {
                run.finish();
            }
        }
        run.run(stop);
        const std::lock_guard lock(m_mutex);
        m_run = nullptr;
    }
    const std::lock_guard lock(m_mutex);
    m_status.running = false;
    m_hasEnded = true;
    m_ended.notify_all();
}

void Forwarder::publish(const ForwarderStatus& status)
{
    const std::lock_guard lock(m_mutex);
    m_status = status;
}

void Forwarder::finish(std::chrono::milliseconds limit)
{
    const std::lock_guard configuring(m_configuring);
    {
        std::unique_lock lock(m_mutex);
        m_isFinishing = true;
        if (m_run != nullptr) {
            m_run->finish();
        }
        m_ended.notify_all();
        m_ended.wait_for(lock, limit, [this] { return m_hasEnded; });
    }
    m_thread = {};
}

} // namespace fluoroscope
