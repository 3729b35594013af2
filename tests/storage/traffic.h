// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Documents as a careless crowd of services sends them: in any order, in progress and complete, in arrays, some bad.
#pragma once

#include <QByteArray>
#include <QList>
#include <random>

namespace fluoroscope::test {

class Traffic {
public:
    explicit Traffic(quint32 seed)
        : m_random(seed)
    {
    }

    // The documents of `traces` traces, numbered from `first`, shuffled.
    QList<QByteArray> documents(int first, int traces);

    int number(int below) { return int(m_random() % quint32(below)); }

private:
    void addTrace(int i, QList<QByteArray>& all);
    // Some together in arrays, some of those with a bad element; some that are nothing at all.
    QList<QByteArray> bundled(const QList<QByteArray>& all);

    std::mt19937 m_random;
};

} // namespace fluoroscope::test
