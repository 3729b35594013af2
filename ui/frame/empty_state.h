// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the window says before the first segment: how to send one, or why none can arrive.
#pragma once

#include "core/ports/capture.h"

#include <QWidget>

class QButtonGroup;
class QPushButton;

namespace fluoroscope {

class CodeBlock;
class RoleLabel;

class EmptyState : public QWidget {
    Q_OBJECT

public:
    // `canReceive`: false where a session is only looked at.
    explicit EmptyState(bool canReceive, QWidget* parent = nullptr);

    void setStatus(const CaptureStatus& status, qint64 rejected);
    // What became of the last request; empty: nothing to say.
    void setNotice(const QString& notice);

signals:
    void demoRequested();
    void testSegmentRequested();
    void otherPortRequested();
    void findingsRequested();

private:
    void showSdk(int sdk);

    bool m_canReceive;
    QString m_address;
    RoleLabel* m_title;
    RoleLabel* m_text;
    QWidget* m_sdks;
    QButtonGroup* m_choice;
    RoleLabel* m_addressHint;
    CodeBlock* m_addressLine;
    RoleLabel* m_codeHint;
    CodeBlock* m_codeLine;
    QPushButton* m_demo;
    QPushButton* m_test;
    QPushButton* m_otherPort;
    QPushButton* m_rejected;
    RoleLabel* m_notice;
};

} // namespace fluoroscope
