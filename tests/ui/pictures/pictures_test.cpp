// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Pictures of the window, each page and state in both themes, beside references that were looked at.
//
// Renew the references, all or some, after a change that is meant, and look at every one of them:
//     FLUOROSCOPE_RENEW_PICTURES=1 ctest --preset debug -R pictures_test
//     FLUOROSCOPE_RENEW_PICTURES=1 build/debug/tests/ui/pictures/pictures_test 'looksLikeItsReference:map light'
// To look at all of them in other sizes, without comparing anything:
//     FLUOROSCOPE_PICTURES_TO=folder FLUOROSCOPE_PICTURES_SIZE=2560x1440 QT_SCALE_FACTOR=2 …/pictures_test
// A failure writes the actual picture, and what differs in red, into the folder "pictures" beside the test program.

#include "core/filter/filter_parser.h"
#include "tests/ui/fake_capture.h"
#include "tests/ui/pictures/picture_difference.h"
#include "tests/ui/pictures/picture_session.h"
#include "ui/frame/feeds.h"
#include "ui/frame/main_window.h"
#include "ui/frame/range_popover.h"
#include "ui/frame/shortcut_sheet.h"
#include "ui/map/map_page.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QPainter>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

// A window of one of the sources, in the state that is to be looked at.
struct Scene {
    std::unique_ptr<FakeTraceSource> source = std::make_unique<FakeTraceSource>();
    FakeCapture capture;
    Settings settings; // remembers nothing
    std::unique_ptr<MainWindow> window;
    std::function<void()> whenShown; // the rest, once the window is there
    QWidget* shown = nullptr; // what is looked at; null: the window

    void open() { window = std::make_unique<MainWindow>(SessionPorts{*source, &capture}, settings); }
};

void openPage(Scene& scene, PageKind page)
{
    scene.open();
    scene.window->openPage(page);
}

void waitForFirst(Scene& scene)
{
    scene.open();
    scene.window->setSpan(Duration::zero()); // the strip of another range would tell the time of day
}

void openWithoutPort(Scene& scene)
{
    scene.capture.shown.listening = false;
    scene.capture.shown.problem = u"127.0.0.1:2000 is in use by xray (process 4711). Stop it, or use another port."_s;
    waitForFirst(scene);
}

void openMap(Scene& scene)
{
    addQuarterOfAnHour(*scene.source);
    openPage(scene, PageKind::Map);
}

void openTraces(Scene& scene)
{
    addQuarterOfAnHour(*scene.source);
    openPage(scene, PageKind::Traces);
}

void openTrace(Scene& scene)
{
    addQuarterOfAnHour(*scene.source);
    scene.open();
    scene.window->openTrace(faultyTrace());
}

void openNothing(Scene& scene)
{
    openTraces(scene);
    scene.window->setSpan(Duration::zero());
    const QString text = u"service(\"checkout\") { fault }"_s;
    scene.window->setFilter(*parseFilter(text), text);
}

template <typename Source> void openUnanswered(Scene& scene, PageKind page)
{
    scene.source = std::make_unique<Source>();
    addQuarterOfAnHour(*scene.source);
    scene.open();
    if (page == PageKind::Trace) {
        scene.window->openTrace(faultyTrace());
    } else {
        scene.window->openPage(page);
    }
}

void openShortcuts(Scene& scene)
{
    openMap(scene);
    scene.whenShown = [&scene] {
        showShortcutSheet(*scene.window);
        scene.shown = scene.window->findChild<QDialog*>(u"shortcuts"_s);
    };
}

void openRange(Scene& scene)
{
    openMap(scene);
    const Timestamp end{std::chrono::seconds(1716560400)};
    scene.window->setRange({end - std::chrono::minutes(8), end}, {});
    scene.whenShown = [&scene] {
        QTest::keyClick(scene.window.get(), Qt::Key_0, Qt::AltModifier);
        scene.shown = scene.window->findChild<RangePopover*>();
        scene.shown->findChildren<QLineEdit*>().last()->setText(u"half past nine"_s);
    };
}

struct Picture {
    const char* name;
    void (*open)(Scene& scene);
};

constexpr auto kPictures = std::to_array<Picture>({
    {"empty", waitForFirst},
    {"not-listening", openWithoutPort},
    {"map", openMap},
    {"traces", openTraces},
    {"trace", openTrace},
    {"nothing-matches", openNothing},
    {"map-loading", [](Scene& scene) { openUnanswered<SilentTraceSource>(scene, PageKind::Map); }},
    {"trace-loading", [](Scene& scene) { openUnanswered<SilentTraceSource>(scene, PageKind::Trace); }},
    {"traces-error", [](Scene& scene) { openUnanswered<BrokenTraceSource>(scene, PageKind::Traces); }},
    {"trace-error", [](Scene& scene) { openUnanswered<BrokenTraceSource>(scene, PageKind::Trace); }},
    {"range", openRange},
    {"shortcuts", openShortcuts},
});

// All is answered that will be, and a session of another day is shown whole.
bool isAnswered(const Scene& scene)
{
    const Scope& scope = scene.window->location().scope;
    const bool silent = dynamic_cast<const SilentTraceSource*>(scene.source.get()) != nullptr;
    const auto feeds = scene.window->findChildren<PageFeed*>();
    return (scope.fixed || scope.span == Duration::zero())
        && std::ranges::none_of(feeds, [silent](const PageFeed* feed) {
               return feed->isBusy() && (!silent || qobject_cast<const ActivityFeed*>(feed));
           });
}

QString referenceFile(const QString& name)
{
    return QStringLiteral(FLUOROSCOPE_PICTURES) + u'/' + name + u".png"_s;
}

QImage pictureOf(QWidget& widget)
{
    return widget.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

// Every text role once: where this looks different, so does every picture, and that is the machine's fonts' doing.
QImage fontSample()
{
    QImage image(480, 160, QImage::Format_RGB32);
    image.fill(Theme::color(Role::Surface, false));
    QPainter painter(&image);
    painter.setPen(Theme::color(Role::Text, false));
    int y = 8;
    for (const TextRole role : {TextRole::Subject, TextRole::Content, TextRole::Strong, TextRole::Label, TextRole::Mono,
             TextRole::MonoLabel}) {
        painter.setFont(Theme::current().font(role));
        painter.drawText(QRect(8, y, 464, 24), Qt::AlignVCenter, u"Segment 1-6650a1b2 took 1.24 s, 640 µs ✓ ≋ ✕"_s);
        y += 24;
    }
    return image;
}

} // namespace

class PicturesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void looksLikeItsReference_data();
    void looksLikeItsReference();
    void aDifferenceIsSeen();

private:
    void settle(QWidget& widget);
    void lookAt(Scene& scene, const QString& name);
    void keep(const QString& name, const QImage& picture);

    QString m_lookIn = qEnvironmentVariable("FLUOROSCOPE_PICTURES_TO");
    bool m_renews = qEnvironmentVariableIntValue("FLUOROSCOPE_RENEW_PICTURES") > 0;
    bool m_sameFonts = true;
    QImage m_last;
    int m_alike = 0;
};

void PicturesTest::initTestCase()
{
    QApplication::setCursorFlashTime(0);
    Theme::current().apply(*qApp, Scheme::Light);
    if (m_renews) {
        QVERIFY(QDir().mkpath(QStringLiteral(FLUOROSCOPE_PICTURES)));
        QVERIFY(fontSample().save(referenceFile(u"fonts"_s), nullptr, 0));
    }
    const QImage reference(referenceFile(u"fonts"_s));
    m_sameFonts = differenceOf(fontSample(), reference, {}).share <= PictureTolerance().share;
}

void PicturesTest::looksLikeItsReference_data()
{
    QTest::addColumn<int>("picture");
    QTest::addColumn<bool>("dark");
    for (int i = 0; i < int(kPictures.size()); ++i) {
        for (const bool dark : {false, true}) {
            QTest::addRow("%s %s", kPictures.at(std::size_t(i)).name, dark ? "dark" : "light") << i << dark;
        }
    }
}

// Until nothing moves any more: answers have come, animations have ended.
void PicturesTest::settle(QWidget& widget)
{
    constexpr int kInterval = 50; // ms
    constexpr int kLongEnough = 16; // intervals; longer than it takes to say "Loading…"
    m_alike = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] {
        const QImage picture = pictureOf(widget);
        m_alike = picture == m_last ? m_alike + 1 : 0;
        m_last = picture;
    });
    timer.start(kInterval);
    QTRY_VERIFY_WITH_TIMEOUT(m_alike >= kLongEnough, 20'000);
}

void PicturesTest::looksLikeItsReference()
{
    if (!m_sameFonts && m_lookIn.isEmpty()) {
        QSKIP("The fonts are drawn differently from those of the references (see references/fonts.png): "
              "fonts-inter and fonts-jetbrains-mono of Debian 12 are needed.");
    }
    QFETCH(int, picture);
    QFETCH(bool, dark);
    Theme::current().apply(*qApp, dark ? Scheme::Dark : Scheme::Light);
    Scene scene;
    kPictures.at(std::size_t(picture)).open(scene);
    scene.window->show();
    QVERIFY(QTest::qWaitForWindowActive(scene.window.get()));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(scene), 20'000);
    if (scene.whenShown) {
        scene.whenShown();
        QVERIFY(QTest::qWaitForWindowExposed(scene.shown));
    }
    settle(scene.shown ? *scene.shown : *scene.window);
    const QString name = QString::fromUtf8(QTest::currentDataTag()).replace(u' ', u'-');
    if (!m_lookIn.isEmpty()) {
        lookAt(scene, name);
        return;
    }
    if (m_renews) {
        QVERIFY(m_last.save(referenceFile(name), nullptr, 0));
        return;
    }
    const QImage reference(referenceFile(name));
    QVERIFY2(!reference.isNull(), "There is no reference: renew them, see the head of this file.");
    const PictureDifference difference = differenceOf(m_last, reference, {});
    if (difference.share > PictureTolerance().share) {
        keep(name + u"-actual"_s, m_last);
        keep(name + u"-difference"_s, difference.marked);
    }
    QVERIFY2(difference.share <= PictureTolerance().share,
        qPrintable(u"%1 % of the pixels differ; see pictures/%2-difference.png beside the test program"_s
                       .arg(difference.share * 100, 0, 'f', 2)
                       .arg(name)));
}

void PicturesTest::lookAt(Scene& scene, const QString& name)
{
    const QStringList size = qEnvironmentVariable("FLUOROSCOPE_PICTURES_SIZE", u"1280x800"_s).split(u'x');
    QWidget& shown = scene.shown ? *scene.shown : *scene.window;
    scene.window->resize(size.value(0).toInt(), size.value(1).toInt());
    settle(shown);
    QVERIFY(QDir().mkpath(m_lookIn));
    QVERIFY(m_last.save(u"%1/%2-%3@%4.png"_s.arg(m_lookIn, name, size.join(u'x')).arg(shown.devicePixelRatioF())));
}

void PicturesTest::keep(const QString& name, const QImage& picture)
{
    const QDir folder(QCoreApplication::applicationDirPath() + u"/pictures"_s);
    QDir().mkpath(folder.path());
    picture.save(folder.filePath(name + u".png"_s));
}

void PicturesTest::aDifferenceIsSeen()
{
    QImage reference(100, 100, QImage::Format_RGB32);
    reference.fill(Theme::color(Role::Surface, false));
    QImage shade = reference;
    shade.setPixelColor(5, 5, reference.pixelColor(5, 5).darker(103));
    QCOMPARE(differenceOf(shade, reference, {}).share, 0.0);
    QImage mark = reference;
    QPainter(&mark).fillRect(10, 10, 5, 4, Theme::color(Role::Fault, false));
    QCOMPARE(differenceOf(mark, reference, {}).share, 0.002);
    QVERIFY(differenceOf(mark, reference, {}).share > PictureTolerance().share);
    QCOMPARE(differenceOf(reference.copy(0, 0, 50, 50), reference, {}).share, 1.0);
}

int main(int argc, char** argv)
{
    const bool looks = qEnvironmentVariableIsSet("FLUOROSCOPE_PICTURES_TO");
    for (const char* scaled : {"QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_STYLE_OVERRIDE"}) {
        if (!looks) {
            qunsetenv(scaled);
        }
    }
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("TZ", "UTC");
    QApplication application(argc, argv);
    PicturesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "pictures_test.moc"
