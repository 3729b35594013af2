// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop_session.h"

#include "app/cli/command_line.h"
#include "app/cli/terminal.h"
#include "app/desktop/start_measure.h"
#include "app/receive/live_capture.h"
#include "app/sampling/sampling_rule_file.h"
#include "core/group/group_store.h"
#include "storage/session.h"
#include "ui/frame/main_window.h"
#include "ui/frame/page_render.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QMessageBox>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

Scheme schemeOf(const DesktopOptions& options, Scheme otherwise)
{
    return options.theme == "dark"_L1 ? Scheme::Dark : options.theme == "light"_L1 ? Scheme::Light : otherwise;
}

int fail(const QString& message)
{
    printError(message);
    return kFailed;
}

Result<std::unique_ptr<Session>> openSession(const DesktopOptions& options, SessionOptions::Mode mode)
{
    const auto file = options.session.isEmpty() ? Session::defaultFile() : Result<QString>(options.session);
    return file.and_then([mode](const QString& name) {
        SessionOptions session;
        session.file = name;
        session.mode = mode;
        return Session::open(session);
    });
}

int renderPicture(QApplication& application, const DesktopOptions& options)
{
    const auto session = openSession(options, SessionOptions::Mode::ReadOnly);
    if (!session) {
        return fail(session.error().message);
    }
    Theme::current().apply(application, schemeOf(options, Scheme::Light));
    PageRender render;
    render.page = options.render == "map"_L1 ? PageKind::Map
        : options.render == "traces"_L1      ? PageKind::Traces
                                             : PageKind::Trace;
    const auto groups = namesGroups(options.filter) ? groupsOf((*session)->state())
                                                    : Result<std::vector<TraceGroup>>(std::vector<TraceGroup>());
    if (!groups) {
        return fail(groups.error().message);
    }
    render.selection = {options.range, expandGroups(options.filter, *groups)};
    render.trace = TraceId::fromString(options.trace).value_or(TraceId());
    render.size = options.size;
    render.scale = options.scale;
    render.file = options.output;
    const auto drawn = renderPage((*session)->source(), render);
    return drawn ? kSucceeded : fail(drawn.error().message);
}

// The error in a window of its own, for whoever started the program by a click.
int showError(QApplication& application, const QString& message)
{
    fail(message);
    QMessageBox box(QMessageBox::Critical, QApplication::applicationDisplayName(), message, QMessageBox::Close);
    box.show();
    QApplication::setQuitOnLastWindowClosed(true);
    application.exec();
    return kFailed;
}

} // namespace

int runDesktop(QApplication& application, const DesktopOptions& options)
{
    if (!options.render.isEmpty()) {
        return renderPicture(application, options);
    }
    Settings settings(
        QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/fluoroscope/fluoroscope.ini"_s);
    Theme::current().apply(application, schemeOf(options, settings.scheme()));
    const auto address = chooseBindAddress(options.bind, daemonAddressVariable(), settings.listenAddress());
    if (!address) {
        return showError(application, address.error().message);
    }
    auto session = openSession(options, SessionOptions::Mode::ReadWrite);
    std::unique_ptr<LiveCapture> capture;
    if (session) {
        capture = std::make_unique<LiveCapture>(
            ApiContext{(*session)->source(), (*session)->sink(), (*session)->state()}, u":/demo/node-sdk-3.12.jsonl"_s);
        // A port in use is not the end: the window says so and offers another.
        const auto tcp = options.bind.isEmpty() ? parseDaemonTcpAddress(daemonAddressVariable()) : std::nullopt;
        if (const auto listening = capture->rebind(*address, tcp); !listening) {
            printError(listening.error().message);
        } else if (!address->isLoopback() || (tcp && !tcp->isLoopback())) {
            printError(u"note: other machines can send to %1, and read and change what is there."_s.arg(*listening));
        }
        if (const QString problem = capture->status().apiProblem; !problem.isEmpty()) {
            printError(problem);
        }
    } else {
        // Another process may be writing it, `fluoro serve` for one: then its session is followed.
        const QString why = session.error().message;
        session = openSession(options, SessionOptions::Mode::ReadOnly);
        if (!session) {
            return showError(application, why);
        }
        printError(u"%1 Until then the window follows it without receiving."_s.arg(why));
    }
    if (!options.samplingRules.isEmpty()) {
        if (const auto taken = useSamplingRuleFile(options.samplingRules, (*session)->state()); !taken) {
            return showError(application, taken.error().message);
        }
    }
    MainWindow window((*session)->source(), capture.get(), settings, &(*session)->state());
    std::unique_ptr<StartMeasure> measure;
    if (options.measureStart) {
        measure = std::make_unique<StartMeasure>(window, [] { QCoreApplication::quit(); });
    }
    if (options.demo && capture) {
        if (const auto playing = capture->playDemo(); !playing) {
            printError(playing.error().message);
        }
    }
    window.show();
    return QApplication::exec();
}

} // namespace fluoroscope
