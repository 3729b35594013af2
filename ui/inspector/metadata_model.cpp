// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/metadata_model.h"

#include "core/json/json_print.h"
#include "ui/theme/theme.h"
#include "ui/theme/tool_tip.h"

#include <QSize>
#include <utility>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// A text as itself, anything else as it stands in the document.
QString plainText(const json::Value& value)
{
    return value.isString() ? value.text() : QString::fromUtf8(json::compact(value));
}

bool isContainer(const json::Value& value)
{
    return value.isObject() || value.isArray();
}

qsizetype sizeOf(const json::Value& value)
{
    qsizetype size = 0;
    value.forEachElement([&](const json::Value&) { ++size; });
    value.forEachMember([&](const QString&, const json::Value&) { ++size; });
    return size;
}

} // namespace

QString MetadataModel::shownText(const Node& node)
{
    return node.value.isObject() ? u"{%1}"_s.arg(node.size)
        : node.value.isArray()   ? u"[%1]"_s.arg(node.size)
                                 : plainText(node.value);
}

void MetadataModel::setMetadata(const QByteArray& metadata)
{
    beginResetModel();
    m_text.read(metadata);
    m_nodes.assign(1, Node{});
    m_nodes.front().value = m_text.root();
    for (int node = 0; node < static_cast<int>(m_nodes.size()) && node <= kUnfoldedAtOnce; ++node) {
        if (node == 0 || nodeCount() <= kUnfoldedAtOnce) {
            unfold(node);
        }
    }
    show(0, m_filter.isEmpty());
    endResetModel();
}

void MetadataModel::add(const QString& key, const json::Value& value, int parent)
{
    const int index = static_cast<int>(m_nodes.size());
    m_nodes.push_back({key, value, sizeOf(value), parent, 0, false, {}, {}});
    m_nodes[static_cast<std::size_t>(parent)].children.push_back(index);
}

void MetadataModel::unfold(int node)
{
    if (std::exchange(m_nodes[static_cast<std::size_t>(node)].unfolded, true)) {
        return;
    }
    const json::Value value = m_nodes[static_cast<std::size_t>(node)].value;
    for (const auto& [name, member] : json::membersByName(value)) {
        add(name, member, node);
    }
    int number = 0;
    value.forEachElement([&](const json::Value& element) { add(QString::number(number++), element, node); });
}

void MetadataModel::setFilter(const QString& text)
{
    if (text == m_filter) {
        return;
    }
    beginResetModel();
    m_filter = text;
    show(0, text.isEmpty());
    endResetModel();
}

// Without a filter what is folded stays so; a search has to look everywhere.
bool MetadataModel::show(int node, bool all)
{
    if (node == 0) {
        m_matches.clear();
    }
    if (!m_filter.isEmpty()) {
        unfold(node);
    }
    const auto here = [this, node]() -> Node& { return m_nodes[static_cast<std::size_t>(node)]; }; // nodes may move
    if (node > 0 && !m_filter.isEmpty()
        && (here().key.contains(m_filter, Qt::CaseInsensitive)
            || (!isContainer(here().value) && shownText(here()).contains(m_filter, Qt::CaseInsensitive)))) {
        m_matches.push_back(node);
        all = true;
    }
    here().shown.clear();
    for (std::size_t i = 0; i < here().children.size(); ++i) {
        const int child = here().children[i];
        if (show(child, all)) {
            m_nodes[static_cast<std::size_t>(child)].row = static_cast<int>(here().shown.size());
            here().shown.push_back(child);
        }
    }
    return all || !here().shown.empty();
}

QModelIndex MetadataModel::matchAt(int number) const
{
    const int node = m_matches.at(static_cast<std::size_t>(number));
    return createIndex(m_nodes[static_cast<std::size_t>(node)].row, Key, static_cast<quintptr>(node));
}

bool MetadataModel::hasChildren(const QModelIndex& parent) const
{
    const Node& here = node(parent);
    return parent.column() <= 0 && (here.unfolded ? !here.shown.empty() : here.size > 0);
}

bool MetadataModel::canFetchMore(const QModelIndex& parent) const
{
    return hasChildren(parent) && !node(parent).unfolded;
}

void MetadataModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent)) {
        return;
    }
    const auto at = static_cast<int>(parent.internalId());
    beginInsertRows(parent, 0, static_cast<int>(node(parent).size) - 1);
    unfold(at);
    show(at, true);
    endInsertRows();
}

QString MetadataModel::path(const QModelIndex& index) const
{
    QString path;
    for (const Node* here = &node(index); here->parent >= 0; here = &m_nodes[static_cast<std::size_t>(here->parent)]) {
        const bool inArray = m_nodes[static_cast<std::size_t>(here->parent)].value.isArray();
        const QString step = inArray ? u'[' + here->key + u']' : here->key;
        path = path.isEmpty() || path.startsWith(u'[') ? step + path : step + u'.' + path;
    }
    return path;
}

const MetadataModel::Node& MetadataModel::node(const QModelIndex& index) const
{
    return m_nodes[index.isValid() ? static_cast<std::size_t>(index.internalId()) : 0];
}

QString MetadataModel::copyText(const QModelIndex& index) const
{
    if (!index.isValid()) {
        return {};
    }
    return plainText(node(index).value);
}

QModelIndex MetadataModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    return createIndex(row, column, static_cast<quintptr>(node(parent).shown[static_cast<std::size_t>(row)]));
}

QModelIndex MetadataModel::parent(const QModelIndex& index) const
{
    const int parent = index.isValid() ? node(index).parent : 0;
    if (parent <= 0) {
        return {};
    }
    return createIndex(m_nodes[static_cast<std::size_t>(parent)].row, 0, static_cast<quintptr>(parent));
}

int MetadataModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(node(parent).shown.size());
}

int MetadataModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QVariant MetadataModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Node& here = node(index);
    const bool isKey = index.column() == Key;
    switch (role) {
    case Qt::DisplayRole:
        return isKey ? here.key : shownText(here);
    case Qt::ToolTipRole:
        return plainToolTip(isKey ? here.key : shownText(here));
    case Qt::SizeHintRole:
        return QSize(0, 24);
    case Qt::FontRole:
        return Theme::current().font(here.parent == 0 && isKey ? TextRole::Strong
                : isKey                                        ? TextRole::Content
                                                               : TextRole::Mono);
    case Qt::ForegroundRole:
        if (here.parent == 0) {
            return Theme::current().color(isKey ? Role::Text : Role::Faint);
        }
        return Theme::current().color(isKey ? Role::Muted : isContainer(here.value) ? Role::Faint : Role::Text);
    default:
        return {};
    }
}

QVariant MetadataModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    return section == Key ? tr("Key") : tr("Value");
}

} // namespace fluoroscope
