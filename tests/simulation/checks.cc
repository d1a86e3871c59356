#include "tests/simulation/checks.h"

#include <set>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "platform/events/event.h"
#include "server/roles.h"
#include "services/escalation/domain/national_calendar.h"
#include "tests/simulation/clock_model.h"

namespace hotline::simulation {
namespace {

// Which events may lead from where to where, written down from the brief's table of states and not
// from the code's. An event that is not here moves nothing.
bool IsLegal(const std::string& type, const std::string& from, const std::string& to) {
  static const auto* moves = new std::multimap<std::string, std::pair<std::string, std::string>>{
      {"registered", {"", "PENDING_DISPATCH"}},
      {"answered", {"PENDING_DISPATCH", "CLOSED"}},
      {"canceled", {"PENDING_DISPATCH", "CANCELED"}},
      {"merged", {"PENDING_DISPATCH", "MERGED"}},
      {"dispatched", {"PENDING_DISPATCH", "DISPATCHED"}},
      {"signed_in", {"DISPATCHED", "IN_PROGRESS"}},
      {"return_decided", {"DISPATCHED", "PENDING_DISPATCH"}},
      {"return_decided", {"DISPATCHED", "DISPATCHED"}},
      {"return_decided", {"IN_PROGRESS", "PENDING_DISPATCH"}},
      {"return_decided", {"IN_PROGRESS", "DISPATCHED"}},
      {"return_decided", {"IN_PROGRESS", "IN_PROGRESS"}},
      {"suspension_decided", {"IN_PROGRESS", "SUSPENDED"}},
      {"suspension_decided", {"IN_PROGRESS", "IN_PROGRESS"}},
      {"resumed", {"SUSPENDED", "IN_PROGRESS"}},
      {"feedback_submitted", {"IN_PROGRESS", "DEPARTMENT_REVIEW"}},
      {"department_reviewed", {"DEPARTMENT_REVIEW", "HOTLINE_REVIEW"}},
      {"department_reviewed", {"DEPARTMENT_REVIEW", "IN_PROGRESS"}},
      {"hotline_reviewed", {"HOTLINE_REVIEW", "CALLBACK"}},
      {"hotline_reviewed", {"HOTLINE_REVIEW", "IN_PROGRESS"}},
      {"closed", {"CALLBACK", "CLOSED"}},
      {"rework_ordered", {"CALLBACK", "DISPATCHED"}},
  };
  const auto [begin, end] = moves->equal_range(type);
  if (begin == end) return from == to;
  for (auto move = begin; move != end; ++move) {
    if (move->second == std::pair(from, to)) return true;
  }
  return false;
}

// Rows that must not be there.
void ExpectNone(World& world, const std::string& what, const std::string& statement) {
  const pqxx::result rows = world.Sql(statement);
  if (rows.empty()) return;
  std::string first;
  for (const auto& field : rows[0])
    absl::StrAppend(&first, first.empty() ? "" : ", ", field.c_str());
  throw std::runtime_error(absl::StrCat(rows.size(), " × ", what, ": ", first));
}

std::map<std::string, std::vector<OrderEvent>> Histories(World& world) {
  std::map<std::string, std::vector<OrderEvent>> histories;
  for (const auto& row : world.Sql("SELECT stream_id, substr(type, 12), (extract(epoch FROM "
                                   "occurred_at) * 1000000)::bigint, "
                                   "payload FROM workorder.event WHERE type LIKE 'work\\_order.%' "
                                   "ORDER BY stream_id, revision")) {
    histories[row[0].as<std::string>()].push_back({row[1].as<std::string>(),
                                                   absl::FromUnixMicros(row[2].as<int64_t>()),
                                                   json::parse(row[3].as<std::string>())});
  }
  return histories;
}

// By order: what fired, and when.
std::map<std::string, std::multimap<DueRung, absl::Time>> Firings(World& world) {
  std::map<std::string, std::multimap<DueRung, absl::Time>> fired;
  for (const auto& row : world.Sql(
           "SELECT c.work_order_id, c.kind, (extract(epoch FROM c.start_time) * 1000000)::bigint, "
           "f.place, (extract(epoch FROM f.fire_time) * 1000000)::bigint FROM escalation.firing f "
           "JOIN "
           "escalation.clock c ON c.id = f.clock_id WHERE c.kind <> 'SUPERVISION_REPLY'")) {
    fired[row[0].as<std::string>()].emplace(
        DueRung{row[1].as<std::string>(), absl::FromUnixMicros(row[2].as<int64_t>()),
                row[3].as<int>()},
        absl::FromUnixMicros(row[4].as<int64_t>()));
  }
  return fired;
}

// With the history, so that a failure can be understood from what it prints.
std::string TextOf(World& world, const std::string& order, const DueRung& rung) {
  std::string history;
  for (const auto& row : world.Sql(
           "SELECT occurred_at AT TIME ZONE 'Asia/Shanghai', type, payload FROM workorder.event "
           "WHERE stream_id = '" +
           order + "' ORDER BY revision")) {
    absl::StrAppend(&history, "\n", row[0].c_str(), " ", row[1].c_str(), " ", row[2].c_str());
  }
  return absl::StrCat("at ", absl::FormatTime(world.clock().Now(), calendar::CourtTimeZone()),
                      history, "\norder ", order, ": rung ", rung.place, " of ", rung.clock,
                      " from ", absl::FormatTime(rung.start, calendar::CourtTimeZone()));
}

}  // namespace

void CheckRungs(World& world) {
  static const auto calendar = calendar::Calendar::Make(escalation::NationalCalendar()).value();
  const auto histories = Histories(world);
  const auto fired = Firings(world);
  const absl::Time since = absl::FromUnixMicros(std::stoll(world.One(
      "SELECT (extract(epoch FROM since) * 1000000)::bigint FROM escalation.configuration")));
  for (const auto& [order, history] : histories) {
    const auto demanded = RungsDemanded(calendar, history, since, world.clock().Now());
    if (!demanded) continue;
    std::multimap<DueRung, absl::Time> left;
    if (const auto found = fired.find(order); found != fired.end()) left = found->second;
    for (const DueRung& rung : *demanded) {
      const auto found = left.find(rung);
      if (found == left.end()) {
        throw std::runtime_error(TextOf(world, order, rung) + " has not fired");
      }
      left.erase(found);
    }
    // Where news comes late, a rung may fire before it is known that the clock had been stopped.
    if (world.prompt() && !left.empty()) {
      throw std::runtime_error(TextOf(world, order, left.begin()->first) +
                               " has fired and should not have");
    }
  }
}

void CheckDeadlines(World& world) {
  ExpectNone(
      world, "rungs that fired before their time",
      "SELECT clock_id, rung_time, fire_time FROM escalation.firing WHERE fire_time < rung_time");
  ExpectNone(world, "effects that are not in a history just once",
             R"(SELECT c.work_order_id, c.kind, f.place, count(DISTINCT f.*), count(DISTINCT e.id)
                FROM escalation.firing f
                JOIN escalation.clock c ON c.id = f.clock_id
                LEFT JOIN workorder.event e ON e.stream_id = c.work_order_id
                  AND e.payload->>'clock' = c.kind AND (e.payload->>'rung')::int = f.place
                WHERE f.refusal = ''
                GROUP BY c.work_order_id, c.kind, f.place
                HAVING count(DISTINCT (f.clock_id, f.action, f.nth)) <> count(DISTINCT e.id))");
  ExpectNone(world, "events of a timer that never fired",
             R"(SELECT e.stream_id, e.type, e.payload FROM workorder.event e
                WHERE e.payload->>'rung' IS NOT NULL AND NOT EXISTS (
                  SELECT 1 FROM escalation.firing f JOIN escalation.clock c ON c.id = f.clock_id
                  WHERE c.work_order_id = e.stream_id AND c.kind = e.payload->>'clock'
                    AND f.place = (e.payload->>'rung')::int AND f.refusal = ''))");
  ExpectNone(world, "orders that show another due time than their clock",
             R"(SELECT o.id, o.due_time, c.due_time
                FROM escalation.clock c JOIN workorder.work_order o ON o.id = c.work_order_id
                WHERE c.kind = 'HANDLING' AND c.state <> 'STOPPED'
                  AND o.due_time IS DISTINCT FROM c.due_time)");
  ExpectNone(world, "ledger entries that consume what they may not, or give back",
             R"(SELECT clock_id, entry, before, consumed FROM (
                  SELECT clock_id, entry, consumed,
                         lag(consumed, 1, 0) OVER (PARTITION BY clock_id ORDER BY id) AS before
                  FROM escalation.ledger) l
                WHERE consumed < before OR (consumed > before AND entry NOT IN ('PAUSE', 'STOP')))");
}

void FiringCheck::operator()() {
  size_t found = 0;
  for (const auto& row : world_.Sql("SELECT concat_ws(' ', clock_id, action, nth), concat_ws(' ', "
                                    "place, rung_time, fire_time, due_time) FROM "
                                    "escalation.firing")) {
    const auto [known, fresh] = fired_.emplace(row[0].as<std::string>(), row[1].as<std::string>());
    if (known->second != row[1].as<std::string>())
      throw std::runtime_error("rung " + known->first + " has fired again");
    ++found;
  }
  if (found != fired_.size()) throw std::runtime_error("what has fired is forgotten");
}

void HistoryCheck::operator()() {
  std::set<std::string> touched;
  for (const auto& row : world_.Sql(absl::StrCat("SELECT id, stream_id, revision, substr(type, "
                                                 "12), payload->>'state' FROM workorder.event "
                                                 "WHERE type LIKE 'work\\_order.%' AND id > ",
                                                 last_id_, " ORDER BY id"))) {
    last_id_ = row[0].as<int64_t>();
    const auto id = row[1].as<std::string>();
    const auto type = row[3].as<std::string>(), state = row[4].as<std::string>();
    Seen& seen = orders_[id];
    if (row[2].as<int64_t>() != ++seen.revision) {
      throw std::runtime_error(absl::StrCat("order ", id, " lacks revision ", seen.revision));
    }
    if (!IsLegal(type, seen.state, state)) {
      throw std::runtime_error(
          absl::StrCat("order ", id, ": ", type, " led from ", seen.state, " to ", state));
    }
    seen.state = state;
    touched.insert(id);
  }
  for (const std::string& id : touched) {
    const std::string revision =
        world_.One("SELECT revision FROM workorder.work_order WHERE id = '" + id + "'");
    if (revision != std::to_string(orders_[id].revision)) {
      throw std::runtime_error(absl::StrCat("order ", id, " is at revision ", revision,
                                            ", its history at ", orders_[id].revision));
    }
  }
}

void CheckChains(World& world) {
  for (const db::Schema& schema : server::AllSchemas()) {
    const auto report = events::VerifyHistory(world.PoolOf(schema.name));
    if (!report.ok()) throw std::runtime_error(report.status().ToString());
    if (!report->broken.empty()) {
      throw std::runtime_error(schema.name + ": a chain of hashes is broken");
    }
  }
}

}  // namespace hotline::simulation
