#include "tests/simulation/people_told.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/notification/data.h"

namespace hotline::simulation {
namespace {

std::string TextOf(const json& payload, const std::string& field) {
  const auto found = payload.find(field);
  if (found == payload.end() || found->is_null()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

bool Meets(const json& rule, const FeedEvent& event) {
  if (rule.at("event") != event.type) return false;
  const json conditions = rule.value("when", json::object());
  for (const auto& [field, accepted] : conditions.items()) {
    if (std::ranges::count(accepted, json(TextOf(event.payload, field))) == 0) return false;
  }
  return true;
}

}  // namespace

std::string TextOf(const Told& told) {
  return absl::StrCat(told.channel, " to ", told.recipient, " by rule ", told.rule, " of ",
                      told.stream_id, "/", told.revision, " about ", told.order_id);
}

std::vector<FeedEvent> EventsOf(World& world, const std::string& feed) {
  std::vector<FeedEvent> events;
  for (const auto& row : world.Sql(absl::StrCat(
           "SELECT f.position, e.stream_id, e.revision, e.type, (extract(epoch FROM "
           "e.occurred_at) * 1000000)::bigint, e.payload FROM ",
           feed, ".event_feed f JOIN ", feed, ".event e ON e.id = f.event_id ORDER BY 1"))) {
    events.push_back({feed, row[0].as<int64_t>(), row[1].as<std::string>(), row[2].as<int64_t>(),
                      row[3].as<std::string>(), absl::FromUnixMicros(row[4].as<int64_t>()),
                      json::parse(row[5].as<std::string>())});
  }
  return events;
}

PeopleTold::PeopleTold(World& world) : rules_(json::parse(notification::data::kRules)) {
  for (const auto& row : world.Sql("SELECT id, court_id, kind, head_user_id FROM "
                                   "identity.department")) {
    heads_[row[0].as<std::string>()] = row[3].is_null() ? "" : row[3].as<std::string>();
    if (row[2].as<std::string>() == "HOTLINE_OFFICE")
      offices_[row[1].as<std::string>()] = row[0].as<std::string>();
  }
  for (const auto& row : world.Sql("SELECT u.id, u.court_id, coalesce(u.department_id::text, ''), "
                                   "EXISTS (SELECT 1 FROM identity.user_role r JOIN "
                                   "identity.role_permission p USING (role_id) WHERE r.user_id = "
                                   "u.id AND p.permission = 'workorder.supervise') FROM "
                                   "identity.user_account u")) {
    departments_of_users_[row[0].as<std::string>()] = row[2].as<std::string>();
    if (row[3].as<bool>()) supervisors_.emplace(row[1].as<std::string>(), row[0].as<std::string>());
  }
  for (const auto& row :
       world.Sql("SELECT id, array_to_string(event_types, ' '), court_path, (extract(epoch FROM "
                 "create_time) * 1000000)::bigint FROM notification.webhook_endpoint")) {
    endpoints_.push_back({row[0].as<std::string>(), absl::StrSplit(row[1].as<std::string>(), ' '),
                          row[2].as<std::string>(), absl::FromUnixMicros(row[3].as<int64_t>())});
  }
  for (const auto& row :
       world.Sql("SELECT stream_id, payload->>'respondentDepartmentId' FROM workorder.event WHERE "
                 "type = 'work_order.registered' AND payload->>'respondentDepartmentId' <> ''")) {
    respondents_[row[0].as<std::string>()] = row[1].as<std::string>();
  }
  for (const auto& row : world.Sql("SELECT id, name FROM identity.user_account"))
    names_of_users_[row[0].as<std::string>()] = row[1].as<std::string>();
  for (const auto& row :
       world.Sql(absl::StrCat("SELECT id, substr(content, length('", kComplaintAbout,
                              "') + 1) FROM "
                              "workorder.work_order WHERE starts_with(content, '",
                              kComplaintAbout, "')"))) {
    named_[row[0].as<std::string>()] = row[1].as<std::string>();
  }
}

std::set<std::string> PeopleTold::Audience(const std::string& audience,
                                           const FeedEvent& event) const {
  const auto text = [&](const char* field) { return TextOf(event.payload, field); };
  const auto of = [](const auto& map, const std::string& key) {
    const auto found = map.find(key);
    return found == map.end() ? "" : found->second;
  };
  std::set<std::string> found;
  if (audience == "HANDLER") found = {text("handlerId")};
  if (audience == "DEPARTMENT") found = {text("departmentId")};
  if (audience == "CO_DEPARTMENTS") {
    found = event.payload.value("coDepartmentIds", std::set<std::string>{});
    found.insert(text("coDepartmentId"));
  }
  if (audience == "DEPARTMENT_HEAD") found = {of(heads_, text("departmentId"))};
  if (audience == "DISPATCHERS") found = {of(offices_, text("courtId"))};
  if (audience == "SUPERVISORS") {
    const auto [begin, end] = supervisors_.equal_range(text("courtId"));
    for (auto user = begin; user != end; ++user) found.insert(user->second);
  }
  if (audience == "REQUESTER") return {event.order_id()};
  found.erase("");
  if (const std::string respondent = of(respondents_, event.order_id()); !respondent.empty()) {
    std::erase_if(found, [&](const std::string& id) {
      return id == respondent || of(departments_of_users_, id) == respondent;
    });
  }
  if (const std::string name = of(named_, event.order_id()); !name.empty())
    std::erase_if(found, [&](const std::string& id) { return of(names_of_users_, id) == name; });
  return found;
}

std::vector<Told> PeopleTold::By(const FeedEvent& event) const {
  std::vector<Told> told;
  const auto tell = [&](const std::string& channel, const std::string& rule,
                        const std::string& recipient) {
    told.push_back({channel, rule, recipient, event.stream_id, event.revision, event.order_id()});
  };
  for (const json& rule : rules_) {
    if (!Meets(rule, event)) continue;
    for (const std::string& recipient : Audience(rule.at("audience"), event))
      tell(rule.value("channel", "INBOX"), rule.at("id"), recipient);
  }
  for (const Endpoint& endpoint : endpoints_) {
    const bool subscribes = std::ranges::any_of(endpoint.types, [&](const std::string& type) {
      return type.back() == '*' ? event.type.starts_with(type.substr(0, type.size() - 1))
                                : event.type == type;
    });
    if (subscribes && event.time >= endpoint.since &&
        TextOf(event.payload, "courtPath").starts_with(endpoint.court_path))
      tell("WEBHOOK", "", endpoint.id);
  }
  return told;
}

}  // namespace hotline::simulation
