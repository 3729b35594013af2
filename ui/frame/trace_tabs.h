// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The traces that are open, each in a tab that keeps its selection, folding and zoom; the strip is there from the
// second on.
#pragma once

#include "core/trace/trace.h"

#include <QWidget>
#include <vector>

class QStackedLayout;
class QTabBar;

namespace fluoroscope {

class TraceWithMap;

class TraceTabs : public QWidget {
    Q_OBJECT

public:
    explicit TraceTabs(QWidget* parent = nullptr);

    // Shows the tab of `id`. Where there is none, the current one takes it.
    void open(const TraceId& id);
    // A tab of its own, behind the current one; none where one has it. `title` names it until it has been seen; empty:
    // its ID does.
    void openApart(const TraceId& id, const QString& title = {});
    void close(int tab);
    // The next tab, or the one before, around the ends; as a click on it would.
    void step(bool forward);

    // Where X-Ray's API is, for the commands that are copied; "host:port", empty: nowhere.
    void setApiAddress(const QString& address);

    [[nodiscard]] int count() const { return static_cast<int>(m_tabs.size()); }
    [[nodiscard]] int currentIndex() const;
    [[nodiscard]] TraceId currentTrace() const; // null: nothing is open
    [[nodiscard]] TraceWithMap* currentPage() const; // null: nothing is open

    // Widths and what is folded away of the pages; the first page that is made has what was set.
    [[nodiscard]] QByteArray pageLayout() const;
    void setPageLayout(const QByteArray& layout) { m_pageLayout = layout; }

    // The current tab's trace, as read. Its message stands there until then.
    void showTrace(const std::shared_ptr<const Trace>& trace);
    void setMessage(const QString& message);
    // Why it could not be read.
    void setProblem(const QString& problem);

signals:
    void traceChosen(const fluoroscope::TraceId& id); // another tab, by the user or because one was closed
    void lastClosed();
    void linkedTraceRequested(const fluoroscope::TraceId& id);
    void retryRequested(); // of the current one
    void countChanged(int count);

protected:
    void focusInEvent(QFocusEvent* event) override;

private:
    struct Tab {
        TraceId id;
        TraceWithMap* page;
    };

    void insert(int at, const TraceId& id);
    void name(int tab, const QString& title);
    void offerTab(QPoint position);
    [[nodiscard]] int indexOf(const TraceId& id) const; // -1: not open

    QString m_apiAddress;
    QTabBar* m_bar;
    QStackedLayout* m_pages;
    QByteArray m_pageLayout; // while there is no page
    std::vector<Tab> m_tabs; // in the order of the strip
};

} // namespace fluoroscope
