// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the dialog says while it looks and writes, and that either can be stopped: with a host that takes as long as the
// test wants.
#include "tests/ui/fake_session_host.h"
#include "ui/frame/part_dialog.h"
#include "ui/frame/settings.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <atomic>
#include <condition_variable>
#include <mutex>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

// Half done, until it is told to end or is stopped.
class SlowHost : public FakeSessionHost {
public:
    Result<ExportedPart> exportPart(const SessionPart& part, const SessionTarget&, const CopyProgress& progress,
        const std::stop_token& stop) override
    {
        redacted = !part.redaction.isEmpty();
        configured = part.configuration;
        return work(progress, stop).map([] { return ExportedPart{1234, 5000, 3}; });
    }
    Result<RedactionPreview> previewPart(
        const SessionPart&, qsizetype, const CopyProgress& progress, const std::stop_token& stop) override
    {
        ++looks;
        return work(progress, stop).map([] { return RedactionPreview{.rules = {}, .traces = 1, .documents = 2}; });
    }

    void letEnd()
    {
        const std::scoped_lock lock(m_mutex);
        m_mayEnd = true;
        m_wake.notify_all();
    }

    std::atomic<int> stopped = 0;
    std::atomic<int> looks = 0;
    std::atomic<bool> redacted = false;
    std::atomic<bool> configured = false;

private:
    Result<void> work(const CopyProgress& progress, const std::stop_token& stop)
    {
        progress(50, 100);
        std::unique_lock lock(m_mutex);
        if (m_wake.wait(lock, stop, [this] { return m_mayEnd; })) {
            return {};
        }
        ++stopped;
        return failure(u"stopped"_s);
    }

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    bool m_mayEnd = false;
};

} // namespace

class TestPartDialog : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void looksUntilItIsStopped();
    void looksOnceWhenMuchIsTyped();
    void writesUntilItIsStopped();
    void tellsWhatWasWritten();
    void closesWhileItLooks();

private:
    [[nodiscard]] bool says(const QString& part) const
    {
        const auto labels = m_dialog->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel* label) { return label->isVisible() && label->text().contains(part); });
    }
    [[nodiscard]] QPushButton* button(const QString& text) const
    {
        for (auto* each : m_dialog->findChildren<QPushButton*>()) {
            if (each->isVisible() && each->text().remove(u'&').startsWith(text)) {
                return each;
            }
        }
        return nullptr;
    }

    Settings m_settings; // remembers nothing
    std::unique_ptr<SlowHost> m_host;
    std::unique_ptr<QueryRunner> m_runner;
    std::unique_ptr<PartDialog> m_dialog;
};

void TestPartDialog::init()
{
    Theme::current().apply(*qApp, Scheme::Light);
    m_host = std::make_unique<SlowHost>();
    m_runner = std::make_unique<QueryRunner>(2);
    m_dialog = std::make_unique<PartDialog>(*m_host, m_settings, *m_runner);
    m_dialog->setOffer({.scopeText = u"Last 15 min"_s});
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void TestPartDialog::cleanup()
{
    m_dialog.reset();
    m_runner.reset();
}

void TestPartDialog::looksUntilItIsStopped()
{
    QTRY_VERIFY(says(u"Looking… 50 %"_s));
    QTest::mouseClick(button(u"Stop looking"_s), Qt::LeftButton);
    QTRY_COMPARE(m_host->stopped.load(), 1);
    QTRY_VERIFY(says(u"Stopped before"_s));
    m_host->letEnd();
    QTest::mouseClick(button(u"Refresh"_s), Qt::LeftButton);
    QTRY_VERIFY(says(u"1 trace, 2 documents"_s));
}

void TestPartDialog::looksOnceWhenMuchIsTyped()
{
    m_host->letEnd();
    QTRY_VERIFY(says(u"2 documents"_s));
    QCOMPARE(m_host->looks.load(), 1);
    for (auto* field : m_dialog->findChildren<QLineEdit*>()) {
        if (field->accessibleName() == u"Annotations"_s) {
            QTest::keyClicks(field, u"customer"_s);
        }
    }
    QTRY_COMPARE(m_host->looks.load(), 2);
}

void TestPartDialog::writesUntilItIsStopped()
{
    QTRY_COMPARE(m_host->looks.load(), 1); // one that has not begun has nobody to stop
    QTest::mouseClick(button(u"Export"_s), Qt::LeftButton);
    QTRY_VERIFY(says(u"Exporting… 50 %"_s));
    QTRY_COMPARE(m_host->stopped.load(), 1); // nobody looks any more
    QVERIFY(m_host->redacted && !m_host->configured);
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QTRY_COMPARE(m_host->stopped.load(), 2);
    QVERIFY(m_dialog->isVisible());
    QTRY_VERIFY(says(u"The export was stopped"_s));
    QTest::mouseClick(button(u"Export"_s), Qt::LeftButton);
    QVERIFY(!says(u"Exporting… 50 %"_s));
    QTRY_VERIFY(says(u"Exporting… 50 %"_s));
    QTest::mouseClick(button(u"Stop"_s), Qt::LeftButton);
    QTRY_COMPARE(m_host->stopped.load(), 3);
}

void TestPartDialog::tellsWhatWasWritten()
{
    m_host->letEnd();
    QTest::mouseClick(button(u"Export"_s), Qt::LeftButton);
    QTRY_VERIFY(says(u"traces were exported to shop part.fluoro"_s));
    QVERIFY(says(u"3 documents that cannot be redacted were left out"_s));
    QVERIFY(button(u"Open it"_s));
}

void TestPartDialog::closesWhileItLooks()
{
    QTRY_COMPARE(m_host->looks.load(), 1);
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(!m_dialog->isVisible());
    m_dialog.reset();
    QTRY_COMPARE(m_host->stopped.load(), 1);
}

QTEST_MAIN(TestPartDialog)
#include "tst_part_dialog.moc"
