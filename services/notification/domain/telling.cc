#include "services/notification/domain/telling.h"

#include "services/notification/domain/template.h"

namespace hotline::notification {

std::string_view NameOf(RecipientKind kind) {
  return kind == RecipientKind::kUser ? "USER" : "DEPARTMENT";
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

}  // namespace hotline::notification
