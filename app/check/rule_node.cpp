// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/check/rule_node.h"

#include <yaml-cpp/yaml.h>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kMostDepth = 16; // aliases let a small file be a tree without end

RulePlace placeOf(const YAML::Mark& mark)
{
    return mark.is_null() ? RulePlace{1, 1} : RulePlace{mark.line + 1, mark.column + 1};
}

QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

tl::expected<RuleNode, RuleFileError> converted(const YAML::Node& node, int depth)
{
    RuleNode result;
    result.place = placeOf(node.Mark());
    const QString tag = textOf(node.Tag());
    if (depth > kMostDepth) {
        return tl::unexpected(RuleFileError{result.place, u"This is nested too deep."_s});
    }
    // A plain text that begins with "!" is a tag to YAML, and what follows its value.
    if (tag.startsWith(u'!') && tag != u"!"_s) {
        return tl::unexpected(
            RuleFileError{result.place, u"\"%1\" is a tag to YAML. Put the whole text in quotes."_s.arg(tag)});
    }
    if (node.IsScalar()) {
        result.kind = RuleNode::Kind::Text;
        result.text = textOf(node.Scalar());
        result.isQuoted = tag == u"!"_s;
        return result;
    }
    if (node.IsSequence()) {
        result.kind = RuleNode::Kind::List;
        for (const YAML::Node& child : node) {
            auto element = converted(child, depth + 1);
            if (!element) {
                return element;
            }
            result.children.push_back(std::move(*element));
        }
    }
    if (node.IsMap()) {
        result.kind = RuleNode::Kind::Map;
        for (const auto& member : node) {
            const RulePlace place = placeOf(member.first.Mark());
            if (!member.first.IsScalar()) {
                return tl::unexpected(RuleFileError{place, u"A key has to be a word."_s});
            }
            const QString key = textOf(member.first.Scalar());
            if (result.find(key) != nullptr) {
                return tl::unexpected(RuleFileError{place, u"\"%1\" is there twice. Leave one out."_s.arg(key)});
            }
            auto value = converted(member.second, depth + 1);
            if (!value) {
                return value;
            }
            result.keys.push_back({key, place});
            result.children.push_back(std::move(*value));
        }
    }
    return result;
}

} // namespace

const RuleNode* RuleNode::find(QStringView key) const
{
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (keys[i].key == key) {
            return &children[i];
        }
    }
    return nullptr;
}

tl::expected<RuleNode, RuleFileError> readYaml(const QByteArray& bytes)
{
    try {
        return converted(YAML::Load(bytes.toStdString()), 0);
    } catch (const YAML::Exception& exception) {
        return tl::unexpected(RuleFileError{placeOf(exception.mark), u"This is no YAML: %1."_s.arg(textOf(exception.msg))});
    }
}

} // namespace fluoroscope
