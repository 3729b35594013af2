// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// One line in which a filter expression is typed: coloured, completed, and marked where it is wrong.
#pragma once

#include "core/filter/filter_parser.h"

#include <QPlainTextEdit>
#include <optional>

class QCompleter;
class QStringListModel;

namespace fluoroscope {

class FilterHighlighter;

class FilterEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit FilterEdit(QWidget* parent = nullptr);

    // Null where the text is an expression, or blank.
    [[nodiscard]] const std::optional<FilterError>& error() const { return m_error; }
    [[nodiscard]] QCompleter* completer() const { return m_completer; }
    void setText(const QString& text);
    // The session's own words for what wordsWanted() asked, as they are to be written; ignored where something else is
    // being completed by now.
    void setWords(const FilterCompletion& completion, const QStringList& words);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void accepted(); // Enter
    void abandoned(); // Escape, with nothing else to close
    void edited();
    // The names that may stand where `completion` says: keys, values, services.
    void wordsWanted(const fluoroscope::FilterCompletion& completion, const QString& prefix);
    void focusChanged(bool focused);

protected:
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void insertFromMimeData(const QMimeData* source) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void check();
    void complete(bool asked);
    void showCompletions(const QStringList& words);
    void insertCompletion(const QString& word);
    [[nodiscard]] qsizetype cursor() const;
    [[nodiscard]] QString typed() const; // of the word that is being completed

    FilterHighlighter* m_highlighter;
    QStringListModel* m_model;
    QCompleter* m_completer;
    std::optional<FilterError> m_error;
    FilterCompletion m_completion;
    bool m_setting = false; // the text is not the user's
};

} // namespace fluoroscope
