// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is asked of a large session, and how long it takes while more comes in.
#include "core/filter/filter_parser.h"
#include "storage/session.h"
#include "tests/bench/bench.h"
#include "tests/bench/documents.h"

#include <QFile>
#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <ctime>
#include <mutex>
#include <thread>

namespace fluoroscope::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr Duration kStep(4000); // 250 traces, a thousand documents a second
constexpr qint64 kCustomers = 100'000;

std::unique_ptr<Session> openedAt(const QString& file)
{
    auto session = Session::open({.file = file, .sizeCap = 0});
    if (!session) {
        std::fprintf(stderr, "%s\n", qPrintable(session.error().message));
        std::exit(1);
    }
    return std::move(*session);
}

// The recorded shapes with what makes traces differ: a customer each, and some faults, of which the most are of the
// last service. `number` counts documents.
QByteArray varied(const Documents& documents, qint64 number)
{
    QByteArray document = documents.document(number);
    const qint64 trace = number / Documents::kPerTrace;
    document.replace("\"c-2\"", "\"c-" + QByteArray::number(trace % kCustomers) + '"');
    const bool isLast = number % Documents::kPerTrace == Documents::kPerTrace - 1;
    if (isLast ? trace % 100 == 0 : number % Documents::kPerTrace == 0 && trace % 10'000 == 1) {
        document.replace("\"response\":{\"status\":200}},\"annotations\"",
            "\"response\":{\"status\":503}},\"fault\":true,\"annotations\"");
    }
    return document;
}

void put(Session& session, const Documents& documents, qint64 number, Timestamp time)
{
    const QByteArray bytes = varied(documents, number);
    while (!session.sink().put({bytes, time, Transport::Tcp, u"127.0.0.1:41234"_s})) {
        session.flush();
    }
}

// Puts documents at a rate, from a thread of its own, until it goes.
class Feed {
public:
    Feed(Session& session, qint64 rate)
        : m_thread([this, &session, rate](const std::stop_token& stop) { run(session, rate, stop); })
    {
    }

private:
    void run(Session& session, qint64 rate, const std::stop_token& stop)
    {
        constexpr auto kTick = std::chrono::milliseconds(10);
        const Timestamp begin = now();
        const Documents documents(begin, Duration(1'000'000 * Documents::kPerTrace / std::max<qint64>(rate, 1)));
        std::mutex mutex;
        std::condition_variable_any pause;
        for (qint64 number = 0; !stop.stop_requested();) {
            const qint64 due = (now() - begin).count() * rate / 1'000'000;
            for (; number < due; ++number) {
                put(session, documents, number, now());
            }
            std::unique_lock lock(mutex);
            pause.wait_for(lock, stop, kTick, [] { return false; });
        }
    }

    std::jthread m_thread;
};

// That this thread has worked: what a question costs, whoever else wants the processor.
double threadSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// Milliseconds of the median and of the longest of some runs; `reachMs` is what the project set out to reach, 0:
// nothing.
template <typename Ask> void measure(const QString& name, int rounds, int reachMs, Ask&& ask)
{
    std::vector<double> times;
    std::vector<double> work;
    qint64 answer = 0;
    for (int i = 0; i < rounds; ++i) {
        const double before = threadSeconds();
        const Stopwatch watch;
        answer = ask();
        times.push_back(watch.seconds() * 1000);
        work.push_back((threadSeconds() - before) * 1000);
    }
    std::ranges::sort(times);
    std::ranges::sort(work);
    QJsonObject line{{u"question"_s, name}, {u"medianMs"_s, times[times.size() / 2]}, {u"longestMs"_s, times.back()},
        {u"cpuMs"_s, work[work.size() / 2]}, {u"answer"_s, answer}};
    if (reachMs > 0) {
        line.insert(u"reachMs"_s, reachMs);
    }
    print(line);
}

qint64 pageOf(TraceSource& source, const QString& filter, TimeRange range = {})
{
    const auto page = source.traces({.selection = {range, *parseFilter(filter)}, .limit = 100, .counted = false}, {});
    return page ? static_cast<qint64>(page->rows.size()) : -1;
}

} // namespace

// fill --file F --traces N: a session of N traces of 4 segments each, 14 with their subsegments, up to now
int fill(const QStringList& arguments)
{
    const qint64 traces = numberOf(arguments, u"--traces", 10'000);
    const auto session = openedAt(textOf(arguments, u"--file"));
    const Timestamp begin = now() - traces * kStep;
    const Documents documents(begin, kStep);
    const Stopwatch watch;
    for (qint64 number = 0; number < traces * Documents::kPerTrace; ++number) {
        put(*session, documents, number, begin + number / Documents::kPerTrace * kStep);
    }
    session->flush();
    const SessionCounters counters = session->source().counters();
    print({{u"traces"_s, counters.traces}, {u"documents"_s, counters.documents}, {u"bytes"_s, counters.fileBytes},
        {u"documentsPerSecond"_s, double(counters.documents) / watch.seconds()}});
    return 0;
}

// ask --file F --rate N --rounds N: one line for each question
int ask(const QStringList& arguments)
{
    const int rounds = static_cast<int>(numberOf(arguments, u"--rounds", 20));
    const auto session = openedAt(textOf(arguments, u"--file"));
    TraceSource& source = session->source();
    const TimeRange all = source.extent({}).value();
    const Feed feed(*session, numberOf(arguments, u"--rate", 0));
    const auto share = [&](double from, double to) {
        const auto at = [&](double part) {
            return std::chrono::floor<std::chrono::seconds>(
                all.begin + Duration(static_cast<qint64>(part * double((all.end - all.begin).count()))));
        };
        return TimeRange{at(from), at(to)};
    };
    const QString rare = u"annotation.customer = \"c-%1\""_s;
    int n = 0;
    measure(
        u"first page, annotation of ten traces"_s, rounds, 50, [&] { return pageOf(source, rare.arg(1000 + ++n)); });
    measure(u"first page, fault"_s, rounds, 50, [&] { return pageOf(source, u"fault"_s); });
    measure(u"first page, responsetime > 0.3"_s, rounds, 50, [&] { return pageOf(source, u"responsetime > 0.3"_s); });
    measure(u"first page, http.status = 404, which none has"_s, rounds, 50,
        [&] { return pageOf(source, u"http.status = 404"_s); });
    measure(u"first page, user = \"nobody\""_s, rounds, 50, [&] { return pageOf(source, u"user = \"nobody\""_s); });
    measure(u"first page, service(\"service-d\") { fault }"_s, rounds, 200,
        [&] { return pageOf(source, u"service(\"service-d\") { fault }"_s); });
    measure(u"first page, service(\"service-a\") { fault }"_s, rounds, 200,
        [&] { return pageOf(source, u"service(\"service-a\") { fault }"_s); });
    measure(u"first page, service(\"service-d\") { fault } in the middle tenth"_s, rounds, 200,
        [&] { return pageOf(source, u"service(\"service-d\") { fault }"_s, share(0.45, 0.55)); });
    measure(u"first page, edge(\"service-c\", \"service-d\") { fault }"_s, rounds, 200,
        [&] { return pageOf(source, u"edge(\"service-c\", \"service-d\") { fault }"_s); });
    measure(u"first page, rootcause.fault.service { name = \"service-a\" }"_s, std::min(rounds, 5), 0,
        [&] { return pageOf(source, u"rootcause.fault.service { name = \"service-a\" }"_s); });
    const auto graph = [&](const TraceSelection& selection) {
        const auto sum = source.serviceGraph(selection, {});
        return sum && !sum->services.empty() ? sum->services.front().requests : -1;
    };
    measure(u"service graph of all"_s, rounds, 100, [&] { return graph({}); });
    measure(u"service graph of the last five minutes"_s, rounds, 100, [&] {
        return graph({{now() - std::chrono::minutes(5), now()}});
    });
    measure(u"service graph of windows of every length"_s, rounds, 100, [&] {
        n = (n + 7) % 100;
        return graph({share(n / 200.0, 0.5 + n / 201.0)});
    });
    measure(u"service graph of service(\"service-d\") { fault }"_s, std::min(rounds, 5), 0, [&] {
        return graph({{}, *parseFilter(u"service(\"service-d\") { fault }"_s)});
    });
    measure(u"activity of all, in minutes"_s, rounds, 0,
        [&] { return static_cast<qint64>(source.activity({}, std::chrono::minutes(1), {}).value().size()); });
    const auto newest = source.traces({.limit = 1000, .counted = false}, {});
    measure(u"five traces by id"_s, rounds, 20, [&] {
        qint64 segments = 0;
        for (int i = 0; i < 5; ++i) {
            n = (n + 37) % static_cast<int>(newest->rows.size());
            segments += static_cast<qint64>(
                source.trace(newest->rows[static_cast<std::size_t>(n)].id, {}).value().segments.size());
        }
        return segments;
    });
    const SessionCounters counters = source.counters();
    print({{u"behind"_s, counters.documents - counters.indexed}, {u"traces"_s, counters.traces},
        {u"dropped"_s, counters.dropped}});
    return 0;
}

// scroll --file F --rounds N --rate N: one line for each way through the list; the last ones while documents come in
int scroll(const QStringList& arguments)
{
    constexpr qint64 kWindow = 400; // what the window asks for at once
    const int rounds = static_cast<int>(numberOf(arguments, u"--rounds", 20));
    const auto session = openedAt(textOf(arguments, u"--file"));
    TraceSource& source = session->source();
    const auto window = [&](TraceQuery query, double share) {
        query.limit = kWindow;
        const qint64 total = source.traces({.selection = query.selection, .limit = 0}, {})->total;
        query.offset = static_cast<qint64>(share * static_cast<double>(std::max<qint64>(total - kWindow, 0)));
        const auto page = source.traces(query, {});
        return page ? static_cast<qint64>(page->rows.size()) : -1;
    };
    const auto through = [&](const QString& name, const TraceQuery& query, int first) {
        measure(name + u", first"_s, 1, first, [&] { return window(query, 0); });
        measure(name + u", to the end"_s, 1, first, [&] { return window(query, 1); });
        int n = 0;
        measure(name + u", anywhere"_s, rounds, 50, [&] { return window(query, (n += 37) % 100 / 100.0); });
    };
    through(u"newest first"_s, {}, 50);
    through(u"oldest first"_s, {.descending = false}, 50);
    through(u"by response time"_s, {.order = TraceOrder::ResponseTime}, 0);
    through(u"by URL"_s, {.order = TraceOrder::Url}, 0);
    through(u"by an annotation"_s,
        {.order = TraceOrder::Annotation, .orderKey = u"customer"_s, .annotations = {u"customer"_s}}, 0);
    through(u"ok alone"_s, {.selection = {.filter = *parseFilter(u"ok")}}, 0);
    const Feed feed(*session, numberOf(arguments, u"--rate", 2000));
    through(u"live, by response time"_s, {.order = TraceOrder::ResponseTime}, 0);
    through(u"live, by URL"_s, {.order = TraceOrder::Url}, 0);
    return 0;
}

} // namespace fluoroscope::bench
