// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/sampling/sampling_rule_file.h"

#include "core/sampling/local_sampling_rules.h"
#include "core/sampling/sampling_rules.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qint64 kMaxFile = qint64(1) << 20; // no one writes that many rules

} // namespace

Result<void> useSamplingRuleFile(const QString& file, StateStore& state)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly)) {
        return failure(u"%1 cannot be read: %2."_s.arg(file, source.errorString()));
    }
    const QByteArray text = source.read(kMaxFile + 1);
    if (text.size() > kMaxFile) {
        return failure(u"%1 is too large for a file of sampling rules."_s.arg(file));
    }
    const auto rules = localSamplingRules(text);
    if (!rules) {
        return failure(u"%1 is no file of sampling rules: %2"_s.arg(file, rules.error().message));
    }
    const auto replaced = replaceSamplingRules(state, {}, *rules, now());
    return replaced ? Result<void>() : failure(replaced.error().message);
}

} // namespace fluoroscope
