#include "services/escalation/store/clock_store.h"

#include "nlohmann/json.hpp"
#include "services/escalation/sql.h"

namespace hotline::escalation {
namespace {

using nlohmann::json;

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", time, absl::UTCTimeZone());
}

json TimeJson(const std::optional<absl::Time>& time) {
  return time ? json(TimeText(*time)) : json(nullptr);
}

// As PostgreSQL writes a timestamptz into JSON: "2026-11-23T09:00:00.5+00:00".
absl::Time TimeIn(const json& value) {
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, value.get<std::string>(), &time, nullptr))
    throw pqxx::conversion_error("not a time: " + value.get<std::string>());
  return time;
}

std::vector<PendingRung> PendingOf(const pqxx::row& row) {
  const json times = json::parse(row["time"].c_str());
  const json places = json::parse(row["place"].c_str());
  const json actions = json::parse(row["action"].c_str());
  const json nths = json::parse(row["nth"].c_str());
  std::vector<PendingRung> pending;
  for (size_t i = 0; i < times.size(); ++i) {
    pending.push_back({TimeIn(times[i]), places.at(i),
                       static_cast<Action>(actions.at(i).get<int>()), nths.at(i)});
  }
  return pending;
}

void AddPending(const pqxx::result& rows, std::vector<OrderClock>& clocks) {
  std::map<std::string, std::vector<PendingRung>> pending;
  for (const auto& row : rows) pending[row["clock_id"].as<std::string>()] = PendingOf(row);
  for (OrderClock& clock : clocks) clock.pending = pending[clock.id];
}

void WritePending(const std::vector<PendingRung>& pending, json& row) {
  for (const char* field : {"rung_time", "rung_place", "rung_action", "rung_nth"})
    row[field] = json::array();
  for (const PendingRung& rung : pending) {
    row["rung_time"].push_back(TimeText(rung.time));
    row["rung_place"].push_back(rung.place);
    row["rung_action"].push_back(static_cast<int>(rung.action));
    row["rung_nth"].push_back(rung.nth);
  }
}

json RowOf(const ClockChange& change) {
  const OrderClock& clock = change.clock;
  const LedgerEntry& entry = change.entry;
  json row = {
      {"id", clock.id},
      {"work_order_id", clock.order.id},
      {"work_order_number", clock.order.number},
      {"court_id", clock.order.court_id},
      {"court_path", clock.order.court_path},
      {"order_type", clock.order.type},
      {"urgency", clock.order.urgency},
      {"department_id", clock.order.department_id},
      {"respondent_department_id", clock.order.respondent_department_id},
      {"round", clock.order.round},
      {"kind", NameOf(clock.kind)},
      {"subject", clock.subject},
      {"state", NameOf(clock.state)},
      {"budget_unit", NameOf(clock.time.budget.unit)},
      {"budget_amount", clock.time.budget.amount},
      {"extension_amount", clock.extension},
      {"fixed_due_time", TimeJson(clock.fixed_due)},
      {"consumed", clock.time.consumed},
      {"start_time", TimeText(clock.time.started_at)},
      {"running_since", TimeJson(clock.time.running_since)},
      {"stop_time", TimeJson(clock.stop_time)},
      {"due_time", TimeJson(clock.due_time)},
      {"provisional", clock.provisional},
      {"policy_id", clock.policy_id},
      {"policy_version", clock.policy_version},
      {"calendar_version", clock.calendar_version},
      {"entry", NameOf(entry.kind)},
      {"entry_time", TimeText(entry.time)},
      {"entry_reason", entry.reason},
      {"entry_amount", entry.amount},
      {"due_before", TimeJson(entry.due_before)},
      {"due_after", TimeJson(entry.due_after)},
  };
  WritePending(clock.pending, row);
  return row;
}

OrderClock ClockOf(const pqxx::row& row) {
  OrderClock clock;
  clock.id = row["id"].as<std::string>();
  clock.order = {.id = row["work_order_id"].as<std::string>(),
                 .number = row["work_order_number"].as<std::string>(),
                 .court_id = row["court_id"].as<std::string>(),
                 .court_path = row["court_path"].as<std::string>(),
                 .type = row["order_type"].as<std::string>(),
                 .urgency = row["urgency"].as<int>(),
                 .department_id = row["department_id"].as<std::string>(),
                 .respondent_department_id = row["respondent_department_id"].as<std::string>(),
                 .round = row["round"].as<int>()};
  clock.kind = KindOf(row["kind"].as<std::string>()).value();
  clock.subject = row["subject"].as<std::string>();
  clock.state = StateOf(row["state"].as<std::string>()).value();
  clock.time = {.budget = {UnitOf(row["budget_unit"].as<std::string>()).value(),
                           row["budget_amount"].as<int64_t>()},
                .started_at = db::TimeOf(row["start_time"]),
                .consumed = row["consumed"].as<int64_t>(),
                .running_since = db::OptionalTimeOf(row["running_since"])};
  clock.extension = row["extension_amount"].as<int64_t>();
  clock.fixed_due = db::OptionalTimeOf(row["fixed_due_time"]);
  clock.stop_time = db::OptionalTimeOf(row["stop_time"]);
  clock.due_time = db::OptionalTimeOf(row["due_time"]);
  clock.provisional = row["provisional"].as<bool>();
  clock.policy_id = row["policy_id"].as<std::string>();
  clock.policy_version = row["policy_version"].as<int64_t>();
  clock.calendar_version = row["calendar_version"].as<int64_t>();
  return clock;
}

std::string IdsOf(const std::vector<OrderClock>& clocks) {
  std::vector<std::string> ids;
  for (const OrderClock& clock : clocks) ids.push_back(clock.id);
  return db::ArrayOf(ids);
}

// `statement` reads the pending rungs of these clocks.
std::vector<OrderClock> ClocksWith(db::Tx& tx, const db::Sql& statement, const pqxx::result& rows) {
  std::vector<OrderClock> clocks;
  for (const auto& row : rows) clocks.push_back(ClockOf(row));
  AddPending(tx.Exec(statement, IdsOf(clocks)), clocks);
  return clocks;
}

}  // namespace

std::map<std::string, FollowedOrder> LockFollowedOrders(db::Tx& tx,
                                                        const std::vector<std::string>& ids) {
  std::map<std::string, FollowedOrder> orders;
  const std::string array = db::ArrayOf(ids);
  for (const auto& row : tx.Exec(sql::kFollowedOrders, array)) {
    FollowedOrder& order = orders[row["id"].as<std::string>()];
    order.facts.number = row["number"].as<std::string>();
    order.facts.respondent_department_id = row["respondent_department_id"].as<std::string>();
    order.revision = row["revision"].as<int64_t>();
  }
  std::vector<OrderClock> clocks =
      ClocksWith(tx, sql::kLockPendingRungs, tx.Exec(sql::kLockClocksOfOrders, array));
  std::map<std::string, Fired> fired = FiredOf(tx, clocks);
  for (OrderClock& clock : clocks) {
    FollowedOrder& order = orders.at(clock.order.id);
    order.fired[clock.id] = std::move(fired[clock.id]);
    order.clocks.push_back(std::move(clock));
  }
  return orders;
}

void SaveFollowedOrders(db::Tx& tx, const std::map<std::string, FollowedOrder>& orders) {
  db::Array ids, revisions, numbers, court_ids, court_paths, types, urgencies, departments,
      respondents, rounds;
  for (const auto& [id, order] : orders) {
    const OrderFacts& facts = order.facts;
    if (facts.id.empty()) continue;  // No news of it.
    ids.Add(facts.id), revisions.Add(order.revision), numbers.Add(facts.number);
    court_ids.Add(facts.court_id), court_paths.Add(facts.court_path), types.Add(facts.type);
    urgencies.Add(facts.urgency), departments.Add(facts.department_id);
    respondents.Add(facts.respondent_department_id), rounds.Add(facts.round);
  }
  tx.Exec(sql::kSaveFollowedOrders, ids.text(), revisions.text(), numbers.text(), court_ids.text(),
          court_paths.text(), types.text(), urgencies.text(), departments.text(),
          respondents.text(), rounds.text());
  for (size_t nth = 0;; ++nth) {
    std::vector<ClockChange> changes;
    for (const auto& [id, order] : orders) {
      if (nth < order.changes.size()) changes.push_back(order.changes[nth]);
    }
    if (changes.empty()) return;
    SaveClocks(tx, changes);
  }
}

std::vector<OrderClock> ClocksOfOrder(db::Tx& tx, const std::string& work_order_id) {
  return ClocksWith(tx, sql::kPendingRungs, tx.Exec(sql::kClocksOfOrder, work_order_id));
}

std::vector<OrderClock> LockClocksToReproject(db::Tx& tx, const ReprojectionScope& scope,
                                              const std::string& after, int limit) {
  return ClocksWith(tx, sql::kLockPendingRungs,
                    tx.Exec(sql::kLockClocksToReproject, after, scope.court_path, scope.kind,
                            scope.order_type, scope.urgency, limit));
}

std::map<std::string, Fired> FiredOf(db::Tx& tx, const std::vector<OrderClock>& clocks) {
  std::map<std::string, Fired> fired;
  for (const auto& row : tx.Exec(sql::kFiredOfClocks, IdsOf(clocks))) {
    fired[row["clock_id"].as<std::string>()].emplace(static_cast<Action>(row["action"].as<int>()),
                                                     row["nth"].as<int>());
  }
  return fired;
}

void SaveClocks(db::Tx& tx, const std::vector<ClockChange>& changes) {
  if (changes.empty()) return;
  json rows = json::array();
  for (const ClockChange& change : changes) rows.push_back(RowOf(change));
  tx.Exec(sql::kSaveClocks, rows.dump());
}

std::map<std::string, std::vector<LedgerEntry>> LedgerOfOrder(db::Tx& tx,
                                                              const std::string& work_order_id) {
  std::map<std::string, std::vector<LedgerEntry>> ledger;
  for (const auto& row : tx.Exec(sql::kLedgerOfOrder, work_order_id)) {
    ledger[row["clock_id"].as<std::string>()].push_back(
        {.kind = EntryOf(row["entry"].as<std::string>()).value(),
         .time = db::TimeOf(row["time"]),
         .reason = row["reason"].as<std::string>(),
         .amount = row["amount"].as<int64_t>(),
         .consumed = row["consumed"].as<int64_t>(),
         .due_before = db::OptionalTimeOf(row["due_before"]),
         .due_after = db::OptionalTimeOf(row["due_after"]),
         .policy_id = row["policy_id"].as<std::string>(),
         .policy_version = row["policy_version"].as<int64_t>(),
         .calendar_version = row["calendar_version"].as<int64_t>()});
  }
  return ledger;
}

std::map<std::string, std::vector<FiredRung>> FiringsOfOrder(db::Tx& tx,
                                                             const std::string& work_order_id) {
  std::map<std::string, std::vector<FiredRung>> firings;
  for (const auto& row : tx.Exec(sql::kFiringsOfOrder, work_order_id)) {
    firings[row["clock_id"].as<std::string>()].push_back(
        {.action = static_cast<Action>(row["action"].as<int>()),
         .place = row["place"].as<int>(),
         .rung_time = db::TimeOf(row["rung_time"]),
         .fire_time = db::TimeOf(row["fire_time"]),
         .late = row["late"].as<bool>(),
         .told = row["told"].as<bool>(),
         .refusal = row["refusal"].as<std::string>()});
  }
  return firings;
}

std::vector<OrderClock> ClocksOf(db::Tx& tx, const pqxx::result& rows) {
  return ClocksWith(tx, sql::kPendingRungs, rows);
}

}  // namespace hotline::escalation
