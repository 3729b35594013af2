// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The SQL tab: the sanitized query, wrapped and coloured, and what ran it.
#pragma once

#include "ui/inspector/field_list.h"

namespace fluoroscope {

class SqlPane : public FieldList {
    Q_OBJECT

public:
    using FieldList::FieldList;

    void setSql(const QString& query, std::vector<FieldSection> fields);

protected:
    void writeBody(QTextCursor& cursor) override;

private:
    QString m_query;
};

} // namespace fluoroscope
