// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/check/rule_file.h"

#include "app/cli/command_line.h"
#include "app/text/quantity.h"
#include "core/filter/filter_parser.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

template <typename T> using Read = tl::expected<T, RuleFileError>;

tl::unexpected<RuleFileError> wrong(RulePlace place, const QString& message)
{
    return tl::unexpected(RuleFileError{place, message});
}

// The first key of `map` that is not among `known`.
std::optional<RuleFileError> unknownKey(const RuleNode& map, const QStringList& known)
{
    for (const RuleMember& member : map.keys) {
        if (!known.contains(member.key)) {
            const QString near = nearest(member.key, known);
            return RuleFileError{member.place,
                u"\"%1\" is not known here. %2"_s.arg(member.key,
                    near.isEmpty() ? u"There may be: %1."_s.arg(known.join(u", "_s))
                                   : u"Did you mean \"%1\"?"_s.arg(near))};
        }
    }
    return {};
}

Read<QString> readText(const RuleNode& node, const QString& what)
{
    if (node.kind != RuleNode::Kind::Text || node.text.isEmpty()) {
        return wrong(node.place, u"%1 has to be a text."_s.arg(what));
    }
    return node.text;
}

Read<qint64> readCount(const RuleNode& node)
{
    bool good = false;
    const qint64 count = node.text.toLongLong(&good);
    if (node.kind != RuleNode::Kind::Text || node.isQuoted || !good || count < 0) {
        return wrong(node.place, u"This has to be a whole number from 0 on."_s);
    }
    return count;
}

// The members min and max of `map`, whatever else is there.
Read<CountRange> readLimits(const RuleNode& map)
{
    CountRange range;
    if (const RuleNode* least = map.find(u"min")) {
        const auto count = readCount(*least);
        if (!count) {
            return tl::unexpected(count.error());
        }
        range.least = *count;
    }
    if (const RuleNode* most = map.find(u"max")) {
        const auto count = readCount(*most);
        if (!count) {
            return tl::unexpected(count.error());
        }
        range.most = *count;
        if (range.least > *range.most) {
            return wrong(most->place, u"\"max\" is less than \"min\"."_s);
        }
    } else if (!map.find(u"min")) {
        return wrong(map.place, u"Say how many: {max: 0}, {min: 1}, or both."_s);
    }
    return range;
}

Read<CountRange> readRange(const RuleNode& node)
{
    if (node.kind == RuleNode::Kind::Map) {
        if (const auto unknown = unknownKey(node, {u"min"_s, u"max"_s})) {
            return tl::unexpected(*unknown);
        }
        return readLimits(node);
    }
    return readCount(node).map([](qint64 count) { return CountRange{count, count}; });
}

Read<ServiceTarget> readService(const RuleNode& map, const QString& key)
{
    const RuleNode* node = map.find(key);
    if (!node) {
        return wrong(map.place, u"\"%1\" is missing: the name of a service."_s.arg(key));
    }
    if (node->kind != RuleNode::Kind::Map) {
        return readText(*node, u"A service"_s).map([](const QString& name) { return ServiceTarget{name, {}, {}}; });
    }
    if (const auto unknown = unknownKey(*node, {u"name"_s, u"type"_s})) {
        return tl::unexpected(*unknown);
    }
    ServiceTarget service;
    for (const auto& [member, text] : {std::pair(u"name", &service.name), std::pair(u"type", &service.type)}) {
        if (const RuleNode* given = node->find(member)) {
            const auto read = readText(*given, u"The %1 of a service"_s.arg(QString(member)));
            if (!read) {
                return tl::unexpected(read.error());
            }
            *text = *read;
        }
    }
    if (service.isAny()) {
        return wrong(node->place, u"A service has a \"name\", a \"type\", or both."_s);
    }
    return service;
}

Read<std::pair<ServiceTarget, ServiceTarget>> readEnds(const RuleNode& node, const QStringList& known)
{
    if (node.kind != RuleNode::Kind::Map) {
        return wrong(node.place, u"An edge is written {from: SERVICE, to: SERVICE}."_s);
    }
    if (const auto unknown = unknownKey(node, known)) {
        return tl::unexpected(*unknown);
    }
    const auto from = readService(node, u"from"_s);
    const auto to = from ? readService(node, u"to"_s) : from;
    if (!to) {
        return tl::unexpected(to.error());
    }
    return std::pair(*from, *to);
}

Read<Assertion> readCalls(const RuleNode& node)
{
    const auto ends = readEnds(node, {u"from"_s, u"to"_s, u"min"_s, u"max"_s});
    const auto range = ends ? readLimits(node) : tl::unexpected(ends.error());
    if (!range) {
        return tl::unexpected(range.error());
    }
    return CallCount{ends->first, ends->second, *range};
}

Read<Assertion> readEdge(const RuleNode& node)
{
    return readEnds(node, {u"from"_s, u"to"_s}).map([](const auto& ends) -> Assertion {
        return EdgeExists{ends.first, ends.second};
    });
}

Read<Assertion> readTimes(MeasuredTime time, const RuleNode& node)
{
    if (node.kind != RuleNode::Kind::Map || node.keys.empty()) {
        return wrong(node.place, u"Times are written {p95: 300ms, max: 2s}."_s);
    }
    TimeBounds bounds{time, {}};
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
        const RuleMember& member = node.keys[i];
        bool good = member.key.startsWith(u'p');
        const double percent = good ? QStringView(member.key).sliced(1).toDouble(&good) : 0;
        if (member.key != u"max"_s && (!good || !(percent > 0 && percent < 100))) {
            return wrong(member.place, u"\"%1\" is no measure. There are p50, p95, p99 and their like, and max."_s.arg(member.key));
        }
        const RuleNode& bound = node.children[i];
        const auto most = durationOfText(bound.text);
        if (bound.kind != RuleNode::Kind::Text || !most) {
            return wrong(bound.place, u"This has to be a time with its unit, such as 300ms or 2s."_s);
        }
        bounds.bounds.push_back({member.key == u"max"_s ? 1 : percent / 100, *most});
    }
    return bounds;
}

FilterValue valueOf(const RuleNode& node)
{
    bool isNumber = false;
    const double number = node.text.toDouble(&isNumber);
    if (!node.isQuoted && (node.text == u"true"_s || node.text == u"false"_s)) {
        return node.text == u"true"_s;
    }
    return !node.isQuoted && isNumber ? FilterValue(number) : FilterValue(node.text);
}

Read<Assertion> readAnnotation(const RuleNode& node)
{
    if (node.kind != RuleNode::Kind::Map) {
        return readText(node, u"An annotation's key"_s).map([](const QString& key) -> Assertion {
            return AnnotationExists{key, {}};
        });
    }
    if (const auto unknown = unknownKey(node, {u"key"_s, u"value"_s})) {
        return tl::unexpected(*unknown);
    }
    const RuleNode* keyNode = node.find(u"key");
    const auto key = readText(keyNode ? *keyNode : node, u"An annotation's \"key\""_s);
    const RuleNode* value = node.find(u"value");
    if (!key || (value && value->kind != RuleNode::Kind::Text)) {
        return key ? wrong(value->place, u"An annotation's value is a text, a number, true or false."_s)
                   : tl::unexpected(key.error());
    }
    return AnnotationExists{*key, value ? std::optional(valueOf(*value)) : std::nullopt};
}

const QStringList& assertionNames()
{
    static const QStringList names{u"count"_s, u"calls"_s, u"response-time"_s, u"duration"_s, u"edge"_s,
        u"annotation"_s, u"orphans"_s};
    return names;
}

Read<Assertion> readAssertion(const QString& name, const RuleNode& node)
{
    switch (assertionNames().indexOf(name)) {
    case 0:
        return readRange(node).map([](const CountRange& range) -> Assertion { return TraceCount{range}; });
    case 1:
        return readCalls(node);
    case 2:
        return readTimes(MeasuredTime::Response, node);
    case 3:
        return readTimes(MeasuredTime::Whole, node);
    case 4:
        return readEdge(node);
    case 5:
        return readAnnotation(node);
    default:
        return readRange(node).map([](const CountRange& range) -> Assertion { return OrphanCount{range}; });
    }
}

Read<FilterExpression> readFilter(const RuleNode& node)
{
    const auto text = readText(node, u"A filter"_s);
    if (!text) {
        return tl::unexpected(text.error());
    }
    const auto filter = parseFilter(*text);
    if (filter) {
        return *filter;
    }
    RulePlace place = node.place;
    place.column += static_cast<int>(filter.error().position) + (node.isQuoted ? 1 : 0);
    return wrong(place, u"The filter is wrong here: %1"_s.arg(filter.error().message));
}

Read<Rule> readRule(const RuleNode& node)
{
    if (node.kind != RuleNode::Kind::Map) {
        return wrong(node.place, u"A rule is written \"- count: {max: 0}\", with a filter and a name where wanted."_s);
    }
    if (const auto unknown = unknownKey(node, QStringList{u"name"_s, u"filter"_s} + assertionNames())) {
        return tl::unexpected(*unknown);
    }
    Rule rule;
    rule.place = node.place;
    bool isAsserting = false;
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
        const RuleNode& value = node.children[i];
        if (node.keys[i].key == u"name"_s) {
            const auto name = readText(value, u"A name"_s);
            if (!name) {
                return tl::unexpected(name.error());
            }
            rule.name = *name;
        } else if (node.keys[i].key == u"filter"_s) {
            const auto filter = readFilter(value);
            if (!filter) {
                return tl::unexpected(filter.error());
            }
            rule.filter = *filter;
        } else if (isAsserting) {
            return wrong(node.keys[i].place, u"A rule asserts one thing. Make another rule of this."_s);
        } else {
            const auto assertion = readAssertion(node.keys[i].key, value);
            if (!assertion) {
                return tl::unexpected(assertion.error());
            }
            rule.assertion = *assertion;
            isAsserting = true;
        }
    }
    if (!isAsserting) {
        return wrong(node.place, u"This rule asserts nothing. It needs one of %1."_s.arg(assertionNames().join(u", "_s)));
    }
    rule.name = rule.name.isEmpty() ? sentenceOf(rule) : rule.name;
    return rule;
}

} // namespace

tl::expected<std::vector<Rule>, RuleFileError> parseRules(const QByteArray& bytes)
{
    const auto root = readYaml(bytes);
    if (!root) {
        return tl::unexpected(root.error());
    }
    const RuleNode* list = root->find(u"rules");
    if (!list || list->kind != RuleNode::Kind::List || list->children.empty()) {
        return wrong(list ? list->place : root->place,
            u"The file has to be a map with a list \"rules\" that holds at least one rule."_s);
    }
    if (const auto unknown = unknownKey(*root, {u"rules"_s})) {
        return tl::unexpected(*unknown);
    }
    std::vector<Rule> rules;
    for (const RuleNode& node : list->children) {
        const auto rule = readRule(node);
        if (!rule) {
            return tl::unexpected(rule.error());
        }
        rules.push_back(*rule);
    }
    return rules;
}

} // namespace fluoroscope
