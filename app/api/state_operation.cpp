// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/api/state_operation.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

std::vector<ApiOperation> asApiOperations(const std::vector<StateOperation>& operations)
{
    std::vector<ApiOperation> lifted;
    lifted.reserve(operations.size());
    for (const StateOperation& operation : operations) {
        lifted.push_back({operation.name, operation.path, operation.input,
            [answer = operation.answer](const ApiContext& context, const ApiRequest& request) {
                return answer(
                    {context.state, {context.region, context.account}, context.clock(), context.opened}, request.input);
            }});
    }
    return lifted;
}

ApiResult perform(const std::vector<StateOperation>& operations, const QString& name, const StateContext& context,
    const QJsonObject& input)
{
    const auto operation = std::find_if(
        operations.begin(), operations.end(), [&](const StateOperation& candidate) { return candidate.name == name; });
    Q_ASSERT(operation != operations.end());
    if (const auto wrong = violations(operation->input, input)) {
        return tl::unexpected(*wrong);
    }
    return operation->answer(context, input);
}

ApiError errorOf(const Refusal& refusal)
{
    if (refusal.type.isEmpty()) {
        return internalFailure({refusal.message}).value();
    }
    ApiError error{400, refusal.type, refusal.message, {}};
    if (refusal.type == "ResourceNotFoundException"_L1) {
        error.status = 404;
    }
    if (!refusal.resource.isEmpty()) {
        error.members.insert(u"ResourceName"_s, refusal.resource);
    }
    return error;
}

std::optional<ApiError> strayToken(const QJsonObject& input)
{
    if (input.value("NextToken"_L1).toString().isEmpty()) {
        return {};
    }
    return invalidRequest(u"NextToken is none that was given out: the answer is never in parts."_s).value();
}

InputShape tagListShape()
{
    return listShape(
        structureShape({required(u"Key"_s, textShape(1, 128)), required(u"Value"_s, textShape(0, 256))}), 0, 200);
}

Tags tagsIn(const QJsonObject& input)
{
    return tagsFromJson(input.value("Tags"_L1).toArray());
}

} // namespace fluoroscope
