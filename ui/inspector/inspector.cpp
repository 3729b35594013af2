// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/inspector.h"

#include "core/text/units.h"
#include "ui/inspector/elided_label.h"
#include "ui/inspector/exceptions_pane.h"
#include "ui/inspector/field_list.h"
#include "ui/inspector/metadata_pane.h"
#include "ui/inspector/outcome_chip.h"
#include "ui/inspector/raw_pane.h"
#include "ui/inspector/root_cause_box.h"
#include "ui/inspector/segment_copies.h"
#include "ui/inspector/sql_pane.h"
#include "ui/inspector/tab_strip.h"

#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fluoroscope {

Inspector::Inspector(QWidget* parent)
    : QWidget(parent)
    , m_name(new ElidedLabel(TextRole::Subject, Role::Text))
    , m_chip(new OutcomeChip)
    , m_copy(new QPushButton)
    , m_copyMenu(new QMenu(this))
    , m_subtitle(new ElidedLabel(TextRole::Content, Role::Muted))
    , m_tabs(new TabStrip)
    , m_pages(new QStackedWidget)
    , m_overview(new FieldList)
    , m_rootCause(new RootCauseBox)
    , m_resources(new FieldList)
    , m_annotations(new FieldList)
    , m_metadata(new MetadataPane)
    , m_exceptions(new ExceptionsPane)
    , m_sql(new SqlPane)
    , m_raw(new RawPane)
{
    build();
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_preferred = tab;
        m_pages->setCurrentIndex(tab);
        fill(tab);
    });
    for (DocumentPane* pane : {static_cast<DocumentPane*>(m_overview), static_cast<DocumentPane*>(m_exceptions)}) {
        connect(pane, &DocumentPane::linkActivated, this, &Inspector::follow);
    }
    connect(m_rootCause, &RootCauseBox::segmentRequested, this, &Inspector::segmentRequested);
    connect(&Theme::current(), &Theme::changed, this, &Inspector::restyle);
    restyle();
    clear();
}

void Inspector::restyle()
{
    m_copy->setIcon(Theme::current().icon(u"chevron-down"_s));
    update();
}

void Inspector::build()
{
    setObjectName(u"inspector"_s);
    auto* subject = new QHBoxLayout;
    subject->setSpacing(8);
    subject->addWidget(m_name);
    subject->addStretch();
    subject->addWidget(m_chip);
    subject->addWidget(m_copy);
    m_copy->setText(tr("Copy"));
    m_copy->setLayoutDirection(Qt::RightToLeft); // the arrow behind the word
    m_copy->setToolTip(tr("Copy this segment as text, JSON, Markdown or a command"));
    m_copy->setAccessibleName(tr("Copy the segment"));
    m_copy->setFocusPolicy(Qt::StrongFocus);
    connect(m_copyMenu, &QMenu::aboutToShow, this, &Inspector::fillCopyMenu);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        fillCopyMenu(); // its width tells where it belongs
        m_copyMenu->popup(
            m_copy->mapToGlobal(QPoint(m_copy->width() - m_copyMenu->sizeHint().width(), m_copy->height())));
    });

    auto* overview = new QWidget;
    auto* overviewLayout = new QVBoxLayout(overview);
    overviewLayout->setContentsMargins(0, 0, 0, 0);
    overviewLayout->setSpacing(12);
    overviewLayout->addWidget(m_overview);
    overviewLayout->addWidget(m_rootCause);

    const auto add = [this](const QString& title, QWidget* page, QWidget* pane) {
        m_tabs->addTab(title);
        pane->setAccessibleName(title);
        m_pages->addWidget(page);
    };
    const QSignalBlocker blocker(m_tabs);
    add(tr("Overview"), overview, m_overview);
    add(tr("Resources"), m_resources, m_resources);
    add(tr("Annotations"), m_annotations, m_annotations);
    add(tr("Metadata"), m_metadata, m_metadata);
    add(tr("Exceptions"), m_exceptions, m_exceptions);
    add(tr("SQL"), m_sql, m_sql);
    add(tr("Raw"), m_raw, m_raw);
    m_tabs->setAccessibleName(tr("Segment details"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::pagePadding, 14, metrics::pagePadding, metrics::pagePadding);
    layout->setSpacing(0);
    layout->addLayout(subject);
    layout->addSpacing(4);
    layout->addWidget(m_subtitle);
    layout->addSpacing(8);
    layout->addWidget(m_tabs);
    layout->addSpacing(8);
    layout->addWidget(m_pages);
    setMinimumWidth(312); // an ID beside its label
    m_pages->setMinimumHeight(2 * metrics::rowHeight); // the window may be low, and each tab scrolls
}

void Inspector::setSegment(std::shared_ptr<const Trace> trace, int segment, int of)
{
    if (!trace || segment < 0 || static_cast<std::size_t>(segment) >= trace->segments.size()) {
        clear();
        return;
    }
    const bool same = m_inspected && m_inspected->trace().id == trace->id
        && m_inspected->segment().id == trace->segments[static_cast<std::size_t>(segment)].id;
    m_inspected.emplace(std::move(trace), segment);
    m_filled.fill(false);

    const Segment& shown = m_inspected->segment();
    m_name->setText(shown.name);
    m_chip->setOutcome(outcomeOf(shown), shown.status(), shown.inProgress);
    m_chip->setVisible(!shown.placeholder);
    m_copy->show();
    m_subtitle->setText(
        of > 1 ? tr("%1, one of %2 alike").arg(subtitle(*m_inspected), formatCount(of)) : subtitle(*m_inspected));
    m_tabs->setEnabled(true);
    m_pages->setEnabled(true);
    enableTabs();
    chooseTab();
    if (!same) {
        for (DocumentPane* pane :
            std::initializer_list<DocumentPane*>{m_overview, m_resources, m_annotations, m_exceptions, m_sql}) {
            pane->verticalScrollBar()->setValue(0);
        }
    }
}

void Inspector::clear()
{
    m_inspected.reset();
    m_name->setText(tr("No segment selected"));
    m_subtitle->setText(tr("Choose a row of the timeline"));
    m_chip->hide();
    m_copy->hide();
    m_overview->setFields({});
    m_rootCause->hide();
    const QSignalBlocker blocker(m_tabs);
    m_tabs->setCurrentIndex(Overview);
    m_pages->setCurrentIndex(Overview);
    m_tabs->setEnabled(false);
    m_pages->setEnabled(false);
}

void Inspector::fillCopyMenu()
{
    m_copyMenu->clear();
    if (m_inspected) {
        addCopyActions(*m_copyMenu, m_inspected->shared(), m_inspected->index(), m_apiAddress);
    }
}

void Inspector::enableTabs()
{
    const QSignalBlocker blocker(m_tabs); // disabling the current tab is no choice of the user's
    const Segment& segment = m_inspected->segment();
    const bool failedBelow = !rootCause(m_inspected->trace(), m_inspected->index()).isNull();
    m_tabs->setTabEnabled(Resources, m_inspected->mayHaveResources());
    m_tabs->setTabEnabled(Annotations, m_inspected->mayHaveAnnotations());
    m_tabs->setTabEnabled(Metadata, m_inspected->mayHaveMetadata());
    m_tabs->setTabEnabled(Exceptions, segment.cause || failedBelow);
    m_tabs->setTabEnabled(Sql, static_cast<bool>(segment.sql));
    m_tabs->setTabEnabled(Raw, m_inspected->document() != nullptr);
    m_tabs->setMarked(Exceptions, m_tabs->isTabEnabled(Exceptions));
}

void Inspector::chooseTab()
{
    const int tab = m_tabs->isTabEnabled(m_preferred) ? m_preferred : int{Overview};
    const QSignalBlocker blocker(m_tabs);
    m_tabs->setCurrentIndex(tab);
    m_pages->setCurrentIndex(tab);
    fill(tab);
}

void Inspector::setCurrentTab(Tab tab)
{
    m_preferred = tab;
    if (m_inspected) {
        chooseTab();
    }
}

void Inspector::fill(int tab)
{
    if (!m_inspected || std::exchange(m_filled.at(static_cast<std::size_t>(tab)), true)) {
        return;
    }
    const InspectedSegment& inspected = *m_inspected;
    switch (tab) {
    case Overview:
        m_overview->setFields(overviewFields(inspected), explanation(inspected));
        m_rootCause->setRootCause(inspected.trace(), rootCause(inspected.trace(), inspected.index()));
        break;
    case Resources:
        if (std::vector<FieldSection> fields = resourceFields(inspected); fields.empty()) {
            m_resources->setFields({}, tr("Nothing recorded."));
        } else {
            m_resources->setFields(std::move(fields));
        }
        break;
    case Annotations:
        if (std::vector<FieldSection> fields = annotationFields(inspected); fields.empty()) {
            m_annotations->setFields({}, tr("Nothing recorded."));
        } else {
            m_annotations->setFields(std::move(fields));
        }
        break;
    case Metadata:
        m_metadata->setMetadata(inspected.object()["metadata"].source().toByteArray());
        break;
    case Exceptions:
        m_exceptions->setSegment(inspected);
        break;
    case Sql:
        m_sql->setSql(
            inspected.segment().sql ? inspected.segment().sql->sanitizedQuery : QString(), sqlFields(inspected));
        break;
    case Raw:
        m_raw->setDocument(*inspected.document(), inspected.segment().id);
        break;
    default:
        break;
    }
}

void Inspector::follow(const QString& link)
{
    if (link.startsWith("segment:"_L1)) {
        emit segmentRequested(link.sliced(8).toInt());
    } else if (link.startsWith("trace:"_L1)) {
        if (const auto id = TraceId::fromString(QStringView(link).sliced(6))) {
            emit linkedTraceRequested(*id);
        }
    }
}

void Inspector::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().color(Role::Surface));
}

} // namespace fluoroscope
