// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Everything about one (sub)segment in seven tabs: Overview, Resources, Annotations, Metadata, Exceptions, SQL and Raw.
#pragma once

#include "ui/inspector/inspected_segment.h"

#include <QWidget>
#include <array>

class QMenu;
class QStackedWidget;
class QPushButton;

namespace fluoroscope {

class ElidedLabel;
class ExceptionsPane;
class FieldList;
class MetadataPane;
class OutcomeChip;
class RawPane;
class RootCauseBox;
class SqlPane;
class TabStrip;

class Inspector : public QWidget {
    Q_OBJECT

public:
    enum Tab { Overview, Resources, Annotations, Metadata, Exceptions, Sql, Raw, TabCount };

    explicit Inspector(QWidget* parent = nullptr);

    // The tab stays where the new segment has it too. The same segment of a grown trace keeps scrolling and selected
    // text.
    // `of` (sub)segments that are alike, this one is shown.
    void setSegment(std::shared_ptr<const Trace> trace, int segment, int of = 1);
    void clear();
    void setCurrentTab(Tab tab);
    // Where the API is ("127.0.0.1:2000"), for commands that are copied; empty: nowhere.
    void setApiAddress(const QString& address) { m_apiAddress = address; }

signals:
    void segmentRequested(int segment);
    void linkedTraceRequested(const TraceId& id);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void build();
    void restyle();
    void enableTabs();
    void fill(int tab);
    void chooseTab();
    void follow(const QString& link);
    void fillCopyMenu();

    std::optional<InspectedSegment> m_inspected;
    std::array<bool, TabCount> m_filled{};
    int m_preferred = Overview; // the tab that the user chose last
    ElidedLabel* m_name;
    OutcomeChip* m_chip;
    QPushButton* m_copy;
    QMenu* m_copyMenu;
    QString m_apiAddress;
    ElidedLabel* m_subtitle;
    TabStrip* m_tabs;
    QStackedWidget* m_pages;
    FieldList* m_overview;
    RootCauseBox* m_rootCause;
    FieldList* m_resources;
    FieldList* m_annotations;
    MetadataPane* m_metadata;
    ExceptionsPane* m_exceptions;
    SqlPane* m_sql;
    RawPane* m_raw;
};

} // namespace fluoroscope
