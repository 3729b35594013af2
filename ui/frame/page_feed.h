// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What keeps one view fed from the session: it is told when to ask, asks off the GUI thread, and hands the answer to
// its view.
#pragma once

#include "ui/frame/scope.h"

#include <QObject>

namespace fluoroscope {

class PageFeed : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    // `fresh`: the view is to show something else than before; otherwise the same again, as it is `now`.
    virtual void ask(const Scope& scope, Timestamp now, bool fresh) = 0;
    [[nodiscard]] virtual bool isBusy() const = 0;
    // Whether the last answer held nothing to show.
    [[nodiscard]] virtual bool isBlank() const { return false; }
    // Why there is no answer, in one sentence; empty: there is one, or it is on its way.
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] bool hasAnswered() const { return m_answered; }

signals:
    void answered();

protected:
    // After the view has been given the answer, or when there is none.
    void finish(const QString& problem = {})
    {
        m_problem = problem;
        m_answered = true;
        emit answered();
    }

private:
    QString m_problem;
    bool m_answered = false;
};

} // namespace fluoroscope
