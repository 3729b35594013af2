// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/api/api_service.h"

#include <QJsonDocument>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

tl::expected<QJsonObject, ApiError> inputOf(const QByteArray& body)
{
    if (body.trimmed().isEmpty()) {
        return QJsonObject();
    }
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(body, &error);
    if (error.error != QJsonParseError::NoError) {
        return invalidRequest(u"The body is no JSON: %1 at byte %2."_s.arg(error.errorString()).arg(error.offset));
    }
    if (!document.isObject()) {
        return invalidRequest(u"The body must be a JSON object."_s);
    }
    return document.object();
}

ApiAnswer succeeded(const QJsonObject& output)
{
    return {200, {}, QUuid::createUuid().toString(QUuid::WithoutBraces),
        QJsonDocument(output).toJson(QJsonDocument::Compact)};
}

} // namespace

ApiAnswer errorAnswer(const ApiError& error)
{
    QJsonObject body = error.members;
    body.insert(u"Message"_s, error.message);
    return {error.status, error.type, QUuid::createUuid().toString(QUuid::WithoutBraces),
        QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

std::vector<ApiOperation> apiOperations()
{
    std::vector<ApiOperation> operations;
    for (const auto family : {
             &documentOperations,
             &graphOperations,
             &groupOperations,
             &insightOperations,
             &policyOperations,
             &retrievalOperations,
             &samplingRuleOperations,
             &samplingTargetOperations,
             &settingOperations,
             &tagOperations,
             &timeSeriesOperations,
             &traceOperations,
         }) {
        for (ApiOperation& operation : family()) {
            operations.push_back(std::move(operation));
        }
    }
    return operations;
}

ApiService::ApiService(const ApiContext& context, const std::vector<ApiOperation>& operations)
    : m_context(context)
{
    for (const ApiOperation& operation : operations) {
        m_operations.insert(operation.path, operation);
    }
}

ApiAnswer ApiService::answer(
    const QString& path, const QByteArray& body, const QString& sender, const std::stop_token& stop) const
{
    const auto operation = m_operations.constFind(path);
    if (operation == m_operations.cend()) {
        return errorAnswer(
            {404, u"UnknownOperationException"_s, u"There is no operation at %1."_s.arg(path.left(200)), {}});
    }
    const auto input = inputOf(body);
    if (!input) {
        return errorAnswer(input.error());
    }
    if (const auto error = violations(operation->input, *input)) {
        return errorAnswer(*error);
    }
    if (m_context.samplingUpstream && (path == "/GetSamplingRules"_L1 || path == "/SamplingTargets"_L1)) {
        if (const auto upstream = m_context.samplingUpstream(path, *input, stop)) {
            return succeeded(*upstream);
        }
    }
    const ApiResult result = operation->answer(m_context, {*input, sender, stop});
    if (!result) {
        return errorAnswer(result.error());
    }
    return succeeded(*result);
}

} // namespace fluoroscope
