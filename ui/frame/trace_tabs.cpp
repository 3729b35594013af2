// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/trace_tabs.h"

#include "ui/frame/trace_with_map.h"
#include "ui/inspector/inspector.h"
#include "ui/theme/theme.h"

#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QStackedLayout>
#include <QTabBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kMostTitle = 200; // pixels
constexpr qsizetype kTail = 8; // of an id: its end tells traces of one second apart

QString shortened(const TraceId& id)
{
    return u"…"_s + id.toString().right(kTail);
}

class TraceTabBar : public QTabBar {
public:
    explicit TraceTabBar(QWidget* parent)
        : QTabBar(parent)
    {
        setAccessibleName(TraceTabs::tr("Open traces"));
        setDrawBase(false);
        setExpanding(false);
        setMovable(false);
        setElideMode(Qt::ElideRight);
        setUsesScrollButtons(true);
        setContextMenuPolicy(Qt::CustomContextMenu);
        dress();
        connect(&Theme::current(), &Theme::changed, this, &TraceTabBar::dress);
    }

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QPainter(this).fillRect(0, height() - 1, width(), 1, Theme::current().color(Role::Line));
        QTabBar::paintEvent(event);
    }

    QSize tabSizeHint(int index) const override
    {
        const QSize hint = QTabBar::tabSizeHint(index);
        return {std::min(hint.width(), kMostTitle), metrics::headerHeight};
    }

    void mouseReleaseEvent(QMouseEvent* event) override
    {
        if (event->button() == Qt::MiddleButton) {
            if (const int tab = tabAt(event->position().toPoint()); tab >= 0) {
                emit tabCloseRequested(tab);
            }
            return;
        }
        QTabBar::mouseReleaseEvent(event);
    }

    void tabInserted(int index) override
    {
        auto* button = new QToolButton(this);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::NoFocus); // the tab itself is reached, and Ctrl+W closes it
        button->setAccessibleName(TraceTabs::tr("Close the tab"));
        button->setToolTip(TraceTabs::tr("Close (Ctrl+W)"));
        button->setFixedSize(5 * metrics::grid, 5 * metrics::grid);
        button->setIconSize({3 * metrics::grid, 3 * metrics::grid});
        button->setIcon(Theme::current().icon(u"close"_s, Role::Muted));
        connect(button, &QToolButton::clicked, this, [this, button] {
            for (int i = 0; i < count(); ++i) {
                if (tabButton(i, QTabBar::RightSide) == button) {
                    emit tabCloseRequested(i);
                    return;
                }
            }
        });
        setTabButton(index, QTabBar::RightSide, button);
        QTabBar::tabInserted(index);
    }

private:
    void dress()
    {
        setFont(Theme::current().font(TextRole::Label));
        for (int i = 0; i < count(); ++i) {
            if (auto* button = qobject_cast<QToolButton*>(tabButton(i, QTabBar::RightSide))) {
                button->setIcon(Theme::current().icon(u"close"_s, Role::Muted));
            }
        }
    }
};

} // namespace

TraceTabs::TraceTabs(QWidget* parent)
    : QWidget(parent)
    , m_bar(new TraceTabBar(this))
{
    auto* pages = new QWidget(this);
    m_pages = new QStackedLayout(pages);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(pages, 1);
    m_bar->hide();
    connect(m_bar, &QTabBar::tabBarClicked, this, [this](int tab) {
        if (tab >= 0 && tab != currentIndex()) {
            emit traceChosen(m_tabs[static_cast<std::size_t>(tab)].id);
        }
    });
    connect(m_bar, &QTabBar::currentChanged, this, [this](int tab) {
        if (tab >= 0 && m_bar->hasFocus()) { // by its arrow keys
            emit traceChosen(m_tabs[static_cast<std::size_t>(tab)].id);
        }
    });
    connect(m_bar, &QTabBar::tabCloseRequested, this, &TraceTabs::close);
    connect(m_bar, &QWidget::customContextMenuRequested, this, &TraceTabs::offerTab);
}

void TraceTabs::open(const TraceId& id)
{
    int tab = indexOf(id);
    if (m_tabs.empty()) {
        insert(0, id);
        tab = 0;
    } else if (tab < 0) {
        tab = currentIndex();
        m_tabs[static_cast<std::size_t>(tab)].id = id;
        name(tab, shortened(id));
    }
    const QSignalBlocker quiet(m_bar);
    m_bar->setCurrentIndex(tab);
    m_pages->setCurrentWidget(m_tabs[static_cast<std::size_t>(tab)].page);
}

// Not a focus proxy: Tab would jump to it over all that stands before it.
void TraceTabs::focusInEvent(QFocusEvent* event)
{
    if (TraceWithMap* page = currentPage()) {
        page->setFocus(event->reason());
    }
}

void TraceTabs::openApart(const TraceId& id, const QString& title)
{
    if (m_tabs.empty()) {
        open(id);
    } else if (indexOf(id) < 0) {
        insert(count(), id);
    } else {
        return;
    }
    if (!title.isEmpty()) {
        name(indexOf(id), title);
    }
}

QByteArray TraceTabs::pageLayout() const
{
    const TraceWithMap* page = currentPage();
    return page ? page->saveLayout() : m_pageLayout;
}

void TraceTabs::insert(int at, const TraceId& id)
{
    auto* page = new TraceWithMap;
    page->setApiAddress(m_apiAddress);
    page->restoreLayout(pageLayout());
    connect(page, &TraceDetailsPage::currentSegmentChanged, this, [this, page] { // a large trace is there with it
        const auto tab =
            std::find_if(m_tabs.begin(), m_tabs.end(), [page](const Tab& entry) { return entry.page == page; });
        if (tab != m_tabs.end() && page->trace() && page->trace()->id == tab->id) {
            name(static_cast<int>(tab - m_tabs.begin()), page->subject());
        }
    });
    connect(page, &TraceDetailsPage::linkedTraceRequested, this, &TraceTabs::linkedTraceRequested);
    connect(page, &TraceDetailsPage::retryRequested, this, &TraceTabs::retryRequested);
    m_tabs.insert(m_tabs.begin() + at, Tab{id, page});
    m_pages->addWidget(page);
    {
        const QSignalBlocker quiet(m_bar);
        m_bar->insertTab(at, QString());
    }
    name(at, shortened(id));
    m_bar->setVisible(count() > 1);
    emit countChanged(count());
}

void TraceTabs::close(int tab)
{
    if (tab < 0 || tab >= count()) {
        return;
    }
    const bool current = tab == currentIndex();
    TraceWithMap* page = m_tabs[static_cast<std::size_t>(tab)].page;
    m_pageLayout = page->saveLayout();
    m_tabs.erase(m_tabs.begin() + tab);
    {
        const QSignalBlocker quiet(m_bar);
        m_bar->removeTab(tab);
    }
    m_pages->removeWidget(page);
    page->hide();
    page->deleteLater();
    m_bar->setVisible(count() > 1);
    emit countChanged(count());
    if (m_tabs.empty()) {
        emit lastClosed();
    } else if (current) {
        emit traceChosen(m_tabs[static_cast<std::size_t>(std::min(tab, count() - 1))].id);
    }
}

void TraceTabs::step(bool forward)
{
    if (count() > 1) {
        const int next = (currentIndex() + (forward ? 1 : count() - 1)) % count();
        emit traceChosen(m_tabs[static_cast<std::size_t>(next)].id);
    }
}

void TraceTabs::setApiAddress(const QString& address)
{
    m_apiAddress = address;
    for (const Tab& tab : m_tabs) {
        tab.page->setApiAddress(address);
    }
}

int TraceTabs::currentIndex() const
{
    const auto shown = std::find_if(
        m_tabs.begin(), m_tabs.end(), [this](const Tab& tab) { return tab.page == m_pages->currentWidget(); });
    return shown == m_tabs.end() ? -1 : static_cast<int>(shown - m_tabs.begin());
}

TraceId TraceTabs::currentTrace() const
{
    const int tab = currentIndex();
    return tab < 0 ? TraceId() : m_tabs[static_cast<std::size_t>(tab)].id;
}

TraceWithMap* TraceTabs::currentPage() const
{
    const int tab = currentIndex();
    return tab < 0 ? nullptr : m_tabs[static_cast<std::size_t>(tab)].page;
}

void TraceTabs::showTrace(const std::shared_ptr<const Trace>& trace)
{
    currentPage()->showTrace(trace);
}

void TraceTabs::setMessage(const QString& message)
{
    currentPage()->setMessage(message);
}

void TraceTabs::setProblem(const QString& problem)
{
    currentPage()->setProblem(problem);
}

int TraceTabs::indexOf(const TraceId& id) const
{
    const auto found = std::find_if(m_tabs.begin(), m_tabs.end(), [&id](const Tab& tab) { return tab.id == id; });
    return found == m_tabs.end() ? -1 : static_cast<int>(found - m_tabs.begin());
}

void TraceTabs::name(int tab, const QString& title)
{
    m_bar->setTabText(tab, QString(title).replace(u'&', u"&&"_s)); // a path is no mnemonic
    m_bar->setTabToolTip(tab, m_tabs[static_cast<std::size_t>(tab)].id.toString());
    m_bar->setAccessibleTabName(tab, title);
}

void TraceTabs::offerTab(QPoint position)
{
    const int tab = m_bar->tabAt(position);
    if (tab < 0) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const TraceId id = m_tabs[static_cast<std::size_t>(tab)].id;
    menu->addAction(tr("Close"), this, [this, id] { close(indexOf(id)); });
    QAction* others = menu->addAction(tr("Close the others"), this, [this, id] {
        emit traceChosen(id);
        for (int i = count(); i-- > 0;) {
            if (m_tabs[static_cast<std::size_t>(i)].id != id) {
                close(i);
            }
        }
    });
    others->setEnabled(count() > 1);
    menu->popup(m_bar->mapToGlobal(position));
}

} // namespace fluoroscope
