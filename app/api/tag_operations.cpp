// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The tags of groups and sampling rules: TagResource, UntagResource, ListTagsForResource (reference 5.11).
#include "app/api/state_operation.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QJsonObject nothing()
{
    return {};
}

QString arnIn(const QJsonObject& input)
{
    return input.value("ResourceARN"_L1).toString();
}

ApiResult tag(const StateContext& context, const QJsonObject& input)
{
    return answered(addTags(context.state, context.place, arnIn(input), tagsIn(input)), nothing);
}

ApiResult untag(const StateContext& context, const QJsonObject& input)
{
    QStringList keys;
    const QJsonArray list = input.value("TagKeys"_L1).toArray();
    for (const auto& key : list) {
        keys.append(key.toString());
    }
    return answered(removeTags(context.state, context.place, arnIn(input), keys), nothing);
}

ApiResult listTags(const StateContext& context, const QJsonObject& input)
{
    if (const auto wrong = strayToken(input)) {
        return tl::unexpected(*wrong);
    }
    return answered(tagsOf(context.state, context.place, arnIn(input)), [](const Tags& tags) {
        return QJsonObject{{u"Tags"_s, toJson(tags)}};
    });
}

} // namespace

std::vector<ApiOperation> tagOperations()
{
    const InputMember arn = required(u"ResourceARN"_s, textShape(1, 1011));
    return asApiOperations({
        {u"TagResource"_s, u"/TagResource"_s, structureShape({arn, required(u"Tags"_s, tagListShape())}), tag},
        {u"UntagResource"_s, u"/UntagResource"_s,
            structureShape({arn, required(u"TagKeys"_s, listShape(textShape(1, 128), 0, 200))}), untag},
        {u"ListTagsForResource"_s, u"/ListTagsForResource"_s,
            structureShape({arn, optional(u"NextToken"_s, textShape())}), listTags},
    });
}

} // namespace fluoroscope
