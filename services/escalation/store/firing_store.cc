#include "services/escalation/store/firing_store.h"

#include <set>

#include "services/escalation/sql.h"

namespace hotline::escalation {
namespace {

// The same column of all items, as an array.
template <class Item, class Text>
std::string Column(const std::vector<Item>& items, Text text) {
  std::vector<std::string> values;
  values.reserve(items.size());
  for (const Item& item : items) values.push_back(text(item));
  return db::ArrayOf(values);
}

std::string ClockIds(const std::vector<Firing>& firings) {
  return Column(firings, [](const Firing& f) { return f.clock_id; });
}
std::string Actions(const std::vector<Firing>& firings) {
  return Column(firings,
                [](const Firing& f) { return std::to_string(static_cast<int>(f.action)); });
}
std::string Nths(const std::vector<Firing>& firings) {
  return Column(firings, [](const Firing& f) { return std::to_string(f.nth); });
}
std::string BatchIds(const std::vector<Firing>& firings) {
  std::set<std::string> ids;
  for (const Firing& firing : firings) ids.insert(std::to_string(firing.batch_id));
  return db::ArrayOf({ids.begin(), ids.end()});
}
std::string Times(const std::vector<absl::Time>& times) {
  return Column(times, [](absl::Time time) {
    return absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", time, absl::UTCTimeZone());
  });
}
std::string OrderIds(const std::vector<DueProjection>& projections) {
  return Column(projections, [](const DueProjection& p) { return p.work_order_id; });
}
std::string Sequences(const std::vector<DueProjection>& projections) {
  return Column(projections, [](const DueProjection& p) { return std::to_string(p.sequence); });
}

std::vector<Firing> FiringsOf(const pqxx::result& rows) {
  std::vector<Firing> firings;
  firings.reserve(rows.size());
  for (const auto& row : rows) {
    firings.push_back({.clock_id = row["clock_id"].as<std::string>(),
                       .action = static_cast<Action>(row["action"].as<int>()),
                       .nth = row["nth"].as<int>(),
                       .place = row["place"].as<int>(),
                       .fire_time = db::TimeOf(row["fire_time"]),
                       .late = row["late"].as<bool>(),
                       .due_time = db::TimeOf(row["due_time"]),
                       .batch_id = row["batch_id"].as<int64_t>(),
                       .failures = row["failures"].as<int>(),
                       .kind = KindOf(row["kind"].as<std::string>()).value(),
                       .work_order_id = row["work_order_id"].as<std::string>(),
                       .round = row["round"].as<int>()});
  }
  return firings;
}

absl::Time TimeOrNever(const pqxx::result& rows) {
  return db::OptionalTimeOf(rows[0]["time"]).value_or(absl::InfiniteFuture());
}

}  // namespace

std::vector<Firing> ClaimRungs(db::Tx& tx, const Taking& taking) {
  return FiringsOf(tx.Exec(sql::kClaimRungs, taking.now, taking.limit, taking.until));
}

absl::Time NextRungTime(db::Tx& tx) { return TimeOrNever(tx.Exec(sql::kNextRungTime)); }

std::vector<Firing> TakeEffects(db::Tx& tx, const Taking& taking) {
  return FiringsOf(
      tx.Exec(sql::kTakeEffects, taking.now, taking.until, taking.horizon, taking.limit));
}

std::map<std::string, ClockSubject> SubjectsOf(db::Tx& tx, const std::vector<Firing>& firings) {
  std::map<std::string, ClockSubject> subjects;
  for (const auto& row : tx.Exec(sql::kWhatClocksAreOf, ClockIds(firings))) {
    subjects[row["id"].as<std::string>()] = {.court_path = row["court_path"].as<std::string>(),
                                             .order_type = row["order_type"].as<std::string>(),
                                             .urgency = row["urgency"].as<int>()};
  }
  return subjects;
}

void SettleEffects(db::Tx& tx, const std::vector<Firing>& all, const Told& told,
                   const Again& again) {
  std::set<int64_t> ended;
  for (const auto& row : tx.Exec(sql::kEndBatches, BatchIds(all)))
    ended.insert(row[0].as<int64_t>());
  if (!told.refused.empty()) {
    tx.Exec(sql::kKeepRefusals, ClockIds(told.refused), Actions(told.refused), Nths(told.refused),
            db::ArrayOf(told.reasons));
  }
  std::vector<Firing> failed = told.failed;
  std::erase_if(failed, [&](const Firing& firing) { return !ended.contains(firing.batch_id); });
  if (failed.empty()) return;
  tx.Exec(sql::kPutOffEffects, again.time, again.failures, ClockIds(failed), Actions(failed),
          Nths(failed));
}

std::vector<DueProjection> TakeDueProjections(db::Tx& tx, const Taking& taking) {
  std::vector<DueProjection> projections;
  for (const auto& row :
       tx.Exec(sql::kTakeDueProjections, taking.now, taking.until, taking.horizon, taking.limit)) {
    projections.push_back({.work_order_id = row["work_order_id"].as<std::string>(),
                           .sequence = row["sequence"].as<int64_t>(),
                           .due_time = db::OptionalTimeOf(row["due_time"]),
                           .reason = row["reason"].as<std::string>(),
                           .provisional = row["provisional"].as<bool>(),
                           .failures = row["failures"].as<int>()});
  }
  return projections;
}

void SettleDueProjections(db::Tx& tx, const std::vector<DueProjection>& projections) {
  tx.Exec(sql::kSettleDueProjections, OrderIds(projections), Sequences(projections));
}

void PutOffDueProjections(db::Tx& tx, const std::vector<DueProjection>& projections,
                          const std::vector<absl::Time>& until) {
  tx.Exec(sql::kPutOffDueProjections, OrderIds(projections), Sequences(projections), Times(until));
}

absl::Time NextDeliveryTime(db::Tx& tx) { return TimeOrNever(tx.Exec(sql::kNextDeliveryTime)); }

}  // namespace hotline::escalation
