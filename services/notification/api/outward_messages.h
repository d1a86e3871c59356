// Endpoints and deliveries → messages.
#pragma once

#include <vector>

#include "hotline/notification/v1/delivery_service.pb.h"
#include "hotline/notification/v1/webhook_service.pb.h"
#include "services/notification/commands/webhooks.h"
#include "services/notification/domain/delivery.h"
#include "services/notification/domain/webhook.h"

namespace hotline::notification {

v1::WebhookEndpoint ToMessage(const WebhookEndpoint& endpoint);
v1::WebhookEndpointSecret ToMessage(const NewSecret& secret);
v1::Delivery ToMessage(const Delivery& delivery, const std::vector<Attempt>& attempts = {});

}  // namespace hotline::notification
