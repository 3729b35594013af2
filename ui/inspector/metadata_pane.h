// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Metadata tab: the tree by namespace, with a search over it.
#pragma once

#include <QWidget>

class QLineEdit;
class QToolButton;
class QTreeView;

namespace fluoroscope {

class MetadataModel;
class RoleLabel;

class MetadataPane : public QWidget {
    Q_OBJECT

public:
    explicit MetadataPane(QWidget* parent = nullptr);

    // A JSON object; empty: there is none.
    void setMetadata(const QByteArray& metadata);
    [[nodiscard]] MetadataModel* model() const { return m_model; }
    // The next place where the search found something, round about.
    void goToMatch(bool forward);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void unfold();
    void fitKeys();
    void search(const QString& text);
    void tellMatches();
    void tellNothing();
    void restyle();

    QByteArray m_metadata;
    MetadataModel* m_model;
    QLineEdit* m_search;
    RoleLabel* m_count;
    QToolButton* m_previous;
    QToolButton* m_next;
    QTreeView* m_tree;
    RoleLabel* m_nothing; // in their place where nothing was recorded
    int m_at = -1; // number of the match that was gone to last
};

} // namespace fluoroscope
