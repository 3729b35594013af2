// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/session.h"

#include "storage/database.h"
#include "storage/session_file.h"
#include "storage/session_reader.h"
#include "storage/session_state.h"
#include "storage/writer.h"
#include "storage/writer_lock.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// How often a session that another process writes is looked at for news.
constexpr auto kFollowEvery = 200ms;

class FileSession : public Session, private TraceSource {
public:
    FileSession(QString file, Reading reading, bool writable)
        : m_file(std::move(file))
        , m_reader(m_file, reading, m_changed)
        , m_state(m_file, reading, writable)
    {
    }

    ~FileSession() override
    {
        m_follower = {};
        m_reader.close();
        m_state.close();
        m_writer.reset();
    }

    Result<void> startWriting(qint64 sizeCap)
    {
        auto lock = std::make_unique<WriterLock>(m_file);
        if (!lock->acquire()) {
            return isLocked(*lock);
        }
        const bool existed = QFileInfo::exists(m_file);
        try {
            auto database = openForWriting(m_file);
            upgradeJournal(*database);
            if (metaValue(*database, "index_version") != kIndexVersion) {
                renewIndexTables(*database);
            }
            m_writer = std::make_unique<Writer>(std::move(database), sizeCap, m_changed);
        } catch (const SQLite::Exception& exception) {
            if (!existed) {
                QFile::remove(m_file);
            }
            return failure(u"%1 cannot be opened for writing: %2. Name another file with --session."_s.arg(
                m_file, describe(exception)));
        }
        m_lock = std::move(lock);
        return {};
    }

    SegmentSink& sink() override { return m_writer->intake(); }
    TraceSource& source() override { return *this; }
    StateStore& state() override { return m_state; }
    [[nodiscard]] QString file() const override { return m_file; }
    [[nodiscard]] bool isWritable() const override { return m_writer != nullptr; }
    bool flush() override { return !m_writer || m_writer->flush(); }
    Result<std::vector<JournalEntry>> journal(qint64 cursor, qint64 limit) override
    {
        return m_reader.journal(cursor, limit);
    }
    Result<JournalReach> reach() override { return m_reader.reach(); }

private:
    [[nodiscard]] tl::unexpected<Error> isLocked(const WriterLock& lock) const
    {
        const QString holder = lock.holder();
        return holder.isEmpty()
            ? failure(
                u"%1 cannot be locked for writing: %1.lock cannot be made. Name another file with --session."_s.arg(
                    m_file))
            : failure(u"%1 is being written by %2. Close it there, or name another file with --session. To read it "
                      "meanwhile, use fluoro traces, show or map."_s.arg(m_file, holder));
    }

    Result<TracePage> traces(const TraceQuery& query, std::stop_token stop) override
    {
        return m_reader.traces(query, stop);
    }
    Result<Trace> trace(const TraceId& id, std::stop_token stop) override { return m_reader.trace(id, stop); }
    Result<Trace> traceTop(const TraceId& id, qint64 bytes, std::stop_token stop) override
    {
        return m_reader.traceTop(id, bytes, stop);
    }
    Result<int> traceRevision(const TraceId& id, std::stop_token stop) override
    {
        return m_reader.traceRevision(id, stop);
    }
    Result<ServiceGraph> serviceGraph(const TraceSelection& selection, std::stop_token stop) override
    {
        return m_reader.serviceGraph(selection, stop);
    }
    Result<std::vector<GraphBucket>> graphSeries(
        const TraceSelection& selection, Duration step, std::stop_token stop) override
    {
        return m_reader.graphSeries(selection, step, stop);
    }
    Result<std::vector<ActivityBucket>> activity(
        const TraceSelection& selection, Duration step, std::stop_token stop) override
    {
        return m_reader.activity(selection, step, stop);
    }
    Result<TraceStatistics> statistics(const TraceSelection& selection, qint64 most, std::stop_token stop) override
    {
        return m_reader.statistics(selection, most, stop);
    }
    Result<QStringList> filterWords(
        const FilterCompletion& completion, const QString& typed, qint64 most, std::stop_token stop) override
    {
        return m_reader.filterWords(completion, typed, most, stop);
    }
    Result<std::vector<Finding>> findings(qint64 limit, std::stop_token stop) override
    {
        return m_reader.findings(limit, stop);
    }
    Result<TimeRange> extent(std::stop_token stop) override { return m_reader.extent(stop); }

    [[nodiscard]] SessionCounters counters() const override
    {
        if (m_writer) {
            return m_writer->counters();
        }
        const auto counters = m_reader.counters();
        if (!counters) {
            SessionCounters unknown;
            unknown.problem = counters.error().message;
            return unknown;
        }
        return *counters;
    }

    [[nodiscard]] QString name() const override { return QFileInfo(m_file).fileName(); }

    void onAdvanced(std::function<void()> advanced) override
    {
        if (m_writer) {
            m_writer->onAdvanced(std::move(advanced));
            return;
        }
        m_follower = {}; // stops and joins
        if (advanced) {
            // What is seen is what was there before this returns.
            m_follower = std::jthread([this, advanced = std::move(advanced), seen = m_reader.dataVersion().value_or(0)](
                                          const std::stop_token& stop) { follow(stop, seen, advanced); });
        }
    }

    void follow(const std::stop_token& stop, qint64 seen, const std::function<void()>& advanced)
    {
        std::mutex mutex;
        std::condition_variable_any pause;
        while (!stop.stop_requested()) {
            std::unique_lock lock(mutex);
            pause.wait_for(lock, stop, kFollowEvery, [] { return false; });
            if (const qint64 version = m_reader.dataVersion().value_or(seen); version != seen) {
                seen = version;
                advanced();
            }
        }
    }

    QString m_file;
    ChangedTraces m_changed;
    mutable SessionReader m_reader;
    SessionState m_state;
    std::unique_ptr<WriterLock> m_lock;
    std::unique_ptr<Writer> m_writer;
    std::jthread m_follower;
};

} // namespace

Result<std::unique_ptr<Session>> Session::open(const SessionOptions& options)
{
    const bool forWriting = options.mode == SessionOptions::Mode::ReadWrite;
    const QString file = QFileInfo(options.file).absoluteFilePath();
    const auto state = inspectSessionFile(file, forWriting);
    if (!state) {
        return tl::unexpected(state.error());
    }
    auto session = std::make_unique<FileSession>(file, state->reading, forWriting);
    if (forWriting) {
        if (auto started = session->startWriting(options.sizeCap); !started) {
            return tl::unexpected(started.error());
        }
    }
    return session;
}

Result<std::unique_ptr<StateStore>> Session::openState(const QString& file)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    if (const auto inspected = inspectSessionFile(path, true); !inspected) {
        return tl::unexpected(inspected.error());
    }
    auto state = std::make_unique<SessionState>(path, Reading::Beside, true);
    if (const auto opened = state->state(u"any"_s); !opened) { // here, where the caller looks for what is wrong
        return tl::unexpected(opened.error());
    }
    return state;
}

Result<QString> Session::defaultFile()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/fluoroscope"_s;
    if (!QDir().mkpath(folder)) {
        return failure(u"The folder %1 for sessions cannot be made. Name a file with --session."_s.arg(folder));
    }
    return folder + u"/default.fluoro"_s;
}

} // namespace fluoroscope
