// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Hands a part of the session on as a session of its own: which traces, what is taken out of them, and what that
// changes, before it is written.
#pragma once

#include "core/ports/session_host.h"
#include "ui/query/query_runner.h"
#include "ui/theme/theme.h"

#include <QDialog>
#include <QPointer>
#include <QTimer>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace fluoroscope {

struct ExportProgress;
class PartPreview;
class RedactionForm;
class RoleLabel;
class Settings;

// What of the session can be chosen at the moment.
struct PartOffer {
    std::vector<TraceId> traces = {}; // that are selected; none: nothing is
    qint64 selected = 0; // traces, where that is more than can be named one by one
    bool prefersTraces = false; // somebody picked them out
    TraceSelection scope = {}; // what the window shows
    QString scopeText = {}; // the same in words: "Last 15 min · fault"
};

class PartDialog : public QDialog {
    Q_OBJECT

public:
    // `runner` may go first, with its window; all else outlives the dialog.
    PartDialog(SessionHost& host, Settings& settings, QueryRunner& runner, QWidget* parent = nullptr);
    ~PartDialog() override;

    // Not while it writes.
    void setOffer(const PartOffer& offer);
    // What is being written is stopped; only when nothing is, it closes.
    void reject() override;

private:
    QWidget* newChoice();
    QWidget* newTarget();
    void chooseFile();
    [[nodiscard]] QString file() const;
    [[nodiscard]] SessionPart part() const;
    void checkFile();

    void write();
    void stopWriting();
    void finish(const QString& file, const Result<ExportedPart>& exported);
    void setWriting(bool writing);
    void tell(Role role, const QString& text);

    SessionHost& m_host;
    Settings& m_settings;
    QPointer<QueryRunner> m_runner;
    int m_lane;
    PartOffer m_offer;
    bool m_hasChosen = false; // which part: an offer that comes later leaves it
    QString m_written; // the last file that was; empty: none
    std::shared_ptr<ExportProgress> m_writing; // null: nothing is written
    QTimer m_ticks;

    QWidget* m_choices = nullptr; // with the next one: what is disabled while it writes
    QWidget* m_target = nullptr;
    QRadioButton* m_selected = nullptr;
    QRadioButton* m_scope = nullptr;
    QRadioButton* m_all = nullptr;
    RoleLabel* m_scopeText = nullptr;
    RedactionForm* m_redaction = nullptr;
    PartPreview* m_preview = nullptr;
    QLineEdit* m_file = nullptr;
    QCheckBox* m_replace = nullptr;
    RoleLabel* m_answer = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_export = nullptr;
    QPushButton* m_close = nullptr;
};

} // namespace fluoroscope
