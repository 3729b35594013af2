// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/metadata_model.h"

#include "ui/theme/theme.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSize>

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
    for (auto it = metadata.begin(); it != metadata.end(); ++it) {
        add(it.key(), it.value(), 0);
    }
    show(0, {}, true);
    endResetModel();
}

void MetadataModel::add(const QString& key, const QJsonValue& value, int parent)
{
    const int index = static_cast<int>(m_nodes.size());
    m_nodes.push_back({key, value, parent, 0, {}, {}});
    m_nodes[static_cast<std::size_t>(parent)].children.push_back(index);
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            add(it.key(), it.value(), index);
        }
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            add(QString::number(i), array.at(i), index);
        }
    }
}

void MetadataModel::setFilter(const QString& text)
{
    beginResetModel();
    show(0, text, text.isEmpty());
    endResetModel();
}

bool MetadataModel::show(int node, const QString& text, bool all)
{
    Node& here = m_nodes[static_cast<std::size_t>(node)];
    all = all || (node > 0 && here.key.contains(text, Qt::CaseInsensitive))
        || (node > 0 && !isContainer(here.value) && shownText(here.value).contains(text, Qt::CaseInsensitive));
    here.shown.clear();
    for (const int child : here.children) {
        if (show(child, text, all)) {
            m_nodes[static_cast<std::size_t>(child)].row = static_cast<int>(here.shown.size());
            here.shown.push_back(child);
        }
    }
    return all || !here.shown.empty();
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
