#include "services/escalation/store/policy_store.h"

#include "nlohmann/json.hpp"
#include "platform/events/event.h"
#include "services/escalation/domain/policy_json.h"
#include "services/escalation/sql.h"
#include "services/escalation/store/reprojections.h"

namespace hotline::escalation {
namespace {

StoredPolicy StoredOf(const pqxx::row& row) {
  StoredPolicy stored;
  Policy& policy = stored.policy;
  policy.id = row["id"].as<std::string>();
  policy.version = row["revision"].as<int64_t>();
  policy.active = row["active"].as<bool>();
  policy.court_id = row["court_id"].as<std::string>();
  policy.court_path = row["court_path"].as<std::string>();
  policy.kind = KindOf(row["kind"].as<std::string>()).value();
  policy.order_type = row["order_type"].as<std::string>();
  policy.urgency = row["urgency"].as<int>();
  policy.budget = {UnitOf(row["budget_unit"].as<std::string>()).value(),
                   row["budget_amount"].as<int64_t>()};
  policy.ladder = LadderOf(nlohmann::json::parse(row["ladder"].c_str()));
  stored.create_time = db::TimeOf(row["create_time"]);
  stored.update_time = db::TimeOf(row["update_time"]);
  stored.hash = db::BytesOf(row["hash"]);
  return stored;
}

void Record(db::Tx& tx, const rpc::Call& call, std::string_view type, StoredPolicy& stored) {
  Policy& policy = stored.policy;
  ++policy.version;
  stored.update_time = call.now;
  const nlohmann::json payload = {
      {"courtId", policy.court_id},
      {"courtPath", policy.court_path},
      {"kind", NameOf(policy.kind)},
      {"orderType", policy.order_type},
      {"urgency", policy.urgency},
      {"budget", {{"unit", NameOf(policy.budget.unit)}, {"amount", policy.budget.amount}}},
      {"ladder", LadderJson(policy.ladder)},
      {"active", policy.active}};
  stored.hash = events::Append(tx, stored.hash,
                               {.stream_id = policy.id,
                                .revision = policy.version,
                                .type = std::string(type),
                                .actor_id = call.caller.id,
                                .actor_name = call.caller.name,
                                .occurred_at = call.now,
                                .payload = payload.dump()});
}

}  // namespace

std::vector<StoredPolicy> AllPolicies(db::Tx& tx) {
  std::vector<StoredPolicy> all;
  for (const auto& row : tx.Exec(sql::kAllPolicies)) all.push_back(StoredOf(row));
  return all;
}

absl::StatusOr<StoredPolicy> LockPolicy(db::Tx& tx, const std::string& id) {
  const pqxx::result found = tx.Exec(sql::kLockPolicy, id);
  if (found.empty()) return NotFound("POLICY_NOT_FOUND");
  return StoredOf(found[0]);
}

void InsertPolicy(db::Tx& tx, const rpc::Call& call, StoredPolicy& stored) {
  Record(tx, call, "deadline_policy.created", stored);
  stored.create_time = call.now;
  const Policy& policy = stored.policy;
  tx.Exec(sql::kInsertPolicy, policy.id, policy.court_id, policy.court_path, NameOf(policy.kind),
          policy.order_type, policy.urgency, NameOf(policy.budget.unit), policy.budget.amount,
          LadderJson(policy.ladder).dump(), policy.active, call.now, policy.version,
          db::Bytes{stored.hash});
}

void UpdatePolicy(db::Tx& tx, const rpc::Call& call, StoredPolicy& stored) {
  Record(tx, call, "deadline_policy.changed", stored);
  const Policy& policy = stored.policy;
  tx.Exec(sql::kUpdatePolicy, policy.id, NameOf(policy.budget.unit), policy.budget.amount,
          LadderJson(policy.ladder).dump(), policy.active, call.now, policy.version,
          db::Bytes{stored.hash});
}

TouchedClocks CountTouched(db::Tx& tx, const Policy& policy) {
  const pqxx::row row = tx.Exec(sql::kCountClocksOfPolicy, policy.court_path, NameOf(policy.kind),
                                policy.order_type, policy.urgency, NameOf(policy.budget.unit))[0];
  return {row["open"].as<int64_t>(), row["other_unit"].as<int64_t>()};
}

PolicyBook::Page PolicyBook::Of(db::Tx& tx) const {
  const Configuration held = HoldConfiguration(tx);
  std::lock_guard lock(mutex_);
  if (version_ != held.version) {
    auto all = std::make_shared<std::vector<Policy>>(BuiltInPolicies());
    for (StoredPolicy& stored : AllPolicies(tx)) all->push_back(std::move(stored.policy));
    policies_ = std::move(all);
    version_ = held.version;
  }
  return {policies_, held.since.value_or(absl::InfinitePast())};
}

absl::StatusOr<const Policy*> PolicyFor(const PolicyBook::Page& page, const PolicyCase& wanted) {
  const Policy* policy = SelectPolicy(*page.policies, wanted);
  if (policy == nullptr) return absl::InternalError("no policy covers the clock");
  return policy;
}

}  // namespace hotline::escalation
