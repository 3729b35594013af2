// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/import/import_reader.h"

#include "app/import/import_shape.h"
#include "app/replay/recording.h"
#include "core/segment/datagram.h"

#include <QFile>
#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr std::size_t kRejectsKept = 100;
constexpr int kArrayDepth = 4;

class ImportReader {
public:
    ImportReader(QByteArrayView text, const QString& name, const ImportTarget& target)
        : m_text(text)
        , m_name(name)
        , m_target(target)
    {
    }

    Result<ImportReport> read()
    {
        qsizetype position = 0;
        while (!m_failure && (position = passSpace(position)) < m_text.size()) {
            if (const auto value = jsonValue(m_text, position)) {
                position = value->data() - m_text.data() + value->size();
                readValue(*value, kArrayDepth);
            } else {
                JsonScanner scanner(m_text, position);
                while (scanner.next().kind != JsonToken::Kind::Error) { }
                const bool cut = scanner.position() == m_text.size();
                reject(position,
                    cut ? u"The file ends in the middle of a value: a part of it is missing."_s
                        : u"This is not JSON: it breaks off at line %1."_s.arg(lineOf(scanner.position())));
                position = nextRecord(position);
            }
        }
        if (m_failure) {
            return tl::unexpected(*m_failure);
        }
        if (m_report.documents == 0 && !m_report.rejects.empty() && m_name.endsWith(u".fluoro", Qt::CaseInsensitive)) {
            return failure(u"%1 is neither a session of Fluoroscope nor JSON with segments. If it was a session, it is "
                           "damaged: open a copy of it instead."_s.arg(m_name));
        }
        if (m_report.documents == 0) {
            return m_report.rejects.empty() ? failure(u"%1 is empty: there is nothing to import."_s.arg(m_name))
                                            : failure(u"%1, line %2: %3"_s.arg(m_name)
                                                          .arg(m_report.rejects.front().line)
                                                          .arg(m_report.rejects.front().message));
        }
        return std::move(m_report);
    }

private:
    [[nodiscard]] qsizetype passSpace(qsizetype position) const
    {
        while (position < m_text.size() && QByteArrayView(" \t\r\n,").contains(m_text[position])) {
            ++position;
        }
        return position;
    }

    // After a broken value: the next line that begins one. Lines of a broken pretty-printed value are indented.
    [[nodiscard]] qsizetype nextRecord(qsizetype position) const
    {
        do {
            position = m_text.indexOf('\n', position) + 1;
        } while (position > 0 && position < m_text.size() && m_text[position] != '{' && m_text[position] != '[');
        return position > 0 ? position : m_text.size();
    }

    // The line of a position; positions only grow, so the file is counted through once.
    qint64 lineOf(qsizetype position)
    {
        if (position < m_countedTo) {
            return m_line - m_text.sliced(position, m_countedTo - position).count('\n');
        }
        m_line += m_text.sliced(m_countedTo, position - m_countedTo).count('\n');
        m_countedTo = position;
        return m_line;
    }

    void reject(qsizetype position, const QString& message)
    {
        ++m_report.rejected;
        if (m_report.rejects.size() < kRejectsKept) {
            m_report.rejects.push_back({lineOf(position), message});
        }
    }
    void reject(QByteArrayView value, const QString& message) { reject(value.data() - m_text.data(), message); }

    void readEach(QByteArrayView array, int depth)
    {
        for (const JsonChild& element : jsonChildren(array)) {
            readValue(element.value, depth);
        }
    }

    void readValue(QByteArrayView value, int depth)
    {
        if (m_failure) {
            return;
        }
        if (value.startsWith('[') && depth > 0) {
            readEach(value, depth - 1);
        } else if (value.startsWith('{')) {
            readObject(value, depth);
        } else if (value.startsWith('"')) {
            readText(value);
        } else {
            reject(value,
                u"\"%1\" is no trace and no segment document."_s.arg(
                    QString::fromUtf8(value.first(std::min<qsizetype>(value.size(), 40)))));
        }
    }

    void readObject(QByteArrayView value, int depth)
    {
        const std::vector<JsonChild> members = jsonChildren(value);
        const ImportShape shape = importShapeOf(members);
        const auto each = [&](QByteArrayView key) {
            for (const JsonChild& member : members) {
                if (member.key == key) {
                    readEach(member.value, depth);
                }
            }
        };
        switch (shape) {
        case ImportShape::Answer:
            each("Traces");
            break;
        case ImportShape::Request:
            each("TraceSegmentDocuments");
            break;
        case ImportShape::Trace:
            each("Segments");
            break;
        case ImportShape::Entry:
            for (const JsonChild& member : members) {
                if (member.key == "Document") {
                    readValue(member.value, 0);
                }
            }
            break;
        case ImportShape::TraceMap:
            for (const JsonChild& member : members) {
                readValue(member.value, depth);
            }
            break;
        case ImportShape::CaptureLine:
            readCapture(value);
            break;
        case ImportShape::Document:
            take(value, value.toByteArray());
            break;
        case ImportShape::Summary:
        case ImportShape::SummariesAnswer:
        case ImportShape::GraphAnswer:
        case ImportShape::Unknown:
            reject(value, refusalOf(shape, members));
            break;
        }
    }

    // A string holds a document, or a whole datagram.
    void readText(QByteArrayView value)
    {
        QByteArray text = jsonText(value);
        if (const auto document = documentOfDatagram(text); document && !text.startsWith("{\n")) {
            takeDatagram(value, std::move(text), now());
        } else {
            take(value, std::move(text));
        }
    }

    void readCapture(QByteArrayView value)
    {
        if (auto line = parseCaptureLine(value)) {
            takeDatagram(value, std::move(line->datagram), line->time);
        } else {
            reject(value,
                u"A capture's line is {\"t\": epoch seconds, \"d\": datagram}; here \"t\" is missing or no number."_s);
        }
    }

    void takeDatagram(QByteArrayView place, QByteArray datagram, Timestamp received)
    {
        const auto document = documentOfDatagram(datagram);
        if (document) {
            count(place, *document);
        } else {
            reject(place, document.error().message);
        }
        put({std::move(datagram), received, Transport::Udp, m_name});
    }

    void take(QByteArrayView place, QByteArray document)
    {
        count(place, document);
        put({std::move(document), now(), Transport::Import, m_name});
    }

    void count(QByteArrayView place, const QByteArray& document)
    {
        const ReadDocuments read = readSegmentDocuments(document);
        m_report.documents += read.documents.empty() ? 0 : 1;
        for (const SegmentDocument& each : read.documents) {
            m_report.traces.insert(each.traceId);
        }
        for (const Rejection& rejection : read.rejections) {
            reject(place, rejection.message);
        }
    }

    void put(ReceivedDocument&& document)
    {
        if (auto taken = m_target(std::move(document)); !taken) {
            m_failure = taken.error();
        }
    }

    QByteArrayView m_text;
    QString m_name;
    const ImportTarget& m_target;
    ImportReport m_report;
    std::optional<Error> m_failure;
    qsizetype m_countedTo = 0;
    qint64 m_line = 1;
};

} // namespace

Result<ImportReport> importText(QByteArrayView text, const QString& name, const ImportTarget& target)
{
    if (text.startsWith("\xFF\xFE") || text.startsWith("\xFE\xFF")) {
        QStringDecoder decode(QStringDecoder::Utf16);
        const QString decoded = decode(text);
        return ImportReader(decoded.toUtf8(), name, target).read();
    }
    return ImportReader(text.startsWith("\xEF\xBB\xBF") ? text.sliced(3) : text, name, target).read();
}

Result<ImportReport> importFile(const QString& file, const ImportTarget& target)
{
    if (file == "-"_L1) {
        QFile input;
        if (!input.open(stdin, QIODevice::ReadOnly)) {
            return failure(u"Standard input cannot be read: %1."_s.arg(input.errorString()));
        }
        const QByteArray text = input.readAll();
        return importText(text, u"standard input"_s, target);
    }
    QFile input(file);
    if (!input.open(QIODevice::ReadOnly)) {
        return failure(u"%1 cannot be read: %2."_s.arg(file, input.errorString()));
    }
    if (input.peek(16).startsWith("SQLite format 3")) {
        return failure(u"%1 is a session file: open it with --session %1."_s.arg(file));
    }
    // Mapped, so that a large file costs no memory; pipes and devices cannot be and are read.
    if (const uchar* mapped = input.size() > 0 ? input.map(0, input.size()) : nullptr) {
        return importText(QByteArrayView(mapped, input.size()), file, target);
    }
    return importText(input.readAll(), file, target);
}

} // namespace fluoroscope
