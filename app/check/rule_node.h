// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A YAML or JSON document as a tree whose every part knows where it stands, so that a mistake can be pointed at.
#pragma once

#include "app/check/rule.h"

#include <QByteArray>
#include <tl/expected.hpp>

namespace fluoroscope {

struct RuleFileError {
    RulePlace place;
    QString message; // what is wrong, and what to do
};

struct RuleNode;

struct RuleMember {
    QString key;
    RulePlace place; // of the key
};

struct RuleNode {
    enum class Kind : std::uint8_t { Nothing, Text, List, Map };

    Kind kind = Kind::Nothing;
    RulePlace place;
    QString text; // of Text, without quotes
    bool isQuoted = false; // of Text: "5" is no number
    std::vector<RuleMember> keys; // of Map; the values are among `children`, in the same order
    std::vector<RuleNode> children; // of List and Map

    [[nodiscard]] const RuleNode* find(QStringView key) const; // null: there is none
};

// JSON is YAML, too.
tl::expected<RuleNode, RuleFileError> readYaml(const QByteArray& bytes);

} // namespace fluoroscope
