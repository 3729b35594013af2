// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Metadata tab: the tree by namespace, with a search over it.
#pragma once

#include <QJsonObject>
#include <QWidget>

class QLineEdit;
class QTreeView;

namespace fluoroscope {

class MetadataModel;

class MetadataPane : public QWidget {
    Q_OBJECT

public:
    explicit MetadataPane(QWidget* parent = nullptr);

    void setMetadata(const QJsonObject& metadata);
    [[nodiscard]] MetadataModel* model() const { return m_model; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void unfold();
    void copyValue();

    QJsonObject m_metadata;
    MetadataModel* m_model;
    QLineEdit* m_search;
    QTreeView* m_tree;
};

} // namespace fluoroscope
