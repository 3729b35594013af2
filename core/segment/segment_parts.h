// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads the optional blocks of a segment document: http, aws, sql, cause, annotations, links (reference 2.5 to 2.9).
#pragma once

#include "core/json/json_text.h"
#include "core/segment/segment.h"

namespace fluoroscope {

// Each gives null where the block is absent, empty, or has nothing in it that we know.
std::shared_ptr<const HttpData> readHttp(const json::Value& http);
std::shared_ptr<const AwsData> readAws(const json::Value& aws);
std::shared_ptr<const SqlData> readSql(const json::Value& sql);
// Takes all four forms in use: an object, an exception's id, Node.js's {"id":…}, and {}.
std::shared_ptr<const Cause> readCause(const json::Value& cause);
// Keys and values that X-Ray does not index are left out; they stay in the document.
std::shared_ptr<const std::vector<Annotation>> readAnnotations(const json::Value& annotations);
std::shared_ptr<const std::vector<Link>> readLinks(const json::Value& links);

} // namespace fluoroscope
