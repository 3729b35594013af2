// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/json_output.h"

#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QByteArray compact(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

Result<std::unique_ptr<JsonOutput>> JsonOutput::to(const QString& file)
{
    auto output = std::make_unique<JsonOutput>();
    output->m_file.setFileName(file);
    const bool open = file == "-"_L1 ? output->m_file.open(stdout, QIODevice::WriteOnly)
                                     : output->m_file.open(QIODevice::WriteOnly | QIODevice::Truncate);
    if (!open) {
        return failure(u"%1 cannot be written: %2."_s.arg(file, output->m_file.errorString()));
    }
    return output;
}

void JsonOutput::beginList(QByteArrayView member)
{
    m_file.write("{\"" + member.toByteArray() + "\":[");
}

void JsonOutput::add(const QJsonObject& element)
{
    m_file.write(m_first ? "\n" : ",\n");
    m_first = false;
    m_file.write(compact(element));
}

void JsonOutput::endList(const QJsonObject& rest)
{
    m_file.write(m_first ? "]" : "\n]");
    if (rest.isEmpty()) {
        m_file.write("}\n");
    } else {
        m_file.write("," + compact(rest).mid(1) + '\n');
    }
}

void JsonOutput::write(const QJsonObject& object)
{
    m_file.write(compact(object) + '\n');
}

Result<void> JsonOutput::close()
{
    if (!m_file.flush() || m_file.error() != QFileDevice::NoError) {
        return failure(u"The output could not be written: %1."_s.arg(m_file.errorString()));
    }
    m_file.close();
    return {};
}

Result<void> printJson(const QJsonObject& object)
{
    auto output = JsonOutput::to(u"-"_s);
    if (!output) {
        return tl::unexpected(output.error());
    }
    (*output)->write(object);
    return (*output)->close();
}

} // namespace fluoroscope
