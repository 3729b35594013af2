// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The rejected documents: their list and bytes, and what stands there where there is none or they cannot be read.

#include "tests/ui/fake_trace_source.h"
#include "ui/frame/findings_view.h"
#include "ui/frame/main_window.h"
#include "ui/theme/notice.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <atomic>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

class Source : public FakeTraceSource {
public:
    Result<std::vector<Finding>> findings(qint64 most, std::stop_token stop) override
    {
        return broken ? failure(u"The file is gone."_s) : FakeTraceSource::findings(most, stop);
    }
    std::atomic<bool> broken = false;
};

} // namespace

class FindingsViewTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_window.reset(); }
    void listsRejectedDocumentsWithTheirBytes();
    void saysThatThereAreNone();
    void triesAgain();

private:
    FindingsView* openByKey()
    {
        QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier);
        return m_window->findChild<FindingsView*>();
    }
    static QPushButton* buttonOf(QWidget* view, const QString& text)
    {
        for (auto* button : view->findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text() == text) {
                return button;
            }
        }
        return nullptr;
    }

    std::unique_ptr<Source> m_source;
    Settings m_settings; // remembers nothing
    std::unique_ptr<MainWindow> m_window;
};

void FindingsViewTest::init()
{
    Theme::current().apply(*qApp, Scheme::Light);
    m_source = std::make_unique<Source>();
    m_window = std::make_unique<MainWindow>(SessionPorts{*m_source}, m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void FindingsViewTest::listsRejectedDocumentsWithTheirBytes()
{
    m_source->addFinding({7, {}, RejectionCode::MissingName, u"A segment needs a name."_s, u"127.0.0.1:4711"_s,
        "{\"format\":\"json\"}\n{\"id\":1}"});
    FindingsView* view = openByKey();
    QVERIFY(view);
    QTRY_COMPARE(view->findChild<FindingsModel*>()->rowCount(), 1);
    QTRY_VERIFY(buttonOf(view, u"Copy the bytes"_s));
    QVERIFY(!view->findChild<Notice*>()->isVisible());
    QTRY_COMPARE(QApplication::focusWidget(), view->findChild<QTableView*>()); // arrows go through it at once
    buttonOf(view, u"Copy the bytes"_s)->click();
    QVERIFY(QApplication::clipboard()->text().endsWith(u"{\"id\":1}"));
}

void FindingsViewTest::saysThatThereAreNone()
{
    FindingsView* view = openByKey();
    QVERIFY(view);
    auto* notice = view->findChild<Notice*>();
    QTRY_VERIFY(notice->text().contains(u"is kept here"));
    QVERIFY(notice->isVisible() && !view->findChild<QTableView*>()->isVisible());
    QVERIFY(!buttonOf(view, u"Copy the bytes"_s));
}

void FindingsViewTest::triesAgain()
{
    m_source->addFinding({7, {}, RejectionCode::MissingName, u"A segment needs a name."_s, {}, "{}"});
    m_source->broken = true;
    FindingsView* view = openByKey();
    QVERIFY(view);
    QTRY_VERIFY(buttonOf(view, u"Try again"_s));
    QCOMPARE(view->findChild<Notice*>()->text(), u"The file is gone."_s);
    m_source->broken = false;
    buttonOf(view, u"Try again"_s)->click();
    QTRY_VERIFY(view->findChild<QTableView*>()->isVisible());
    QVERIFY(!view->findChild<Notice*>()->isVisible());
}

QTEST_MAIN(FindingsViewTest)
#include "findings_view_test.moc"
