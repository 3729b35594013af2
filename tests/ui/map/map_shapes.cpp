// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/map/map_shapes.h"

#include "tests/ui/map/map_graphs.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace fluoroscope::test {

namespace {

// "a b" in each line: a calls b. Whoever is named is a service.
ServiceGraph graphOfLines(const QStringList& lines)
{
    GraphBuilder builder;
    QSet<QString> known;
    for (const QString& line : lines) {
        const QStringList names = line.split(u' ');
        for (const QString& name : names) {
            if (!known.contains(name)) {
                known.insert(name);
                name == u"client"_s ? builder.client(u"web"_s) : builder.service(keyOf(name), {40});
            }
        }
        const auto key = [](const QString& name) {
            return name == u"client"_s ? keyOf(u"web"_s, u"client"_s) : keyOf(name);
        };
        builder.edge(key(names[0]), key(names[1]), {40});
    }
    return builder.build();
}

ServiceGraph chain()
{
    QStringList lines{u"client n0"_s};
    for (int i = 0; i < 9; ++i) {
        lines += u"n%1 n%2"_s.arg(i).arg(i + 1);
    }
    return graphOfLines(lines);
}

ServiceGraph fan()
{
    QStringList lines{u"client root"_s};
    for (int i = 0; i < 12; ++i) {
        lines += {u"root mid%1"_s.arg(i), u"mid%1 leaf%2"_s.arg(i).arg(i / 3)};
    }
    return graphOfLines(lines);
}

ServiceGraph diamond()
{
    return graphOfLines({u"client a"_s, u"a b"_s, u"a c"_s, u"b d"_s, u"c d"_s, u"a d"_s, u"d e"_s, u"d f"_s, u"e g"_s,
        u"f g"_s, u"c g"_s});
}

// Every node of one layer calls three of the next.
ServiceGraph mesh()
{
    QStringList lines;
    for (int i = 0; i < 6; ++i) {
        lines += u"client a%1"_s.arg(i);
        for (int j = 0; j < 3; ++j) {
            lines += {u"a%1 b%2"_s.arg(i).arg((i * 5 + j) % 6), u"b%1 c%2"_s.arg(i).arg((i + j * 2) % 6)};
        }
    }
    return graphOfLines(lines);
}

// As a shop looks after some years: gateways, shared stores, queues that are read back, a cycle.
ServiceGraph shop()
{
    return graphOfLines({u"client gateway"_s, u"client admin"_s, u"gateway auth"_s, u"gateway catalog"_s,
        u"gateway cart"_s, u"gateway checkout"_s, u"gateway search"_s, u"admin auth"_s, u"admin catalog"_s,
        u"admin reports"_s, u"auth users-db"_s, u"auth sessions"_s, u"catalog catalog-db"_s, u"catalog images"_s,
        u"catalog search-index"_s, u"search search-index"_s, u"search catalog"_s, u"cart sessions"_s, u"cart pricing"_s,
        u"checkout cart"_s, u"checkout pricing"_s, u"checkout payments"_s, u"checkout orders"_s, u"checkout mail"_s,
        u"payments bank.example"_s, u"payments fraud"_s, u"fraud users-db"_s, u"orders orders-db"_s,
        u"orders order-events"_s, u"order-events shipping"_s, u"order-events reports"_s, u"order-events mail"_s,
        u"shipping carrier.example"_s, u"shipping orders"_s, u"reports warehouse"_s, u"reports orders-db"_s,
        u"mail smtp.example"_s, u"pricing catalog-db"_s, u"pricing rules"_s});
}

} // namespace

std::vector<MapShape> mapShapes()
{
    return {{u"chain"_s, chain()}, {u"fan"_s, fan()}, {u"diamond"_s, diamond()}, {u"mesh"_s, mesh()},
        {u"demo"_s, demoGraph().build()}, {u"shop"_s, shop()}, {u"30 nodes"_s, bigGraph(30, 40)},
        {u"60 nodes"_s, bigGraph(60, 90)}, {u"100 nodes"_s, bigGraph(100, 160)}, {u"300 nodes"_s, bigGraph(300, 400)},
        {u"300 nodes, dense"_s, bigGraph(300, 1000)}};
}

} // namespace fluoroscope::test
