// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/session_properties.h"

#include "core/text/units.h"
#include "ui/theme/role_label.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString localTime(Timestamp time)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(milliseconds), u"d MMM yyyy, HH:mm:ss"_s);
}

QString holdings(const SessionCounters& counters)
{
    QStringList figures{SessionProperties::tr("%1 traces").arg(formatCount(counters.traces)),
        SessionProperties::tr("%1 segments").arg(formatCount(counters.segments)),
        SessionProperties::tr("%1 documents").arg(formatCount(counters.documents))};
    if (counters.findings > 0) {
        figures << SessionProperties::tr("%1 rejected").arg(formatCount(counters.findings));
    }
    if (counters.evictedTraces > 0) {
        figures << SessionProperties::tr("%1 traces evicted").arg(formatCount(counters.evictedTraces));
    }
    return figures.join(u" · "_s);
}

} // namespace

SessionProperties::SessionProperties(
    StateStore& state, const TraceSource& source, QString file, QueryRunner& runner, QWidget* parent)
    : QDialog(parent)
    , m_state(state)
    , m_source(source)
    , m_path(std::move(file))
    , m_runner(&runner)
    , m_lane(runner.addLane())
{
    setWindowTitle(tr("Session properties"));
    resize(640, 440);
    m_name = new QLineEdit(this);
    m_name->setAccessibleName(tr("Name"));
    m_name->setPlaceholderText(tr("none: it goes by its file's name"));
    m_notes = new QPlainTextEdit(this);
    m_notes->setAccessibleName(tr("Notes"));
    m_notes->setTabChangesFocus(true);
    m_notes->setMinimumHeight(96);
    m_answer = new RoleLabel(TextRole::Content, Role::Fault, this);
    m_answer->setWordWrap(true);
    m_answer->hide();
    m_form = new QFormLayout;
    m_form->setLabelAlignment(Qt::AlignLeft);
    m_form->setHorizontalSpacing(4 * metrics::grid);
    m_form->setVerticalSpacing(2 * metrics::grid);
    m_form->addRow(tr("&Name"), m_name);
    m_form->addRow(tr("N&otes"), m_notes);
    auto* box = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Close, this);
    m_save = box->button(QDialogButtonBox::Save);
    for (QWidget* own : std::initializer_list<QWidget*>{m_name, m_notes, m_save}) {
        own->setEnabled(false); // until it is known what is there
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6 * metrics::grid, 5 * metrics::grid, 6 * metrics::grid, 4 * metrics::grid);
    layout->setSpacing(4 * metrics::grid);
    layout->addLayout(m_form, 1);
    layout->addWidget(m_answer);
    layout->addWidget(box);
    connect(box, &QDialogButtonBox::accepted, this, &SessionProperties::save);
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    read();
}

SessionProperties::~SessionProperties()
{
    if (m_runner) {
        m_runner->cancel(m_lane);
    }
}

// A line that scrolls, so that a long path or command can be read and copied by keyboard, too.
void SessionProperties::addFact(const QString& name, const QString& value)
{
    if (value.isEmpty()) {
        return;
    }
    auto* field = new QLineEdit(value, this);
    field->setReadOnly(true);
    field->setFrame(false);
    field->setAccessibleName(name);
    field->setFont(Theme::current().font(TextRole::Content));
    field->setCursorPosition(0);
    QPalette flat = field->palette();
    flat.setBrush(QPalette::Base, Qt::transparent);
    field->setPalette(flat);
    m_form->addRow(name, field);
}

void SessionProperties::read()
{
    m_runner->ask(
        m_lane, [&state = m_state](const std::stop_token&) { return sessionFacts(state); },
        [this](const Result<SessionFacts>& facts) {
            if (!facts) {
                m_answer->setText(tr("✕ %1").arg(facts.error().message));
                m_answer->show();
                return;
            }
            showFacts(*facts);
        });
}

void SessionProperties::showFacts(const SessionFacts& facts)
{
    m_facts = facts;
    m_name->setText(facts.name);
    m_notes->setPlainText(facts.notes);
    const SessionCounters counters = m_source.counters();
    addFact(tr("Made"), facts.created ? localTime(*facts.created) : QString());
    addFact(tr("By"), facts.program);
    addFact(tr("Command"), facts.commandLine);
    addFact(tr("Commit"), facts.branch.isEmpty() ? facts.commit : u"%1 (%2)"_s.arg(facts.commit, facts.branch));
    addFact(tr("File"), m_path);
    addFact(tr("Size"), formatBytes(counters.fileBytes));
    addFact(tr("Holds"), holdings(counters));
    for (QWidget* own : std::initializer_list<QWidget*>{m_name, m_notes, m_save}) {
        own->setEnabled(true);
    }
    m_name->setFocus();
    emit told(facts);
}

void SessionProperties::save()
{
    SessionFacts wanted = m_facts;
    wanted.name = m_name->text().trimmed();
    wanted.notes = m_notes->toPlainText();
    m_save->setEnabled(false);
    m_runner->ask(
        m_lane,
        [&state = m_state, wanted](
            const std::stop_token&) { return nameSession(state, {.name = wanted.name, .notes = wanted.notes}); },
        [this, wanted](const Result<void>& named) {
            m_save->setEnabled(true);
            if (!named) {
                m_answer->setText(tr("✕ %1").arg(named.error().message));
                m_answer->show();
                return;
            }
            emit told(wanted);
            accept();
        });
}

} // namespace fluoroscope
