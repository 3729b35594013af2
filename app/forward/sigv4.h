// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// AWS Signature Version 4 of a request, in its three steps, as pure functions: canonical request, string to sign,
// signature.
#pragma once

#include <QByteArray>
#include <utility>
#include <vector>

namespace fluoroscope {

using HttpHeaders = std::vector<std::pair<QByteArray, QByteArray>>; // in the order of the request

// What is signed of a request.
struct SigningInput {
    QByteArray method; // "POST"
    QByteArray path; // "/TraceSegments", as it is before any encoding
    QByteArray query; // after the question mark; encoded or not
    HttpHeaders headers; // all of these are signed
    QByteArray payloadHash; // sha256Hex() of the body
};

struct SigningScope {
    QByteArray time; // "20150830T123600Z"
    QByteArray region; // "eu-west-1"
    QByteArray service; // "xray"
};

// Whether /a/./b//c counts as /a/b/c: with every service but S3.
enum class SigningPath : std::uint8_t { Normalized, AsItIs };

QByteArray sha256Hex(const QByteArray& bytes);

QByteArray canonicalRequest(const SigningInput& input, SigningPath path = SigningPath::Normalized);
QByteArray stringToSign(const SigningScope& scope, const QByteArray& canonicalRequest);
QByteArray signatureOf(const QByteArray& secretAccessKey, const SigningScope& scope, const QByteArray& stringToSign);

// The value of the header Authorization.
QByteArray authorization(const QByteArray& accessKeyId, const QByteArray& secretAccessKey, const SigningScope& scope,
    const SigningInput& input, SigningPath path = SigningPath::Normalized);

} // namespace fluoroscope
