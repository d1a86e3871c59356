#include "services/notification/domain/telling.h"

#include "services/notification/domain/template.h"

namespace hotline::notification {

namespace {

Delivery About(const Fact& fact, ChannelKind channel, const std::string& target) {
  Delivery delivery;
  delivery.letter = {.channel = channel,
                     .target = target,
                     .stream_id = fact.stream_id,
                     .revision = fact.revision,
                     .event_type = fact.type,
                     .event_time = fact.time,
                     .court_id = fact.Text("courtId"),
                     .order_id = fact.order_id,
                     .order_number = fact.Text("orderNumber")};
  delivery.court_path = fact.Text("courtPath");
  return delivery;
}

}  // namespace

std::string_view NameOf(RecipientKind kind) {
  switch (kind) {
    case RecipientKind::kUser:
      return "USER";
    case RecipientKind::kDepartment:
      return "DEPARTMENT";
    case RecipientKind::kRequester:
      return "REQUESTER";
  }
  return "";
}

Telling Tell(const Rule& rule, const Fact& fact) {
  Telling telling;
  telling.stream_id = fact.stream_id;
  telling.revision = fact.revision;
  telling.event_type = fact.type;
  telling.event_time = fact.time;
  telling.order_id = fact.order_id;
  telling.order_number = fact.Text("orderNumber");
  telling.rule_id = rule.id;
  telling.rule_version = rule.revision;
  telling.important = rule.important;
  // Unknown only after a return to an older release, which had no such template.
  const Template* words = FindTemplate(rule.template_code);
  telling.title = words == nullptr ? rule.name : Render(words->title, fact);
  telling.body = words == nullptr ? telling.order_number : Render(words->body, fact);
  return telling;
}

Delivery Post(const Rule& rule, const Fact& fact, const Recipient& recipient) {
  Delivery delivery = About(fact, rule.channel, recipient.id);
  delivery.rule_id = rule.id;
  delivery.at_once = rule.at_once;
  const Telling telling = Tell(rule, fact);
  delivery.letter.title = telling.title;
  delivery.letter.body = telling.body;
  delivery.letter.template_code = rule.template_code;
  if (const Template* words = FindTemplate(rule.template_code))
    delivery.letter.parameters = ParametersOf(*words, fact);
  return delivery;
}

Delivery PostTo(const WebhookEndpoint& endpoint, const Fact& fact) {
  return About(fact, ChannelKind::kWebhook, endpoint.id);
}

}  // namespace hotline::notification
