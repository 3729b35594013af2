// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/empty_state.h"

#include "core/text/units.h"
#include "ui/frame/code_block.h"
#include "ui/theme/role_label.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>
#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kWidth = 640;

struct Sdk {
    const char16_t* name;
    const char16_t* address; // how to point it here; %1: the address
    const char16_t* code;
};

constexpr std::array<Sdk, 5> kSdks{{
    {u"Node.js", u"export AWS_XRAY_DAEMON_ADDRESS=%1",
        u"app.use(require('aws-xray-sdk').express.openSegment('my-service'));"},
    {u"Python", u"export AWS_XRAY_DAEMON_ADDRESS=%1",
        u"from aws_xray_sdk.core import xray_recorder, patch_all\n"
        u"xray_recorder.configure(service='my-service'); patch_all()"},
    {u"Java", u"export AWS_XRAY_DAEMON_ADDRESS=%1\njava -Dcom.amazonaws.xray.emitters.daemonAddress=%1 -jar app.jar",
        u"@Bean Filter tracing() { return new AWSXRayServletFilter(\"my-service\"); }"},
    {u"Go", u"export AWS_XRAY_DAEMON_ADDRESS=%1",
        u"http.Handle(\"/\", xray.Handler(xray.NewFixedSegmentNamer(\"my-service\"), handler))"},
    {u".NET", u"export AWS_XRAY_DAEMON_ADDRESS=%1", u"app.UseXRay(\"my-service\");"},
}};

} // namespace

EmptyState::EmptyState(bool canReceive, QWidget* parent)
    : QWidget(parent)
    , m_canReceive(canReceive)
    , m_title(new RoleLabel(TextRole::Subject, Role::Text, this))
    , m_text(new RoleLabel(TextRole::Content, Role::Muted, this))
    , m_sdks(new QWidget(this))
    , m_choice(new QButtonGroup(this))
    , m_addressHint(new RoleLabel(TextRole::Label, Role::Muted, m_sdks))
    , m_addressLine(new CodeBlock(m_sdks))
    , m_codeHint(new RoleLabel(TextRole::Label, Role::Muted, m_sdks))
    , m_codeLine(new CodeBlock(m_sdks))
    , m_demo(new QPushButton(tr("Play the demo session"), this))
    , m_test(new QPushButton(tr("Send a test segment"), this))
    , m_otherPort(new QPushButton(tr("Use another port"), this))
    , m_rejected(new QPushButton(this))
    , m_notice(new RoleLabel(TextRole::Label, Role::Muted, this))
{
    m_text->setWordWrap(true);
    m_notice->setWordWrap(true);
    m_codeHint->setText(tr("And let the service record its requests"));

    auto* names = new QHBoxLayout;
    names->setSpacing(metrics::grid);
    for (std::size_t i = 0; i < kSdks.size(); ++i) {
        auto* name = new QPushButton(QString::fromUtf16(kSdks.at(i).name), m_sdks);
        name->setCheckable(true);
        name->setFlat(true);
        m_choice->addButton(name, int(i));
        names->addWidget(name);
    }
    names->addStretch(1);
    m_choice->button(0)->setChecked(true);
    auto* sdks = new QVBoxLayout(m_sdks);
    sdks->setContentsMargins({});
    sdks->setSpacing(2 * metrics::grid);
    sdks->addLayout(names);
    sdks->addSpacing(metrics::grid);
    sdks->addWidget(m_addressHint);
    sdks->addWidget(m_addressLine);
    sdks->addSpacing(metrics::grid);
    sdks->addWidget(m_codeHint);
    sdks->addWidget(m_codeLine);

    m_demo->setDefault(true);
    m_otherPort->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(2 * metrics::grid);
    for (QPushButton* button : {m_otherPort, m_demo, m_test, m_rejected}) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);

    auto* column = new QWidget(this);
    column->setMaximumWidth(kWidth);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins({});
    layout->setSpacing(2 * metrics::grid);
    layout->addStretch(2);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addSpacing(4 * metrics::grid);
    layout->addWidget(m_sdks);
    layout->addSpacing(4 * metrics::grid);
    layout->addLayout(buttons);
    layout->addWidget(m_notice);
    layout->addStretch(3);
    auto* outer = new QHBoxLayout(this);
    outer->addStretch(1);
    outer->addWidget(column, 100);
    outer->addStretch(1);

    connect(m_choice, &QButtonGroup::idClicked, this, &EmptyState::showSdk);
    connect(m_demo, &QPushButton::clicked, this, &EmptyState::demoRequested);
    connect(m_test, &QPushButton::clicked, this, &EmptyState::testSegmentRequested);
    connect(m_otherPort, &QPushButton::clicked, this, &EmptyState::otherPortRequested);
    connect(m_rejected, &QPushButton::clicked, this, &EmptyState::findingsRequested);
    setStatus({}, 0);
}

void EmptyState::setNotice(const QString& notice)
{
    m_notice->setText(notice);
}

void EmptyState::setStatus(const CaptureStatus& status, qint64 rejected)
{
    const bool listening = m_canReceive && status.listening;
    m_sdks->setVisible(listening);
    m_demo->setVisible(listening);
    m_test->setVisible(listening);
    m_otherPort->setVisible(m_canReceive && !listening);
    m_rejected->setVisible(rejected > 0);
    m_rejected->setText(rejected == 1 ? tr("1 document was rejected: see why")
                                      : tr("%1 documents were rejected: see why").arg(formatCount(rejected)));
    m_title->setRole(m_canReceive && !listening ? Role::Fault : Role::Text);
    if (!m_canReceive) {
        m_title->setText(tr("This session is empty"));
        m_text->setText(tr("It holds no traces, and nothing is being received into it."));
        return;
    }
    if (!listening) {
        m_title->setText(tr("Not listening"));
        m_text->setText(status.problem.isEmpty() ? tr("No address is bound.") : status.problem);
        return;
    }
    m_title->setText(tr("Waiting for the first segment"));
    m_text->setText(tr("Listening on UDP %1. Start a service that is instrumented for X-Ray, and it is here at once.")
                        .arg(status.address));
    if (status.address != m_address) {
        m_address = status.address;
        showSdk(m_choice->checkedId());
    }
}

void EmptyState::showSdk(int sdk)
{
    const Sdk& shown = kSdks.at(std::size_t(std::max(sdk, 0)));
    m_addressHint->setText(m_address == u"127.0.0.1:2000"
            ? tr("Point the SDK here; this is its default, so there may be nothing to do")
            : tr("Point the SDK here"));
    m_addressLine->setCode(QString::fromUtf16(shown.address).replace(u"%1"_s, m_address));
    m_codeLine->setCode(QString::fromUtf16(shown.code));
}

} // namespace fluoroscope
