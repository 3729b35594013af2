// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads the optional blocks of a segment document: http, aws, sql, cause, annotations, links (reference 2.5 to 2.9).
#pragma once

#include "core/json/text_cache.h"
#include "core/segment/segment.h"

namespace fluoroscope {

// Each gives null where the block is absent, empty, or has nothing in it that we know. `texts` is for what is the same
// in many blocks.
std::shared_ptr<const HttpData> readHttp(const json::Value& http, json::TextCache& texts);
std::shared_ptr<const AwsData> readAws(const json::Value& aws, json::TextCache& texts);
std::shared_ptr<const SqlData> readSql(const json::Value& sql, json::TextCache& texts);
// Takes all four forms in use: an object, an exception's id, Node.js's {"id":…}, and {}.
std::shared_ptr<const Cause> readCause(const json::Value& cause, json::TextCache& texts);
// Keys and values that X-Ray does not index are left out; they stay in the document.
std::shared_ptr<const std::vector<Annotation>> readAnnotations(const json::Value& annotations, json::TextCache& texts);
std::shared_ptr<const std::vector<Link>> readLinks(const json::Value& links);

} // namespace fluoroscope
