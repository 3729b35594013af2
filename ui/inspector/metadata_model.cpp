// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/metadata_model.h"

#include "ui/theme/theme.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSize>
#include <utility>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString jsonText(const QJsonValue& value)
{
    if (value.isObject()) {
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    }
    if (value.isArray()) {
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    }
    // A document cannot be a bare scalar: written within an array, without its brackets.
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(array.sliced(1, array.size() - 2));
}

bool isContainer(const QJsonValue& value)
{
    return value.isObject() || value.isArray();
}

QString shownText(const QJsonValue& value)
{
    if (value.isObject()) {
        return u"{%1}"_s.arg(value.toObject().size());
    }
    if (value.isArray()) {
        return u"[%1]"_s.arg(value.toArray().size());
    }
    return value.isString() ? value.toString() : jsonText(value);
}

} // namespace

void MetadataModel::setMetadata(const QJsonObject& metadata)
{
    beginResetModel();
    m_nodes.assign(1, Node{});
    m_nodes.front().value = metadata;
    for (int node = 0; node < static_cast<int>(m_nodes.size()) && node <= kUnfoldedAtOnce; ++node) {
        if (node == 0 || nodeCount() <= kUnfoldedAtOnce) {
            unfold(node);
        }
    }
    show(0, m_filter.isEmpty());
    endResetModel();
}

void MetadataModel::add(const QString& key, const QJsonValue& value, int parent)
{
    const int index = static_cast<int>(m_nodes.size());
    m_nodes.push_back({key, value, parent, 0, false, {}, {}});
    m_nodes[static_cast<std::size_t>(parent)].children.push_back(index);
}

void MetadataModel::unfold(int node)
{
    if (std::exchange(m_nodes[static_cast<std::size_t>(node)].unfolded, true)) {
        return;
    }
    const QJsonValue value = m_nodes[static_cast<std::size_t>(node)].value;
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            add(it.key(), it.value(), node);
        }
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            add(QString::number(i), array.at(i), node);
        }
    }
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
            || (!isContainer(here().value) && shownText(here().value).contains(m_filter, Qt::CaseInsensitive)))) {
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
    return parent.column() <= 0
        && (here.unfolded ? !here.shown.empty() : !here.value.toObject().isEmpty() || !here.value.toArray().isEmpty());
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
    const QJsonValue& value = node(parent).value;
    const auto count = static_cast<int>(value.isArray() ? value.toArray().size() : value.toObject().size());
    beginInsertRows(parent, 0, count - 1);
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
    const QJsonValue& value = node(index).value;
    return value.isString() ? value.toString() : jsonText(value);
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
        return isKey ? here.key : shownText(here.value);
    case Qt::ToolTipRole:
        return isKey ? here.key : shownText(here.value);
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
