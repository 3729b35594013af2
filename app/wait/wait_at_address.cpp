// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/wait/alarm.h"
#include "app/wait/trace_wait.h"
#include "core/text/units.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <httplib.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr auto kAskEvery = 250ms;

struct Answer {
    QStringList ids;
    bool isAnswered = false; // somebody is there
};

// An error is the API's; that nobody answers is none.
Result<Answer> ask(httplib::Client& client, const TraceWait& wait)
{
    Answer answer;
    QString token;
    do {
        // Clocks of services may be ahead of ours.
        QJsonObject input{{u"StartTime"_s, 0}, {u"EndTime"_s, toEpochSeconds(now() + 1h)}};
        if (!wait.filter.isEmpty()) {
            input[u"FilterExpression"_s] = wait.expression;
        }
        if (!token.isEmpty()) {
            input[u"NextToken"_s] = token;
        }
        const auto response = client.Post(
            "/TraceSummaries", QJsonDocument(input).toJson(QJsonDocument::Compact).toStdString(), "application/json");
        if (!response) {
            return answer;
        }
        const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(response->body)).object();
        if (response->status != 200) {
            return failure(u"The API refused to tell: %1 (HTTP status %2)."_s.arg(object[u"Message"_s].toString())
                               .arg(response->status));
        }
        answer.isAnswered = true;
        for (const QJsonValue& summary : object[u"TraceSummaries"_s].toArray()) {
            answer.ids.append(summary[u"Id"_s].toString());
        }
        token = object[u"NextToken"_s].toString();
    } while (!token.isEmpty() && answer.ids.size() < wait.count);
    return answer;
}

} // namespace

Result<QStringList> waitAtAddress(const TraceWait& wait, const BindAddress& address, const std::stop_token& stop)
{
    Alarm alarm(wait.timeout, stop);
    httplib::Client client(address.host.toStdString(), address.port);
    client.set_keep_alive(true);
    client.set_connection_timeout(2);
    client.set_read_timeout(10);
    while (true) {
        const auto answer = ask(client, wait);
        if (!answer) {
            return tl::unexpected(answer.error());
        }
        if (answer->ids.size() >= wait.count) {
            return answer->ids.first(wait.count);
        }
        if (!alarm.waitFor(kAskEvery)) {
            return failure(answer->isAnswered
                    ? u"%1 of %2 traces matched %3 within %4."_s.arg(answer->ids.size())
                          .arg(wait.count)
                          .arg(wait.expression, formatDuration(wait.timeout))
                    : u"Nobody answers X-Ray's API at %1. Start fluoro serve there, or name another --address."_s.arg(
                        address.toString()));
        }
    }
}

} // namespace fluoroscope
