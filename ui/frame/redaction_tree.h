// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a redaction would change: per rule how much, and a few examples before and after.
#pragma once

#include "core/redaction/redaction_preview.h"

#include <QTreeWidget>

namespace fluoroscope {

class RedactionTree : public QTreeWidget {
    Q_OBJECT

public:
    explicit RedactionTree(QWidget* parent = nullptr);

    void setPreview(const std::vector<RedactionSum>& rules);

private:
    void addRule(const RedactionSum& sum);
    void dress();
};

} // namespace fluoroscope
