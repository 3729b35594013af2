// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_icons.h"

#include <QFile>
#include <QHash>
#include <QSvgRenderer>
#include <array>
#include <memory>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

struct TypeIcon {
    QLatin1StringView type; // the beginning of a type, lower case
    QLatin1StringView icon;
};

// The first that matches counts.
constexpr std::array kTypeIcons{
    TypeIcon{"client"_L1, "node-client"_L1},
    TypeIcon{"remote"_L1, "node-globe"_L1},
    TypeIcon{"database"_L1, "node-database"_L1},
    TypeIcon{"aws::dynamodb"_L1, "node-database"_L1},
    TypeIcon{"aws::rds"_L1, "node-database"_L1},
    TypeIcon{"aws::elasticache"_L1, "node-database"_L1},
    TypeIcon{"aws::sqs"_L1, "node-queue"_L1},
    TypeIcon{"aws::kinesis"_L1, "node-queue"_L1},
    TypeIcon{"aws::sns"_L1, "node-topic"_L1},
    TypeIcon{"aws::events"_L1, "node-topic"_L1},
    TypeIcon{"aws::s3"_L1, "node-bucket"_L1},
    TypeIcon{"aws::lambda"_L1, "node-function"_L1},
    TypeIcon{"aws::apigateway"_L1, "node-gateway"_L1},
    TypeIcon{"aws::appsync"_L1, "node-gateway"_L1},
    TypeIcon{"aws::elasticloadbalancing"_L1, "node-gateway"_L1},
    TypeIcon{"aws::stepfunctions"_L1, "node-statemachine"_L1},
    TypeIcon{"aws::sfn"_L1, "node-statemachine"_L1},
    TypeIcon{"aws::ec"_L1, "node-service"_L1}, // EC2, ECS
    TypeIcon{"aws::eks"_L1, "node-service"_L1},
    TypeIcon{"aws::elasticbeanstalk"_L1, "node-service"_L1},
    TypeIcon{"aws::apprunner"_L1, "node-service"_L1},
    TypeIcon{"aws::"_L1, "node-aws"_L1},
};

std::shared_ptr<QSvgRenderer> rendererOf(const QString& name, const QColor& color)
{
    static QHash<std::pair<QString, QRgb>, std::shared_ptr<QSvgRenderer>>
        renderers; // GUI thread; icons times two schemes
    std::shared_ptr<QSvgRenderer>& renderer = renderers[{name, color.rgb()}];
    if (!renderer) {
        QFile file(u":/icons/%1.svg"_s.arg(name));
        QByteArray svg = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        renderer = std::make_shared<QSvgRenderer>(svg.replace("#000", color.name().toLatin1()));
    }
    return renderer;
}

} // namespace

QString nodeIconName(const ServiceKey& key)
{
    for (const TypeIcon& entry : kTypeIcons) {
        if (key.type.startsWith(entry.type, Qt::CaseInsensitive)) {
            return entry.icon;
        }
    }
    return u"node-service"_s;
}

void paintNodeIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color)
{
    rendererOf(name, color)->render(&painter, rect);
}

} // namespace fluoroscope
