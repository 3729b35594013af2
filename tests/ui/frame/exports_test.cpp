// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Pictures of whole pages, and traces as files, while a window shows a part of them.

#include "core/text/units.h"
#include "tests/ui/shop_requests.h"
#include "ui/frame/exports.h"
#include "ui/frame/figure_label.h"
#include "ui/frame/main_window.h"
#include "ui/frame/page_picture.h"
#include "ui/frame/page_render.h"
#include "ui/frame/trace_with_map.h"
#include "ui/map/map_page.h"
#include "ui/trace/timeline_canvas.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <condition_variable>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;
using namespace std::chrono_literals;

namespace {

// Reads no trace until it is let, and says how many were.
class SlowSource : public FakeTraceSource {
public:
    Result<Trace> trace(const TraceId& id, std::stop_token stop) override
    {
        std::unique_lock lock(m_lock);
        m_open.wait(lock, stop, [this] { return m_isOpen; });
        if (stop.stop_requested()) {
            m_stopped = true;
            return failure(u"stopped"_s);
        }
        return FakeTraceSource::trace(id, stop);
    }
    void openUp()
    {
        {
            const std::scoped_lock lock(m_lock);
            m_isOpen = true;
        }
        m_open.notify_all();
    }
    [[nodiscard]] bool wasStopped() const { return m_stopped; }

private:
    std::mutex m_lock;
    std::condition_variable_any m_open;
    bool m_isOpen = false;
    std::atomic<bool> m_stopped = false;
};

TraceId addLongTrace(FakeTraceSource& source, Timestamp at, int subsegments)
{
    const TraceId id = traceIdAt(at, 77);
    QByteArrayList inner;
    for (int i = 0; i < subsegments; ++i) {
        inner.append(R"({"id":"00000000000)" + QByteArray::number(10000 + i) + R"(","name":"step )"
            + QByteArray::number(i) + R"(","start_time":)" + QByteArray::number(toEpochSeconds(at) + i, 'f', 3)
            + R"(,"end_time":)" + QByteArray::number(toEpochSeconds(at) + i + 0.5, 'f', 3) + "}");
    }
    source.add(id,
        {R"({"trace_id":")" + id.toString().toLatin1() + R"(","id":"00000000000000aa","name":"batch","start_time":)"
            + QByteArray::number(toEpochSeconds(at), 'f', 3) + R"(,"end_time":)"
            + QByteArray::number(toEpochSeconds(at) + subsegments, 'f', 3) + R"(,"subsegments":[)" + inner.join(',')
            + "]}"});
    return id;
}

} // namespace

class ExportsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void writesAllTracesInFullAsOneDocument();
    void leavesOutATraceThatIsGone();
    void aStoppedExportLeavesTheFileAsItWas();
    void theMapIsDrawnInFullHoweverItIsZoomed();
    void aTraceIsDrawnWithAllItsRowsAndThePageStaysAsItWas();
    void copiesThePageAsAPicture();
    void thePictureIsOfTheKindThatIsChosen();
    void rendersAPartOfTheSession();
    void rendersAsHighAsItTakes();
    void tellsHowFarSavingIsAndStops();

private:
    std::unique_ptr<SlowSource> m_source;
    QTemporaryDir m_folder;
    Settings m_settings;
    const Timestamp m_at{1'700'000'000s};
};

void ExportsTest::init()
{
    Theme::current().apply(*qApp, Scheme::Light);
    m_source = std::make_unique<SlowSource>();
    addFiveTraces(*m_source, m_at);
}

void ExportsTest::writesAllTracesInFullAsOneDocument()
{
    m_source->openUp();
    ExportProgress progress;
    const QString file = m_folder.filePath(u"all.json"_s);
    QCOMPARE(saveTracesJson(*m_source, {}, file, {}, &progress).value(), 5);
    QCOMPARE(progress.done.load(), 5);
    QCOMPARE(progress.total.load(), 5);
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QJsonArray traces = QJsonDocument::fromJson(written.readAll()).object()[u"Traces"_s].toArray();
    QCOMPARE(traces.size(), 5);
    QCOMPARE(traces[4].toObject()[u"Id"_s].toString(), traceIdAt(m_at - 50s, 1).toString()); // newest first
    QCOMPARE(saveTracesJson(*m_source, {{m_at - 25s, m_at}}, file, {}).value(), 2);
    QCOMPARE(saveTracesJson(*m_source, {{m_at, m_at + 1s}}, file, {}).value(), 0);
    QFile none(file);
    QVERIFY(none.open(QIODevice::ReadOnly));
    QVERIFY(QJsonDocument::fromJson(none.readAll()).isObject());
}

void ExportsTest::leavesOutATraceThatIsGone()
{
    class Evicting : public FakeTraceSource {
    public:
        Result<Trace> trace(const TraceId& id, std::stop_token stop) override
        {
            return id == gone ? Result<Trace>(failure(u"There is no such trace."_s)) : FakeTraceSource::trace(id, stop);
        }
        TraceId gone;
    } source;
    source.gone = addFiveTraces(source, m_at).at(2);
    ExportProgress progress;
    const QString file = m_folder.filePath(u"gone.json"_s);
    QCOMPARE(saveTracesJson(source, {}, file, {}, &progress).value(), 4);
    QCOMPARE(progress.gone.load(), 1);
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QJsonObject json = QJsonDocument::fromJson(written.readAll()).object();
    QCOMPARE(json[u"Traces"_s].toArray().size(), 4);
    QCOMPARE(json[u"UnprocessedTraceIds"_s].toArray(), QJsonArray{source.gone.toString()});
}

void ExportsTest::aStoppedExportLeavesTheFileAsItWas()
{
    m_source->openUp();
    const QString name = m_folder.filePath(u"kept.json"_s);
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("kept");
    file.close();
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!saveTracesJson(*m_source, {}, name, stop.get_token()));
    QVERIFY(!saveTracesCsv(*m_source, {}, name, stop.get_token()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("kept"));
    QCOMPARE(QDir(m_folder.path()).entryList({u"kept*"_s}, QDir::Files).size(), 1); // nothing half written beside it
}

void ExportsTest::theMapIsDrawnInFullHoweverItIsZoomed()
{
    MapPage page;
    page.resize(700, 500);
    page.setGraph(std::make_shared<const ServiceGraph>(m_source->serviceGraph({}, {}).value()), 1);
    page.show();
    const QSize whole = wholeSizeOf(page);
    QVERIFY(whole.width() >= page.canvas()->scene().bounds().width());
    const QImage before = pictureOf(page, whole, 1);
    page.canvas()->zoomBy(4);
    QCOMPARE(wholeSizeOf(page), whole);
    QCOMPARE(pictureOf(page, whole, 1), before);
    QCOMPARE(pictureOf(page, whole, 2).size(), whole * 2);
}

void ExportsTest::aTraceIsDrawnWithAllItsRowsAndThePageStaysAsItWas()
{
    m_source->openUp();
    const TraceId id = addLongTrace(*m_source, m_at, 100);
    TraceWithMap page;
    page.resize(1000, 600);
    page.showTrace(std::make_shared<const Trace>(m_source->trace(id, {}).value()));
    page.show();
    page.timeline()->setAllExpanded(true);
    QScrollBar* scrolled = page.timeline()->verticalScrollBar();
    QVERIFY(scrolled->maximum() > 0);
    scrolled->setValue(500);
    const QSize whole = wholeSizeOf(page);
    QCOMPARE(whole.height(), 600 + scrolled->maximum());
    QCOMPARE(noteOfCut(page), QString());
    const QImage image = pictureOf(page, whole, 1);
    QCOMPARE(image.size(), whole);
    // The last row's line is there, where the window shows none of it.
    bool ink = false;
    for (int x = 40; x < 300; ++x) {
        ink = ink || qGray(image.pixel(x, whole.height() - metrics::rowHeight / 2)) < 128;
    }
    QVERIFY(ink);
    QCOMPARE(page.size(), QSize(1000, 600));
    QCOMPARE(scrolled->value(), 500);
    addLongTrace(*m_source, m_at + 1s, 3000);
    page.showTrace(std::make_shared<const Trace>(m_source->trace(traceIdAt(m_at + 1s, 77), {}).value()));
    page.timeline()->setAllExpanded(true);
    QCOMPARE(wholeSizeOf(page).height(), 8000); // there is an end to it
    QVERIFY(noteOfCut(page).contains(formatCount(8000)));
}

void ExportsTest::copiesThePageAsAPicture()
{
    MainWindow window(SessionPorts{*m_source}, m_settings);
    window.setSpan(Duration::zero());
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTRY_VERIFY(qobject_cast<MapPage*>(window.content()));
    auto* map = window.findChild<MapPage*>();
    QTRY_VERIFY(!map->canvas()->scene().nodes().empty());
    QTest::keyClick(&window, Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(QApplication::clipboard()->image().size(), wholeSizeOf(*map) * 2);
}

void ExportsTest::thePictureIsOfTheKindThatIsChosen()
{
    MainWindow window(SessionPorts{*m_source}, m_settings);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_E, Qt::ControlModifier);
    auto* dialog = window.findChild<QFileDialog*>();
    QVERIFY(dialog);
    QVERIFY(dialog->selectedFiles().value(0).endsWith(u"map.svg"));
    emit dialog->filterSelected(u"PNG picture (*.png)"_s);
    QVERIFY(dialog->selectedFiles().value(0).endsWith(u"map.png"));
    dialog->close();
}

void ExportsTest::rendersAPartOfTheSession()
{
    m_source->openUp();
    PageRender render;
    render.page = PageKind::Traces;
    render.file = m_folder.filePath(u"part.png"_s);
    const auto draw = [&](const TimeRange& range) {
        render.selection.range = range;
        return renderPage(*m_source, render) ? QImage(render.file) : QImage();
    };
    const QImage all = draw({});
    const QImage part = draw({m_at - 25s, m_at});
    QVERIFY(!all.isNull() && !part.isNull());
    QVERIFY(all != part);
}

void ExportsTest::rendersAsHighAsItTakes()
{
    m_source->openUp();
    PageRender render;
    render.page = PageKind::Trace;
    render.trace = addLongTrace(*m_source, m_at, 100);
    render.size = {900, 0};
    render.file = m_folder.filePath(u"whole.png"_s);
    QCOMPARE(renderPage(*m_source, render).value(), QString());
    QVERIFY(QImage(render.file).height() > 100 * metrics::rowHeight);
    render.trace = addLongTrace(*m_source, m_at + 1s, 3000);
    QVERIFY(renderPage(*m_source, render)->contains(formatCount(8000)));
    QCOMPARE(QImage(render.file).height(), 8000);
    render.page = PageKind::Map;
    render.size = {300, 0};
    QVERIFY(renderPage(*m_source, render));
    QCOMPARE(QImage(render.file).width(), 300);
}

void ExportsTest::tellsHowFarSavingIsAndStops()
{
    MainWindow window(SessionPorts{*m_source}, m_settings);
    window.setSpan(Duration::zero());
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    auto* dialog = window.findChild<QFileDialog*>();
    QVERIFY(dialog);
    const QString file = m_folder.filePath(u"slow.json"_s);
    emit dialog->fileSelected(file);
    dialog->close();
    const auto told = [&]() -> FigureLabel* {
        for (auto* label : window.findChildren<FigureLabel*>()) {
            if (label->isVisible() && label->text().startsWith(u"Saving")) {
                return label;
            }
        }
        return nullptr;
    };
    QTRY_VERIFY(told());
    QTRY_VERIFY(told()->text().contains(u"of 5"));
    told()->click();
    QTRY_VERIFY(!told());
    QTRY_VERIFY(m_source->wasStopped());
    QVERIFY(!QFile::exists(file));
}

QTEST_MAIN(ExportsTest)
#include "exports_test.moc"
