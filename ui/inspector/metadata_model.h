// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The metadata of a segment as a tree: namespaces, then whatever JSON the application put below them.
#pragma once

#include <QAbstractItemModel>
#include <QJsonObject>
#include <vector>

namespace fluoroscope {

class MetadataModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { Key, Value, ColumnCount };

    using QAbstractItemModel::QAbstractItemModel;

    void setMetadata(const QJsonObject& metadata);
    // Shows what has `text` in its key or value, with what leads there and what is below; empty: everything.
    void setFilter(const QString& text);
    // Of the whole tree, shown or not.
    [[nodiscard]] int nodeCount() const { return static_cast<int>(m_nodes.size()) - 1; }
    // What `index` holds as JSON; a text as itself.
    [[nodiscard]] QString copyText(const QModelIndex& index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node {
        QString key;
        QJsonValue value;
        int parent = -1; // index into m_nodes
        int row = 0; // among the parent's shown children
        std::vector<int> children;
        std::vector<int> shown; // of the children
    };

    void add(const QString& key, const QJsonValue& value, int parent);
    bool show(int node, const QString& text, bool all);
    [[nodiscard]] const Node& node(const QModelIndex& index) const;

    std::vector<Node> m_nodes{
        Node{}}; // 0: the invisible root. An index's id is its place here, unique as views need it.
};

} // namespace fluoroscope
