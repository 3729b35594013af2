// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Operations that need nothing but what is configured in a session. The API offers them, and the command line performs
// the same ones without a server.
#pragma once

#include "app/api/operation.h"
#include "core/state/refusal.h"
#include "core/state/resource_name.h"
#include "core/state/tags.h"

namespace fluoroscope {

struct StateContext {
    StateStore& state;
    ServicePlace place;
    Timestamp time = now(); // of the request
    Timestamp opened{}; // see ApiContext
};

struct StateOperation {
    QString name;
    QString path;
    InputShape input;
    ApiResult (*answer)(const StateContext&, const QJsonObject&);
};

std::vector<StateOperation> samplingRuleStateOperations();
std::vector<StateOperation> groupStateOperations();

std::vector<ApiOperation> asApiOperations(const std::vector<StateOperation>& operations);
// As the API would answer, constraints and all. `name` is one of `operations`.
ApiResult perform(const std::vector<StateOperation>& operations, const QString& name, const StateContext& context,
    const QJsonObject& input);

ApiError errorOf(const Refusal& refusal);
// The answer made of a value by `make`, or the refusal.
template <typename T, typename Make> ApiResult answered(const Configured<T>& outcome, Make make)
{
    if (!outcome) {
        return tl::unexpected(errorOf(outcome.error()));
    }
    if constexpr (std::is_void_v<T>) {
        return make();
    } else {
        return make(*outcome);
    }
}

// The lists of what is configured are given whole, so that no token is ever ours.
std::optional<ApiError> strayToken(const QJsonObject& input);

InputShape tagListShape();
Tags tagsIn(const QJsonObject& input); // its member Tags

} // namespace fluoroscope
