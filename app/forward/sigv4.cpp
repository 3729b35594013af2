// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/sigv4.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

#include <algorithm>

namespace fluoroscope {

namespace {

constexpr auto kAlgorithm = "AWS4-HMAC-SHA256";

QByteArray hmac(const QByteArray& key, const QByteArray& message)
{
    return QMessageAuthenticationCode::hash(message, key, QCryptographicHash::Sha256);
}

// RFC 3986's unreserved characters stay; the digits of the others are capitals.
QByteArray encoded(const QByteArray& bytes)
{
    return bytes.toPercentEncoding();
}

QByteArray canonicalPath(const QByteArray& path, SigningPath form)
{
    const QList<QByteArray> all = path.split('/');
    QList<QByteArray> parts;
    for (const QByteArray& part : all) {
        if (form == SigningPath::AsItIs) {
            parts.append(encoded(part));
        } else if (part == "..") {
            if (!parts.isEmpty()) {
                parts.removeLast();
            }
        } else if (!part.isEmpty() && part != ".") {
            parts.append(encoded(part));
        }
    }
    if (form == SigningPath::AsItIs) {
        return parts.join('/');
    }
    const bool isFolder = path.endsWith('/') && !parts.isEmpty();
    return '/' + parts.join('/') + (isFolder ? "/" : "");
}

QByteArray canonicalQuery(const QByteArray& query)
{
    std::vector<std::pair<QByteArray, QByteArray>> parameters;
    for (const QByteArray& parameter : query.split('&')) {
        if (parameter.isEmpty()) {
            continue;
        }
        const qsizetype equals = parameter.indexOf('=');
        const QByteArray name = equals < 0 ? parameter : parameter.left(equals);
        const QByteArray value = equals < 0 ? QByteArray() : parameter.mid(equals + 1);
        parameters.emplace_back(
            encoded(QByteArray::fromPercentEncoding(name)), encoded(QByteArray::fromPercentEncoding(value)));
    }
    std::sort(parameters.begin(), parameters.end());
    QByteArray text;
    for (const auto& [name, value] : parameters) {
        text += (text.isEmpty() ? "" : "&") + name + '=' + value;
    }
    return text;
}

// By name in lower case, in order; the values of one name follow each other as they did in the request.
HttpHeaders canonicalHeaders(const HttpHeaders& headers)
{
    HttpHeaders canonical;
    for (const auto& [name, value] : headers) {
        canonical.emplace_back(name.toLower().trimmed(), value.simplified());
    }
    std::stable_sort(
        canonical.begin(), canonical.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    HttpHeaders merged;
    for (const auto& header : canonical) {
        if (!merged.empty() && merged.back().first == header.first) {
            merged.back().second += ',' + header.second;
        } else {
            merged.push_back(header);
        }
    }
    return merged;
}

QByteArray signedNames(const HttpHeaders& canonical)
{
    QByteArray names;
    for (const auto& header : canonical) {
        names += (names.isEmpty() ? "" : ";") + header.first;
    }
    return names;
}

QByteArray credentialScope(const SigningScope& scope)
{
    return scope.time.left(8) + '/' + scope.region + '/' + scope.service + "/aws4_request";
}

} // namespace

QByteArray sha256Hex(const QByteArray& bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QByteArray canonicalRequest(const SigningInput& input, SigningPath path)
{
    const HttpHeaders headers = canonicalHeaders(input.headers);
    QByteArray text = input.method + '\n' + canonicalPath(input.path, path) + '\n' + canonicalQuery(input.query) + '\n';
    for (const auto& [name, value] : headers) {
        text += name + ':' + value + '\n';
    }
    return text + '\n' + signedNames(headers) + '\n' + input.payloadHash;
}

QByteArray stringToSign(const SigningScope& scope, const QByteArray& canonicalRequest)
{
    return kAlgorithm + ('\n' + scope.time) + '\n' + credentialScope(scope) + '\n' + sha256Hex(canonicalRequest);
}

QByteArray signatureOf(const QByteArray& secretAccessKey, const SigningScope& scope, const QByteArray& stringToSign)
{
    QByteArray key = "AWS4" + secretAccessKey;
    for (const QByteArray& part : {scope.time.left(8), scope.region, scope.service, QByteArray("aws4_request")}) {
        key = hmac(key, part);
    }
    return hmac(key, stringToSign).toHex();
}

QByteArray authorization(const QByteArray& accessKeyId, const QByteArray& secretAccessKey, const SigningScope& scope,
    const SigningInput& input, SigningPath path)
{
    const QByteArray text = stringToSign(scope, canonicalRequest(input, path));
    return kAlgorithm + (" Credential=" + accessKeyId) + '/' + credentialScope(scope) + ", SignedHeaders="
        + signedNames(canonicalHeaders(input.headers)) + ", Signature=" + signatureOf(secretAccessKey, scope, text);
}

} // namespace fluoroscope
