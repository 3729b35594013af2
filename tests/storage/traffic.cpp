// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/storage/traffic.h"

#include "tests/storage/session_fixture.h"

#include <algorithm>

namespace fluoroscope::test {

QList<QByteArray> Traffic::documents(int first, int traces)
{
    QList<QByteArray> all;
    for (int i = first; i < first + traces; ++i) {
        addTrace(i, all);
    }
    std::shuffle(all.begin(), all.end(), m_random);
    return bundled(all);
}

void Traffic::addTrace(int i, QList<QByteArray>& all)
{
    static const QList<QByteArray> services{"web", "orders", "stock", "mail"};
    static const QList<QByteArray> endings{"", ",\"fault\":true", ",\"http\":{\"response\":{\"status\":403}}",
        ",\"http\":{\"response\":{\"status\":429}}",
        ",\"http\":{\"request\":{\"method\":\"GET\",\"url\":\"http://web/\"},\"response\":{\"status\":200}}"};
    const double start = kStart + number(600) + number(1000) / 1e3;
    const SegmentId root = segmentNumber(i * 10);
    const SegmentId call = segmentNumber(i * 10 + 1);
    Document web{.trace = traceNumber(i), .id = root, .start = start, .seconds = 0.5, .name = services[0]};
    web.extra = endings[number(5)];
    Document progress = web;
    progress.seconds = -1;
    if (number(2)) { // a subsegment within, which calls
        web.extra += ",\"subsegments\":["
            + documentText({.trace = {},
                .id = call,
                .start = start + 0.1,
                .seconds = 0.3,
                .name = services[1],
                .extra = ",\"namespace\":\"remote\""})
            + ']';
    } else { // the same sent alone
        all << documentText({.trace = traceNumber(i),
            .id = call,
            .start = start + 0.1,
            .seconds = number(4) ? 0.3 : -1,
            .name = services[1],
            .parent = root,
            .subsegment = true,
            .extra = ",\"namespace\":\"remote\""});
    }
    if (number(3)) {
        all << documentText({.trace = traceNumber(i),
            .id = segmentNumber(i * 10 + 2),
            .start = start + 0.15,
            .seconds = 0.2,
            .name = services[number(3) + 1],
            .parent = call,
            .extra = endings[number(5)]});
    }
    if (number(2)) {
        all << documentText(progress);
    }
    if (number(8)) {
        all << documentText(web);
    }
    if (number(9) == 0) { // its parent never comes
        all << documentText({.trace = traceNumber(i),
            .id = segmentNumber(i * 10 + 3),
            .start = start - number(90),
            .seconds = 0.1,
            .name = "lost",
            .parent = segmentNumber(i * 10 + 4),
            .subsegment = true});
    }
}

QList<QByteArray> Traffic::bundled(const QList<QByteArray>& all)
{
    QList<QByteArray> sent;
    for (qsizetype i = 0; i < all.size();) {
        const qsizetype count = number(6) ? 1 : std::min<qsizetype>(1 + number(4), all.size() - i);
        QByteArrayList parts(all.begin() + i, all.begin() + i + count);
        if (count > 1 && number(2)) {
            parts << R"({"name":"nobody"})";
        }
        sent << (count > 1 ? '[' + parts.join(',') + ']' : parts.front());
        i += count;
        if (number(20) == 0) {
            sent << QByteArray("{\"id\":\"").append(number(2) ? "\xff\xfe" : "1").append("\"}");
        }
    }
    return sent;
}

} // namespace fluoroscope::test
