#include "services/notification/api/outward_messages.h"

#include "absl/strings/str_cat.h"
#include "services/notification/api/messages.h"

namespace hotline::notification {

v1::WebhookEndpoint ToMessage(const WebhookEndpoint& endpoint) {
  v1::WebhookEndpoint message;
  message.set_id(endpoint.id);
  message.set_name(endpoint.name);
  message.set_url(endpoint.url);
  for (const std::string& type : endpoint.event_types) message.add_event_types(type);
  message.set_court_id(endpoint.court_id);
  message.set_court_path(endpoint.court_path);
  message.set_active(endpoint.active);
  message.set_inactive_reason(endpoint.inactive_reason);
  if (endpoint.old_secret_until)
    *message.mutable_old_secret_until() = ToTimestamp(*endpoint.old_secret_until);
  *message.mutable_create_time() = ToTimestamp(endpoint.create_time);
  *message.mutable_update_time() = ToTimestamp(endpoint.update_time);
  message.set_updated_by_name(endpoint.updated_by_name);
  message.set_etag(absl::StrCat(endpoint.revision));
  return message;
}

v1::WebhookEndpointSecret ToMessage(const NewSecret& secret) {
  v1::WebhookEndpointSecret message;
  *message.mutable_endpoint() = ToMessage(secret.endpoint);
  message.set_secret(secret.secret);
  return message;
}

v1::Delivery ToMessage(const Delivery& delivery, const std::vector<Attempt>& attempts) {
  const Letter& letter = delivery.letter;
  v1::Delivery message;
  message.set_id(letter.id);
  message.set_channel(static_cast<v1::Channel>(letter.channel));
  message.set_target(letter.target);
  message.set_state(static_cast<v1::Delivery::State>(delivery.state));
  message.set_reason(delivery.reason);
  message.set_event_type(letter.event_type);
  message.set_work_order_id(letter.order_id);
  message.set_work_order_number(letter.order_number);
  *message.mutable_event_time() = ToTimestamp(letter.event_time);
  message.set_attempt_count(delivery.attempts);
  if (delivery.next_attempt_time)
    *message.mutable_next_attempt_time() = ToTimestamp(*delivery.next_attempt_time);
  *message.mutable_create_time() = ToTimestamp(delivery.create_time);
  *message.mutable_update_time() = ToTimestamp(delivery.update_time);
  message.set_title(letter.title);
  message.set_body(letter.body);
  message.set_rule_id(delivery.rule_id);
  for (const Attempt& attempt : attempts) {
    v1::DeliveryAttempt& made = *message.add_attempts();
    made.set_number(attempt.number);
    made.set_outcome(std::string(NameOf(attempt.outcome.kind)));
    made.set_status(attempt.outcome.status);
    made.set_reason(attempt.outcome.reason);
    made.set_duration_ms(static_cast<int32_t>(absl::ToInt64Milliseconds(attempt.duration)));
    *made.mutable_attempt_time() = ToTimestamp(attempt.time);
  }
  return message;
}

}  // namespace hotline::notification
