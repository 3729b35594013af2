// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Graphs of made-up traces, for tests of what must hold for any graph.
#pragma once

#include "core/graph/service_graph.h"
#include "tests/core/documents.h"
#include "tests/core/made_documents.h"

#include <random>

namespace fluoroscope::test {

// Of a trace with up to a dozen segments of five services: calls, links, faults, skewed clocks, work in progress.
inline ServiceGraph randomGraph(std::mt19937& random)
{
    const auto pick = [&](unsigned below) { return static_cast<int>(random() % below); };
    QByteArrayList texts;
    const int count = 1 + pick(12);
    for (int i = 1; i <= count; ++i) {
        Document segment = made(QString(QChar(u'a' + pick(5))), static_cast<std::uint64_t>(i));
        segment.at(pick(5000) / 1000.0, pick(8000) / 1000.0);
        if (pick(3) > 0) {
            segment.child(static_cast<std::uint64_t>(pick(2) == 0 ? 100 + pick(12) : 1 + pick(12)));
        }
        for (const char16_t* flag : {u"error", u"throttle", u"fault"}) {
            segment.member(flag, pick(4) == 0);
        }
        if (pick(5) == 0) {
            segment.inProgress();
        }
        if (pick(5) == 0) {
            segment.member(u"links",
                QJsonArray{
                    QJsonObject{{QStringLiteral("trace_id"), QStringLiteral("1-6650a1b2-0123456789abcdef01234568")},
                        {QStringLiteral("attributes"),
                            QJsonObject{
                                {QStringLiteral("aws.xray.reserved.names"), QJsonArray{QString(QChar(u'x' + pick(3)))}},
                                {QStringLiteral("aws.xray.reserved.reference_type"),
                                    pick(2) == 0 ? QStringLiteral("parent") : QStringLiteral("child")}}}}});
        }
        if (pick(2) == 0) {
            segment.with(made(QString(QChar(u'a' + pick(5))), static_cast<std::uint64_t>(100 + i))
                             .at(pick(5000) / 1000.0, pick(8000) / 1000.0)
                             .member(u"namespace", QStringLiteral("remote"))
                             .member(u"fault", pick(3) == 0));
        }
        texts.append(segment);
    }
    return graphOf(traceOf(texts));
}

} // namespace fluoroscope::test
