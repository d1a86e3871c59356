#include "services/notification/store/rule_store.h"

#include <algorithm>

#include "platform/base/status.h"
#include "platform/events/event.h"
#include "services/notification/sql.h"

namespace hotline::notification {
namespace {

const Rule* FindBuiltIn(std::string_view id) {
  const auto& rules = BuiltInRules();
  const auto found = std::ranges::find(rules, id, &Rule::id);
  return found == rules.end() ? nullptr : &*found;
}

Rule RuleOf(const pqxx::row& row) {
  Rule rule;
  rule.id = row["id"].as<std::string>();
  rule.name = row["name"].as<std::string>();
  rule.event_type = row["event_type"].as<std::string>();
  nlohmann::json::parse(row["conditions"].as<std::string>()).get_to(rule.conditions);
  rule.audience = AudienceOf(row["audience"].as<std::string>());
  rule.template_code = row["template"].as<std::string>();
  rule.channel = ChannelOf(row["channel"].as<std::string>());
  rule.important = row["important"].as<bool>();
  rule.at_once = row["at_once"].as<bool>();
  rule.active = row["active"].as<bool>();
  rule.built_in = FindBuiltIn(rule.id) != nullptr;
  rule.court_path = row["court_path"].as<std::string>();
  rule.updated_by_name = row["updated_by_name"].as<std::string>();
  rule.update_time = db::TimeOf(row["update_time"]);
  rule.revision = row["revision"].as<int64_t>();
  rule.hash = db::BytesOf(row["hash"]);
  return rule;
}

}  // namespace

std::vector<Rule> AllRules(db::Tx& tx) {
  std::vector<Rule> rules = BuiltInRules();
  for (const auto& row : tx.Exec(sql::kListRules)) {
    Rule rule = RuleOf(row);
    const auto built_in = std::ranges::find(rules, rule.id, &Rule::id);
    if (built_in == rules.end()) {
      rules.push_back(std::move(rule));
    } else {
      *built_in = std::move(rule);
    }
  }
  return rules;
}

absl::StatusOr<Rule> LockRule(db::Tx& tx, std::string_view id) {
  const pqxx::result found = tx.Exec(sql::kLockRule, id);
  if (!found.empty()) return RuleOf(found[0]);
  if (const Rule* built_in = FindBuiltIn(id)) return *built_in;
  return NotFound("RULE_NOT_FOUND");
}

void SaveRule(db::Tx& tx, Rule& rule, std::string_view event_type, const Caller& actor,
              absl::Time now) {
  const std::string conditions = nlohmann::json(rule.conditions).dump();
  const nlohmann::json payload = {{"name", rule.name},
                                  {"eventType", rule.event_type},
                                  {"conditions", rule.conditions},
                                  {"audience", NameOf(rule.audience)},
                                  {"template", rule.template_code},
                                  {"channel", NameOf(rule.channel)},
                                  {"important", rule.important},
                                  {"atOnce", rule.at_once},
                                  {"active", rule.active},
                                  {"courtPath", rule.court_path}};
  rule.updated_by_name = actor.name;
  rule.update_time = now;
  // Two first edits of one built-in rule meet here: the stream's unique revision lets one pass.
  rule.hash = events::Append(tx, rule.hash,
                             {.stream_id = rule.id,
                              .revision = ++rule.revision,
                              .type = std::string(event_type),
                              .actor_id = actor.id,
                              .actor_name = actor.name,
                              .occurred_at = now,
                              .payload = payload.dump()});
  tx.Exec(sql::kSaveRule, rule.id, rule.name, rule.event_type, conditions, NameOf(rule.audience),
          rule.template_code, rule.important, rule.active, rule.court_path, rule.updated_by_name,
          rule.update_time, rule.revision, db::Bytes{rule.hash}, NameOf(rule.channel),
          rule.at_once);
}

}  // namespace hotline::notification
