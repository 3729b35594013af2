// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The metadata of a segment as a tree: namespaces, then whatever JSON the application put below them. What is folded
// has no nodes yet.
#pragma once

#include "core/json/json_text.h"

#include <QAbstractItemModel>
#include <vector>

namespace fluoroscope {

class MetadataModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { Key, Value, ColumnCount };

    using QAbstractItemModel::QAbstractItemModel;

    // More would bury the namespaces.
    static constexpr int kUnfoldedAtOnce = 500;
    // A JSON object. Makes nodes of all of it, unless that are more than kUnfoldedAtOnce.
    void setMetadata(const QByteArray& metadata);
    // Shows what has `text` in its key or value, with what leads there and what is below; empty: everything.
    void setFilter(const QString& text);
    [[nodiscard]] const QString& filter() const { return m_filter; }
    // Those that have the filter's text themselves, from top to bottom.
    [[nodiscard]] int matchCount() const { return static_cast<int>(m_matches.size()); }
    [[nodiscard]] QModelIndex matchAt(int number) const;
    // Of the whole tree, as far as it has been unfolded or searched.
    [[nodiscard]] int nodeCount() const { return static_cast<int>(m_nodes.size()) - 1; }
    // default.cart.lines[0].sku
    [[nodiscard]] QString path(const QModelIndex& index) const;
    // What `index` holds as JSON; a text as itself.
    [[nodiscard]] QString copyText(const QModelIndex& index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex& parent = {}) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    [[nodiscard]] int columnCount(const QModelIndex& parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node {
        QString key;
        json::Value value; // within m_text
        qsizetype size = 0; // members or elements of it
        int parent = -1; // index into m_nodes
        int row = 0; // among the parent's shown children
        bool unfolded = false; // its children are nodes, too
        std::vector<int> children;
        std::vector<int> shown; // of the children
    };

    void add(const QString& key, const json::Value& value, int parent);
    void unfold(int node);
    bool show(int node, bool all);
    [[nodiscard]] const Node& node(const QModelIndex& index) const;

    [[nodiscard]] static QString shownText(const Node& node);

    json::Text m_text;
    QString m_filter;
    std::vector<int> m_matches;
    std::vector<Node> m_nodes{
        Node{}}; // 0: the invisible root. An index's id is its place here, unique as views need it.
};

} // namespace fluoroscope
