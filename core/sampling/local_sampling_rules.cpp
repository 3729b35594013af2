// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sampling/local_sampling_rules.h"

#include "core/sampling/sampling_rules.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Spaces in place of comments, so that all else stays where it was.
QByteArray withoutComments(QByteArrayView text)
{
    QByteArray plain = text.toByteArray();
    const auto blank = [&plain](qsizetype from, qsizetype to) {
        for (qsizetype i = from; i < to; ++i) {
            plain[i] = plain[i] == '\n' ? '\n' : ' ';
        }
    };
    if (plain.startsWith("\xef\xbb\xbf")) { // the mark of UTF-8 that some editors put in front
        blank(0, 3);
    }
    bool quoted = false;
    for (qsizetype i = 0; i < plain.size(); ++i) {
        const QByteArrayView rest = QByteArrayView(plain).sliced(i);
        if (quoted && rest.startsWith('\\')) {
            ++i;
        } else if (rest.startsWith('"')) {
            quoted = !quoted;
        } else if (!quoted && (rest.startsWith("//") || rest.startsWith("/*"))) {
            const bool line = rest[1] == '/';
            const qsizetype end = plain.indexOf(line ? "\n" : "*/", i + 2);
            const qsizetype after = end < 0 ? plain.size() : end + (line ? 0 : 2);
            blank(i, after);
            i = after - 1;
        }
    }
    return plain;
}

QString placeOf(const QByteArray& text, qsizetype offset)
{
    const QByteArray before = text.left(offset);
    return u"line %1, column %2"_s.arg(before.count('\n') + 1).arg(offset - before.lastIndexOf('\n'));
}

// Reads the members of one rule, and remembers the first that is not as it has to be.
class RuleReader {
public:
    RuleReader(const QJsonObject& object, QString path)
        : m_object(object)
        , m_path(std::move(path))
    {
    }

    QString text(const QString& member)
    {
        QString value = m_object.value(member).toString();
        if (value.isEmpty()) {
            fail(member, u"must be a text that is not empty"_s);
        }
        return value;
    }
    double number(const QString& member, double most, bool whole)
    {
        const QJsonValue value = m_object.value(member);
        const double number = value.toDouble(-1);
        if (!value.isDouble() || number < 0 || number > most || (whole && number != std::floor(number))) {
            fail(member, whole ? u"must be a whole number, 0 or more"_s : u"must be a number from 0 to %1"_s.arg(most));
        }
        return number;
    }
    void absent(const QString& member, const QString& why)
    {
        if (m_object.contains(member)) {
            fail(member, why);
        }
    }
    [[nodiscard]] const QString& problem() const { return m_problem; }

private:
    void fail(const QString& member, const QString& what)
    {
        if (m_problem.isEmpty()) {
            const bool missing = !m_object.contains(member);
            m_problem = u"%1.%2 %3%4."_s.arg(m_path, member, missing ? u"is missing: it "_s : QString(), what);
        }
    }

    QJsonObject m_object;
    QString m_path;
    QString m_problem;
};

void readShares(RuleReader& reader, SamplingRule& rule)
{
    rule.reservoirSize = static_cast<qint64>(reader.number(u"fixed_target"_s, 1e9, true));
    rule.fixedRate = reader.number(u"rate"_s, 1, false);
}

Result<SamplingRule> readRule(const QJsonValue& value, int number, int version)
{
    const QString path = u"rules[%1]"_s.arg(number - 1);
    if (!value.isObject()) {
        return failure(u"%1 must be an object."_s.arg(path));
    }
    RuleReader reader(value.toObject(), path);
    SamplingRule rule;
    rule.name = u"local-%1"_s.arg(number);
    rule.priority = number;
    // What version 1 calls a service's name, the SDKs compare with the host, too.
    if (version == 1) {
        reader.absent(u"host"_s, u"belongs to version 2: version 1 has service_name"_s);
    } else {
        reader.absent(u"service_name"_s, u"belongs to version 1: version 2 has host"_s);
    }
    rule.host = reader.text(version == 1 ? u"service_name"_s : u"host"_s);
    rule.httpMethod = reader.text(u"http_method"_s);
    rule.urlPath = reader.text(u"url_path"_s);
    readShares(reader, rule);
    return reader.problem().isEmpty() ? Result<SamplingRule>(rule) : failure(reader.problem());
}

Result<SamplingRule> readDefault(const QJsonValue& value)
{
    if (!value.isObject()) {
        return failure(value.isUndefined()
                ? u"default is missing: it says what becomes of requests that no rule matches."_s
                : u"default must be an object."_s);
    }
    RuleReader reader(value.toObject(), u"default"_s);
    for (const QString& member : {u"service_name"_s, u"host"_s, u"http_method"_s, u"url_path"_s}) {
        reader.absent(member, u"cannot be there: the default is for all requests"_s);
    }
    SamplingRule rule;
    readShares(reader, rule);
    return reader.problem().isEmpty() ? Result<SamplingRule>(rule) : failure(reader.problem());
}

} // namespace

Result<std::vector<SamplingRule>> localSamplingRules(QByteArrayView text)
{
    const QByteArray plain = withoutComments(text);
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(plain, &error);
    if (error.error != QJsonParseError::NoError) {
        // Qt's offset is behind what it stumbled over.
        return failure(u"%1: %2."_s.arg(placeOf(plain, std::max(0, error.offset - 1)), error.errorString()));
    }
    const QJsonObject file = document.object();
    const QJsonValue version = file.value("version"_L1);
    if (version != 1 && version != 2) {
        return failure(
            version.isUndefined() ? u"version is missing: it must be 1 or 2."_s : u"version must be 1 or 2."_s);
    }
    const QJsonValue list = file.value("rules"_L1);
    if (!list.isUndefined() && !list.isArray()) {
        return failure(u"rules must be a list."_s);
    }
    const QJsonArray entries = list.toArray();
    if (entries.size() > kMaxCustomRules) {
        return failure(u"rules has %1 entries: X-Ray takes %2 at most."_s.arg(entries.size()).arg(kMaxCustomRules));
    }
    std::vector<SamplingRule> rules;
    for (const auto& entry : entries) {
        auto rule = readRule(entry, static_cast<int>(rules.size()) + 1, version.toInt());
        if (!rule) {
            return tl::unexpected(rule.error());
        }
        rules.push_back(std::move(*rule));
    }
    auto rest = readDefault(file.value("default"_L1));
    if (!rest) {
        return tl::unexpected(rest.error());
    }
    rules.push_back(std::move(*rest));
    return rules;
}

} // namespace fluoroscope
