// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the input of an operation must look like: X-Ray's constraints, declared beside each operation and checked before
// its handler runs.
#pragma once

#include "app/api/api_error.h"

#include <QJsonObject>
#include <QStringList>
#include <optional>
#include <vector>

namespace fluoroscope {

struct InputMember;

struct InputShape {
    enum class Kind : std::uint8_t { Text, Integer, Number, Boolean, Time, List, Map, Structure };

    Kind kind = Kind::Text;
    // Inclusive: the length of a text in characters, the number of entries of a list or map, or the value of a number.
    std::optional<double> least;
    std::optional<double> most;
    QString pattern; // that the whole of a text has to match
    QStringList values; // the only ones that a text may have; empty: any
    std::vector<InputShape> elements; // of a list: one; of a map: of its keys and of its values
    std::vector<InputMember> members; // of a structure
};

struct InputMember {
    QString name;
    InputShape shape;
    bool required = false;
};

InputShape textShape(std::optional<double> least = {}, std::optional<double> most = {}, const QString& pattern = {});
InputShape choiceShape(const QStringList& values);
InputShape integerShape(std::optional<double> least = {}, std::optional<double> most = {});
InputShape numberShape(std::optional<double> least = {}, std::optional<double> most = {});
InputShape booleanShape();
InputShape timeShape(); // epoch seconds as a JSON number
InputShape listShape(const InputShape& element, std::optional<double> least = {}, std::optional<double> most = {});
InputShape mapShape(const InputShape& key, const InputShape& value, std::optional<double> most = {});
InputShape structureShape(const std::vector<InputMember>& members);
InputMember required(const QString& name, const InputShape& shape);
InputMember optional(const QString& name, const InputShape& shape);

// All that is wrong with `input`, each with its path ("SamplingRule.FixedRate"), in one InvalidRequestException.
// Members that the shape does not know are ignored, null ones are as if left out.
std::optional<ApiError> violations(const InputShape& shape, const QJsonObject& input);

} // namespace fluoroscope
