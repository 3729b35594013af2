// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The benchmark program; run.py calls it and makes a table of what it prints.
#include "tests/bench/bench.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <cstdio>

namespace fluoroscope::bench {

qint64 numberOf(const QStringList& arguments, QStringView name, qint64 otherwise)
{
    const QString text = textOf(arguments, name);
    return text.isEmpty() ? otherwise : text.toLongLong();
}

QString textOf(const QStringList& arguments, QStringView name)
{
    const auto at = arguments.indexOf(name);
    return at >= 0 && at + 1 < arguments.size() ? arguments[at + 1] : QString();
}

void print(const QJsonObject& result)
{
    std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

} // namespace fluoroscope::bench

int main(int argc, char* argv[])
{
    using namespace fluoroscope::bench;
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    struct Verb {
        const char* name;
        int (*run)(const QStringList&);
    };
    constexpr Verb kVerbs[] = {{"send", send}, {"count", count}, {"insert", insert}, {"pack", pack}, {"idle", idle},
        {"capture", capture}, {"read", read}, {"trace", trace}, {"large", large}, {"open", open}, {"fill", fill},
        {"ask", ask}, {"scroll", scroll}, {"replay", replay}};
    for (const Verb& verb : kVerbs) {
        if (arguments.value(1) == QLatin1StringView(verb.name)) {
            return verb.run(arguments);
        }
    }
    std::fputs("usage: fluoroscope_bench "
               "send|count|insert|pack|idle|capture|read|trace|large|open|fill|ask|replay|scroll ...; "
               "packaging/bench.sh calls it\n",
        stderr);
    return 2;
}
