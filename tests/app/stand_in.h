// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// An HTTP server in tests, on loopback, that answers what it is told and keeps what it was asked.
#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <httplib.h>
#include <mutex>
#include <thread>
#include <vector>

namespace fluoroscope::test {

class StandIn {
public:
    struct Asked {
        QByteArray method;
        QByteArray path;
        QByteArray query;
        httplib::Headers headers;
        QByteArray body;

        [[nodiscard]] QByteArray header(const char* name) const
        {
            const auto found = headers.find(name);
            return found == headers.end() ? QByteArray() : QByteArray::fromStdString(found->second);
        }
    };
    using Answer = std::function<std::pair<int, QByteArray>(const Asked&)>;

    explicit StandIn(Answer answer)
    {
        const auto handle = [this, answer = std::move(answer)](
                                const httplib::Request& request, httplib::Response& response) {
            Asked asked{QByteArray::fromStdString(request.method), QByteArray::fromStdString(request.path),
                QByteArray::fromStdString(request.target).mid(static_cast<qsizetype>(request.path.size()) + 1),
                request.headers, QByteArray::fromStdString(request.body)};
            const auto [status, body] = answer(asked);
            const std::lock_guard lock(m_mutex);
            m_asked.push_back(std::move(asked));
            response.status = status;
            response.set_content(body.toStdString(), "text/plain");
        };
        m_server.Get(".*", handle);
        m_server.Post(".*", handle);
        m_server.Put(".*", handle);
        m_port = m_server.bind_to_any_port("127.0.0.1");
        m_thread = std::thread([this] { m_server.listen_after_bind(); });
        while (!m_server.is_running()) {
            std::this_thread::yield();
        }
    }
    ~StandIn()
    {
        m_server.stop();
        m_thread.join();
    }
    Q_DISABLE_COPY_MOVE(StandIn)

    [[nodiscard]] QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }
    [[nodiscard]] std::vector<Asked> asked() const
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

private:
    httplib::Server m_server;
    int m_port = 0;
    mutable std::mutex m_mutex;
    std::vector<Asked> m_asked;
    std::thread m_thread;
};

} // namespace fluoroscope::test
