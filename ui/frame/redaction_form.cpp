// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/redaction_form.h"

#include "ui/theme/role_label.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QStringList wordsIn(const QLineEdit& field)
{
    QStringList words;
    for (const QString& word : field.text().split(u',')) {
        if (const QString trimmed = word.trimmed(); !trimmed.isEmpty()) {
            words += trimmed;
        }
    }
    return words;
}

} // namespace

RedactionForm::RedactionForm(QWidget* parent)
    : QWidget(parent)
    , m_urls(new QCheckBox(tr("&URLs"), this))
    , m_clients(new QCheckBox(tr("&Client addresses"), this))
    , m_users(new QCheckBox(tr("Us&ers"), this))
    , m_sql(new QCheckBox(tr("S&QL literals"), this))
    , m_annotations(new QLineEdit(this))
    , m_metadata(new QLineEdit(this))
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(4 * metrics::grid);
    grid->setVerticalSpacing(2 * metrics::grid);
    grid->setColumnStretch(1, 1);
    int row = 0;
    const auto addBox = [&](QCheckBox* box, const QString& what) {
        auto* told = new RoleLabel(TextRole::Label, Role::Muted, this);
        told->setText(what);
        box->setAccessibleDescription(what);
        grid->addWidget(box, row, 0);
        grid->addWidget(told, row++, 1);
        connect(box, &QCheckBox::toggled, this, &RedactionForm::changed);
    };
    addBox(m_urls, tr("values of query strings and fragments, logins, parts of paths that look like a token"));
    addBox(m_clients, tr("addresses of clients, and senders beyond this machine"));
    addBox(m_users, tr("of segments and of databases; folders of imported files"));
    addBox(m_sql, tr("strings, numbers and comments in recorded queries"));
    const auto addField = [&](QLineEdit* field, const QString& text, const QString& hint) {
        auto* label = new RoleLabel(TextRole::Content, Role::Text, this);
        label->setText(text);
        label->setBuddy(field);
        field->setAccessibleName(QString(text).remove(u'&'));
        field->setPlaceholderText(hint);
        field->setFont(Theme::current().font(TextRole::Mono));
        grid->addWidget(label, row, 0);
        grid->addWidget(field, row++, 1);
        connect(field, &QLineEdit::textChanged, this, &RedactionForm::changed);
    };
    addField(m_annotations, tr("&Annotations"), tr("none; or keys as customer*, card"));
    addField(m_metadata, tr("&Metadata"), tr("none; or paths as default.customer.email, default.order.*"));
}

Redaction RedactionForm::redaction() const
{
    return {m_urls->isChecked(), m_clients->isChecked(), m_users->isChecked(), m_sql->isChecked(),
        wordsIn(*m_annotations), wordsIn(*m_metadata)};
}

void RedactionForm::setRedaction(const Redaction& redaction)
{
    m_urls->setChecked(redaction.urls);
    m_clients->setChecked(redaction.clients);
    m_users->setChecked(redaction.users);
    m_sql->setChecked(redaction.sql);
    m_annotations->setText(redaction.annotations.join(u", "_s));
    m_metadata->setText(redaction.metadata.join(u", "_s));
}

} // namespace fluoroscope
