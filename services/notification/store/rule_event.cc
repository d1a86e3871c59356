#include "services/notification/store/rule_event.h"

#include <utility>

#include "platform/events/event.h"

namespace hotline::notification {

RuleLink AppendRuleEvent(db::Tx& tx, const pqxx::result& before, std::string type,
                         std::string stream_id, const nlohmann::json& payload, const Caller& actor,
                         absl::Time now) {
  RuleLink link;
  link.revision = before.empty() ? 1 : before[0]["revision"].as<int64_t>() + 1;
  link.hash = events::Append(tx, before.empty() ? "" : db::BytesOf(before[0]["hash"]),
                             {.stream_id = std::move(stream_id),
                              .revision = link.revision,
                              .type = std::move(type),
                              .actor_id = actor.id,
                              .actor_name = actor.name,
                              .occurred_at = now,
                              .payload = payload.dump()});
  return link;
}

}  // namespace hotline::notification
