// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A host of windows for tests of one window: nothing is opened, and nothing written.
#pragma once

#include "core/ports/session_host.h"

namespace fluoroscope::test {

class FakeSessionHost : public SessionHost {
public:
    Result<void> openFile(const QString&) override { return {}; }
    Result<void> newSession(const QString&) override { return {}; }
    Result<void> replay() override { return {}; }
    Result<void> replayTo(const DaemonReplay&) override { return {}; }
    Result<void> saveCopy(const QString&, const CopyProgress&, const std::stop_token&) override { return {}; }
    Result<ExportedPart> exportPart(
        const SessionPart&, const SessionTarget&, const CopyProgress&, const std::stop_token&) override
    {
        return {};
    }
    Result<RedactionPreview> previewPart(
        const SessionPart&, qsizetype, const CopyProgress&, const std::stop_token&) override
    {
        return {};
    }
    [[nodiscard]] QString file() const override { return QStringLiteral("shop.fluoro"); }
};

} // namespace fluoroscope::test
