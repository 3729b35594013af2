// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Runs questions to a TraceSource off the GUI thread and hands the answers back to it.
#pragma once

#include <QObject>
#include <any>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace fluoroscope {

// A lane is one asker: a newer question of a lane replaces its older ones, which are stopped and never answered.
// Questions of different lanes run one after another on the runner's threads.
class QueryRunner : public QObject {
    Q_OBJECT

public:
    explicit QueryRunner(int threads = 2, QObject* parent = nullptr);
    ~QueryRunner() override;

    // A new lane, for one asker.
    int addLane() { return m_nextLane++; }

    // `question` runs on a query thread and must honour its stop token; `answer` runs on the GUI thread with what it
    // returned, unless the lane was asked again or cancelled meanwhile.
    template <typename Question, typename Answer> void ask(int lane, Question question, Answer answer)
    {
        submit(
            lane,
            [question = std::move(question)](std::stop_token stop) -> std::any { return std::any(question(stop)); },
            [answer = std::move(answer)](std::any& result) {
                using Value = std::invoke_result_t<Question, std::stop_token>;
                answer(std::move(*std::any_cast<Value>(&result)));
            });
    }

    void cancel(int lane);
    // Whether a question of `lane` is waiting for its answer.
    [[nodiscard]] bool isBusy(int lane) const;

signals:
    void woken(); // internal: from a query thread, queued to the GUI thread

private:
    struct Job {
        int lane = 0;
        std::stop_source stop;
        std::function<std::any(std::stop_token)> question;
        std::function<void(std::any&)> answer;
        std::any result;
    };

    void submit(int lane, std::function<std::any(std::stop_token)> question, std::function<void(std::any&)> answer);
    void work(const std::stop_token& stop);
    void deliver();

    int m_nextLane = 0;
    std::vector<std::pair<int, Job*>> m_open; // GUI thread: the newest job of each lane

    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<std::shared_ptr<Job>> m_waiting;
    std::vector<std::shared_ptr<Job>> m_done;
    std::vector<std::jthread> m_threads;
};

} // namespace fluoroscope
