// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Colours the words of a filter expression as it is typed, and underlines the place of an error.
#pragma once

#include "core/filter/filter_parser.h"

#include <QSyntaxHighlighter>
#include <optional>

namespace fluoroscope {

class FilterHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    explicit FilterHighlighter(QTextDocument* document);

    // Null: nothing is underlined.
    void setError(const std::optional<FilterError>& error);

protected:
    void highlightBlock(const QString& text) override;

private:
    std::optional<FilterError> m_error;
};

} // namespace fluoroscope
