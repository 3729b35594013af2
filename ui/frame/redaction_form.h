// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The choice of what shall not be told to others, in the words of `fluoro export --redact`.
#pragma once

#include "core/redaction/redaction.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace fluoroscope {

class RedactionForm : public QWidget {
    Q_OBJECT

public:
    explicit RedactionForm(QWidget* parent = nullptr);

    [[nodiscard]] Redaction redaction() const;
    void setRedaction(const Redaction& redaction);

signals:
    void changed();

private:
    QCheckBox* m_urls;
    QCheckBox* m_clients;
    QCheckBox* m_users;
    QCheckBox* m_sql;
    QLineEdit* m_annotations;
    QLineEdit* m_metadata;
};

} // namespace fluoroscope
