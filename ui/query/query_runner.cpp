// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/query/query_runner.h"

#include <algorithm>

namespace fluoroscope {

QueryRunner::QueryRunner(int threads, QObject* parent)
    : QObject(parent)
{
    connect(this, &QueryRunner::woken, this, &QueryRunner::deliver, Qt::QueuedConnection);
    for (int i = 0; i < threads; ++i) {
        m_threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
}

QueryRunner::~QueryRunner()
{
    for (const auto& [lane, job] : m_open) {
        job->stop.request_stop();
    }
    m_threads.clear(); // stops and joins
}

void QueryRunner::cancel(int lane)
{
    const auto open =
        std::find_if(m_open.begin(), m_open.end(), [&](const auto& entry) { return entry.first == lane; });
    if (open == m_open.end()) {
        return;
    }
    open->second->stop.request_stop();
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_waiting, [&](const auto& job) { return job.get() == open->second; });
    m_open.erase(open);
}

bool QueryRunner::isBusy(int lane) const
{
    return std::any_of(m_open.begin(), m_open.end(), [&](const auto& entry) { return entry.first == lane; });
}

void QueryRunner::submit(
    int lane, std::function<std::any(std::stop_token)> question, std::function<void(std::any&)> answer)
{
    cancel(lane);
    auto job = std::make_shared<Job>();
    job->lane = lane;
    job->question = std::move(question);
    job->answer = std::move(answer);
    m_open.emplace_back(lane, job.get());
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void QueryRunner::work(const std::stop_token& stop)
{
    while (true) {
        std::shared_ptr<Job> job;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return !m_waiting.empty(); })) {
                return;
            }
            job = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        job->result = job->question(job->stop.get_token());
        bool first = false;
        {
            const std::scoped_lock lock(m_mutex);
            first = m_done.empty();
            m_done.push_back(std::move(job));
        }
        if (first) {
            emit woken();
        }
    }
}

void QueryRunner::deliver()
{
    std::vector<std::shared_ptr<Job>> done;
    {
        const std::scoped_lock lock(m_mutex);
        done.swap(m_done);
    }
    for (const auto& job : done) {
        const auto open =
            std::find_if(m_open.begin(), m_open.end(), [&](const auto& entry) { return entry.second == job.get(); });
        if (open == m_open.end()) {
            continue; // cancelled, or asked again
        }
        m_open.erase(open);
        job->answer(job->result);
    }
}

} // namespace fluoroscope
