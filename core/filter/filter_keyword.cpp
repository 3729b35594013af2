// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/filter/filter_keyword.h"

#include <algorithm>
#include <array>
#include <vector>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

template <typename... Scopes> constexpr unsigned bits(Scopes... scopes)
{
    return ((1U << static_cast<unsigned>(scopes)) | ...);
}

constexpr unsigned kTrace = bits(FilterScope::Trace);
constexpr unsigned kSegments = bits(FilterScope::Trace, FilterScope::Service, FilterScope::Edge);
constexpr unsigned kEntities = bits(FilterScope::CauseEntity, FilterScope::SlowEntity);
constexpr unsigned kException = bits(FilterScope::CauseException);
constexpr unsigned kCauseService = bits(FilterScope::CauseService);
constexpr unsigned kCauses = kCauseService | kEntities | kException;
constexpr unsigned kService = bits(FilterScope::Service);

// In the order of the enumeration.
constexpr std::array kKeywords{
    FilterKeywordInfo{FilterKeyword::Ok, FilterType::Boolean, u"ok", kSegments},
    FilterKeywordInfo{FilterKeyword::Error, FilterType::Boolean, u"error", kSegments},
    FilterKeywordInfo{FilterKeyword::Throttle, FilterType::Boolean, u"throttle", kSegments},
    FilterKeywordInfo{FilterKeyword::Fault, FilterType::Boolean, u"fault", kSegments},
    FilterKeywordInfo{FilterKeyword::Partial, FilterType::Boolean, u"partial", kSegments},
    FilterKeywordInfo{FilterKeyword::Inferred, FilterType::Boolean, u"inferred", kTrace | kService | kCauseService},
    FilterKeywordInfo{FilterKeyword::Root, FilterType::Boolean, u"root", kService},
    FilterKeywordInfo{FilterKeyword::First, FilterType::Boolean, u"first", kCauses},
    FilterKeywordInfo{FilterKeyword::Last, FilterType::Boolean, u"last", kCauses},
    FilterKeywordInfo{FilterKeyword::Remote, FilterType::Boolean, u"remote", kEntities | kException},
    FilterKeywordInfo{FilterKeyword::ResponseTime, FilterType::Number, u"responsetime", kSegments},
    FilterKeywordInfo{FilterKeyword::Length, FilterType::Number, u"duration", kSegments},
    FilterKeywordInfo{FilterKeyword::HttpStatus, FilterType::Number, u"http.status", kSegments},
    FilterKeywordInfo{FilterKeyword::Index, FilterType::Number, u"index", kCauses},
    FilterKeywordInfo{FilterKeyword::Coverage, FilterType::Number, u"coverage", bits(FilterScope::SlowEntity)},
    FilterKeywordInfo{FilterKeyword::HttpUrl, FilterType::Text, u"http.url", kSegments},
    FilterKeywordInfo{FilterKeyword::HttpMethod, FilterType::Text, u"http.method", kSegments},
    FilterKeywordInfo{FilterKeyword::HttpUserAgent, FilterType::Text, u"http.useragent", kSegments},
    FilterKeywordInfo{FilterKeyword::HttpClientIp, FilterType::Text, u"http.clientip", kSegments},
    FilterKeywordInfo{FilterKeyword::User, FilterType::Text, u"user", kSegments},
    FilterKeywordInfo{FilterKeyword::Name, FilterType::Text, u"name", kSegments | kCauses},
    FilterKeywordInfo{FilterKeyword::Type, FilterType::Text, u"type", kTrace | kService | kCauseService},
    FilterKeywordInfo{FilterKeyword::Message, FilterType::Text, u"message", kSegments | kException},
    FilterKeywordInfo{FilterKeyword::AvailabilityZone, FilterType::Text, u"availabilityzone", kSegments},
    FilterKeywordInfo{FilterKeyword::InstanceId, FilterType::Text, u"instance.id", kSegments},
    FilterKeywordInfo{FilterKeyword::ResourceArn, FilterType::Text, u"resource.arn", kSegments},
    FilterKeywordInfo{FilterKeyword::GroupName, FilterType::Text, u"group.name", kTrace},
    FilterKeywordInfo{FilterKeyword::GroupArn, FilterType::Text, u"group.arn", kTrace},
};

int editDistance(QStringView a, QStringView b)
{
    std::vector<int> row(static_cast<std::size_t>(b.size()) + 1);
    for (std::size_t j = 0; j < row.size(); ++j) {
        row[j] = static_cast<int>(j);
    }
    for (const QChar c : a) {
        int diagonal = row[0]++;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const bool same = c.toLower() == b[static_cast<qsizetype>(j) - 1].toLower();
            const int changed = diagonal + (same ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

QStringList wordsOf(FilterScope scope)
{
    QStringList words;
    for (const FilterKeywordInfo& info : kKeywords) {
        if (info.isKnownIn(scope)) {
            words.append(info.text.toString());
        }
    }
    if ((kSegments >> static_cast<unsigned>(scope)) & 1U) {
        words.append(u"annotation."_s);
    }
    if (scope == FilterScope::Trace) {
        words << u"service("_s << u"edge("_s;
        for (const QStringView kind : {u"fault", u"error", u"responsetime"}) {
            for (const QStringView part : {u"service", u"entity", u"exception"}) {
                words.append(u"rootcause.%1.%2"_s.arg(kind, part));
            }
        }
        words.append(u"rootcause.json"_s);
    }
    return words;
}

} // namespace

const FilterKeywordInfo& infoOf(FilterKeyword keyword)
{
    return kKeywords[static_cast<std::size_t>(keyword)];
}

const FilterKeywordInfo* findFilterKeyword(QStringView text)
{
    if (text.compare(u"groupname", Qt::CaseInsensitive) == 0) { // an older spelling that tools still write
        return &infoOf(FilterKeyword::GroupName);
    }
    const auto* found = std::find_if(kKeywords.begin(), kKeywords.end(),
        [&](const FilterKeywordInfo& info) { return info.text.compare(text, Qt::CaseInsensitive) == 0; });
    return found == kKeywords.end() ? nullptr : found;
}

const QStringList& filterWords(FilterScope scope)
{
    static const std::array words{wordsOf(FilterScope::Trace), wordsOf(FilterScope::Service),
        wordsOf(FilterScope::Edge), wordsOf(FilterScope::CauseService), wordsOf(FilterScope::CauseEntity),
        wordsOf(FilterScope::CauseException), wordsOf(FilterScope::SlowEntity)};
    return words[static_cast<std::size_t>(scope)];
}

namespace {

// Whether the letters of `text` stand in `word` in their order, as those of "resptime" in "responsetime".
bool abbreviates(QStringView text, QStringView word)
{
    constexpr qsizetype kLeast = 4;
    qsizetype at = 0;
    for (const QChar letter : text) {
        at = word.indexOf(letter, at, Qt::CaseInsensitive) + 1;
        if (at == 0) {
            return false;
        }
    }
    return text.size() >= kLeast && word.front().toLower() == text.front().toLower();
}

} // namespace

QString nearestFilterWord(QStringView text, const QStringList& words)
{
    constexpr qsizetype kLongest = 40; // no keyword is longer, and the distance takes time
    if (text.size() > kLongest) {
        return {};
    }
    QString nearest;
    int least = 3; // two letters wrong are a slip, three another word
    for (const QString& word : words) {
        const bool related = text.size() >= 4
            && (text.startsWith(word, Qt::CaseInsensitive) || word.startsWith(text, Qt::CaseInsensitive)
                || word.endsWith(u'.' + text.toString(), Qt::CaseInsensitive));
        const int distance = related ? 1 : abbreviates(text, word) ? 2 : editDistance(text, word);
        if (distance < least && distance < text.size()) {
            least = distance;
            nearest = word;
        }
    }
    return nearest;
}

QString placeName(FilterScope scope)
{
    switch (scope) {
    case FilterScope::Trace:
        return u"outside braces"_s;
    case FilterScope::Service:
        return u"in service { }"_s;
    case FilterScope::Edge:
        return u"in edge { }"_s;
    case FilterScope::CauseService:
        return u"in rootcause.*.service { }"_s;
    case FilterScope::CauseEntity:
        return u"in rootcause.*.entity { }"_s;
    case FilterScope::SlowEntity:
        return u"in rootcause.responsetime.entity { }"_s;
    case FilterScope::CauseException:
        return u"in rootcause.*.exception { }"_s;
    }
    return {};
}

} // namespace fluoroscope
