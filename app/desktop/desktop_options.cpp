// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop_options.h"

#include "core/filter/filter_parser.h"
#include "core/segment/ids.h"
#include "ui/frame/time_entry.h"

#include <QCommandLineParser>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

Result<void> readSelection(const QCommandLineParser& parser, DesktopOptions& options)
{
    auto filter = parseFilter(parser.value(u"filter"_s));
    if (!filter) {
        return failure(u"--filter: %1"_s.arg(filter.error().message));
    }
    options.filter = std::move(*filter);
    const Timestamp at = now();
    if (parser.isSet(u"from"_s)) {
        const auto from = parseTimeEntry(parser.value(u"from"_s), at);
        if (!from) {
            return failure(u"--from: %1"_s.arg(from.error().message));
        }
        options.range.begin = from->time;
    }
    if (parser.isSet(u"to"_s)) {
        const auto to = parseTimeEntry(parser.value(u"to"_s), at);
        if (!to) {
            return failure(u"--to: %1"_s.arg(to.error().message));
        }
        options.range.end = to->time;
    }
    return {};
}

Result<void> readSize(const QString& text, QSize& size)
{
    static const QRegularExpression shape(u"^(\\d{3,4})(?:x(\\d{3,4}))?$"_s);
    const auto match = shape.match(text);
    if (!match.hasMatch()) {
        return failure(u"--size is WIDTHxHEIGHT or WIDTH in pixels, as in 1280x800, not \"%1\"."_s.arg(text));
    }
    size = {match.captured(1).toInt(), match.captured(2).toInt()};
    return {};
}

Result<void> readRender(const QCommandLineParser& parser, DesktopOptions& options)
{
    options.render = parser.value(u"render"_s);
    options.trace = parser.value(u"trace"_s);
    options.output = parser.value(u"output"_s);
    if (!parser.isSet(u"render"_s)) {
        return {};
    }
    if (options.session.isEmpty()) { // of which picture: the file that is looked at
        options.session = options.files.value(0);
    }
    if (options.render != "map"_L1 && options.render != "traces"_L1 && options.render != "trace"_L1) {
        return failure(u"--render draws map, traces or trace, not \"%1\"."_s.arg(options.render));
    }
    if (!options.trace.isEmpty() && !TraceId::fromString(options.trace)) {
        return failure(
            u"\"%1\" is no trace id: 1-, 8 hex digits, -, 24 hex digits; or 32 hex digits."_s.arg(options.trace));
    }
    if (!options.output.endsWith(".png"_L1) && !options.output.endsWith(".svg"_L1)) {
        return failure(u"Say where to draw with -o FILE.png or -o FILE.svg."_s);
    }
    return readSelection(parser, options);
}

} // namespace

Result<DesktopOptions> parseDesktopOptions(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Shows what AWS X-Ray would: receives segments at 127.0.0.1:2000 and draws the trace map, the traces and their timelines."_s);
    parser.addOptions({
        {{u"h"_s, u"help"_s}, u"Show this help."_s},
        {{u"v"_s, u"version"_s}, u"Show the version."_s},
        {{u"s"_s, u"session"_s}, u"Receive into this session file; it is made where there is none."_s, u"FILE"_s},
        {{u"b"_s, u"bind"_s}, u"Receive at this address; port 0 takes any free one."_s, u"HOST:PORT"_s},
        {u"sampling-rules"_s, u"Replace the session's sampling rules with those of an SDK's local rule file."_s,
            u"FILE"_s},
        {u"demo"_s, u"Play the demo into the session."_s},
        {u"render"_s, u"Draw a page to a file, without a display: map, traces or trace."_s, u"PAGE"_s},
        {u"trace"_s, u"The trace that --render trace draws; the newest without it."_s, u"ID"_s},
        {u"theme"_s, u"light or dark."_s, u"THEME"_s},
        {u"filter"_s, u"Draw only the traces that meet this filter expression."_s, u"EXPR"_s},
        {u"from"_s, u"Draw only the traces since then: 14:30, -2h, 2026-11-21T14:30Z."_s, u"TIME"_s},
        {u"to"_s, u"And only those before then."_s, u"TIME"_s},
        {u"size"_s, u"Of the picture, 1280x800 without it. A width alone: as high as the whole takes."_s, u"W[xH]"_s},
        {u"scale"_s, u"Device pixels to each of a PNG's, 1 to 4; 1 without it."_s, u"FACTOR"_s},
        {{u"o"_s, u"output"_s}, u"The picture, by its name a PNG or an SVG."_s, u"FILE"_s},
        {u"measure-start"_s, u"Print how long the first picture took and how much memory is resident, then exit."_s},
    });
    parser.addPositionalArgument(
        u"file"_s, u"A session or X-Ray's JSON, to look at. Without --session nothing is received."_s, u"[FILE…]"_s);
    if (!parser.parse(arguments)) {
        return failure(parser.errorText() + u" --help lists the options."_s);
    }
    DesktopOptions options;
    if (parser.isSet(u"help"_s)) {
        options.text = parser.helpText();
        options.text.replace(u"<executable_name>"_s, u"fluoroscope"_s); // there is no application object yet
        return options;
    }
    if (parser.isSet(u"version"_s)) {
        options.text = QStringLiteral("fluoroscope " FLUOROSCOPE_VERSION "\n");
        return options;
    }
    options.session = parser.value(u"session"_s);
    options.files = parser.positionalArguments();
    options.bind = parser.value(u"bind"_s);
    options.samplingRules = parser.value(u"sampling-rules"_s);
    options.demo = parser.isSet(u"demo"_s);
    options.measureStart = parser.isSet(u"measure-start"_s);
    options.theme = parser.value(u"theme"_s);
    if (!options.theme.isEmpty() && options.theme != "light"_L1 && options.theme != "dark"_L1) {
        return failure(u"--theme is light or dark, not \"%1\"."_s.arg(options.theme));
    }
    if (parser.isSet(u"size"_s)) {
        if (const auto size = readSize(parser.value(u"size"_s), options.size); !size) {
            return tl::unexpected(size.error());
        }
    }
    if (parser.isSet(u"scale"_s)) {
        bool read = false;
        options.scale = parser.value(u"scale"_s).toDouble(&read);
        if (!read || options.scale < 1 || options.scale > 4) {
            return failure(u"--scale is a number from 1 to 4, not \"%1\"."_s.arg(parser.value(u"scale"_s)));
        }
    }
    return readRender(parser, options).map([&] { return options; });
}

} // namespace fluoroscope
