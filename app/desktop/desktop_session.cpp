// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop_session.h"

#include "app/cli/command_line.h"
#include "app/cli/terminal.h"
#include "app/desktop/desktop_windows.h"
#include "app/desktop/event_loop_watchdog.h"
#include "app/desktop/start_measure.h"
#include "app/sampling/sampling_rule_file.h"
#include "core/group/group_store.h"
#include "storage/session.h"
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

Result<QString> sessionFile(const DesktopOptions& options)
{
    return options.session.isEmpty() ? Session::defaultFile() : Result<QString>(options.session);
}

int renderPicture(QApplication& application, const DesktopOptions& options)
{
    const auto session = sessionFile(options).and_then(
        [](const QString& file) { return Session::open({.file = file, .mode = SessionOptions::Mode::ReadOnly}); });
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
    if (!drawn) {
        return fail(drawn.error().message);
    }
    if (!drawn->isEmpty()) {
        printError(*drawn);
    }
    return kSucceeded;
}

// The error in a window of its own, for whoever started the program by a click.
int showError(QApplication& application, const QString& message)
{
    fail(message);
    QMessageBox box(QMessageBox::Critical, QApplication::applicationDisplayName(), message, QMessageBox::Close);
    box.setTextFormat(Qt::PlainText);
    box.show();
    QApplication::setQuitOnLastWindowClosed(true);
    application.exec();
    return kFailed;
}

// From here on: what comes before is the start, which is measured by itself.
void watch(std::optional<EventLoopWatchdog>& watchdog)
{
    if (EventLoopWatchdog::isWanted()) {
        watchdog.emplace();
    }
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
    std::optional<EventLoopWatchdog> watchdog;
    DesktopWindows windows(settings);
    for (const QString& name : options.files) {
        if (const auto opened = windows.open(name); !opened) {
            return showError(application, opened.error().message);
        }
    }
    if (!options.files.isEmpty() && options.session.isEmpty()) {
        watch(watchdog);
        return QApplication::exec(); // they are looked at; nothing asks to receive
    }
    const auto file = sessionFile(options);
    QString notice;
    const auto made = file.and_then([&](const QString& name) { return windows.makeReceiving(name, notice); });
    if (!made) {
        return showError(application, made.error().message);
    }
    DesktopWindow& desktop = **made;
    LiveCapture* capture = desktop.capture();
    if (capture) {
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
        const QString reason = u"%1 Until then the window follows it without receiving."_s.arg(notice);
        printError(reason);
        desktop.setWhyNotReceiving(reason);
    }
    if (!options.samplingRules.isEmpty()) {
        if (const auto taken = useSamplingRuleFile(options.samplingRules, desktop.session().state()); !taken) {
            return showError(application, taken.error().message);
        }
    }
    std::unique_ptr<StartMeasure> measure;
    if (options.measureStart) {
        measure = std::make_unique<StartMeasure>(desktop.window(), [] { QCoreApplication::quit(); });
    }
    if (options.demo && capture) {
        if (const auto playing = capture->playDemo(); !playing) {
            printError(playing.error().message);
        }
    }
    desktop.show();
    watch(watchdog);
    return QApplication::exec();
}

} // namespace fluoroscope
