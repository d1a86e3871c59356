#include "services/notification/store/delivery_store.h"

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "services/notification/sql.h"
#include "services/notification/store/columns.h"

namespace hotline::notification {
namespace {

Delivery DeliveryOf(const pqxx::row& row) {
  Delivery delivery;
  Letter& letter = delivery.letter;
  letter.id = row["id"].as<std::string>();
  letter.channel = ChannelOf(row["channel"].as<std::string>());
  letter.target = row["target"].as<std::string>();
  letter.stream_id = row["stream_id"].as<std::string>();
  letter.revision = row["revision"].as<int64_t>();
  letter.event_type = row["event_type"].as<std::string>();
  letter.event_time = db::TimeOf(row["event_time"]);
  letter.court_id = row["court_id"].as<std::string>();
  letter.order_id = row["work_order_id"].as<std::string>();
  letter.order_number = row["work_order_number"].as<std::string>();
  letter.title = row["title"].as<std::string>();
  letter.body = row["body"].as<std::string>();
  letter.template_code = row["template"].as<std::string>();
  nlohmann::json::parse(row["parameters"].as<std::string>()).get_to(letter.parameters);
  delivery.rule_id = row["rule_id"].as<std::string>();
  delivery.court_path = row["court_path"].as<std::string>();
  delivery.at_once = row["at_once"].as<bool>();
  delivery.state = DeliveryStateOf(row["state"].as<std::string>());
  delivery.reason = row["reason"].as<std::string>();
  delivery.attempts = row["attempts"].as<int>();
  delivery.earlier_attempts = row["earlier_attempts"].as<int>();
  delivery.next_attempt_time = db::OptionalTimeOf(row["next_attempt_time"]);
  delivery.create_time = db::TimeOf(row["create_time"]);
  delivery.update_time = db::TimeOf(row["update_time"]);
  return delivery;
}

std::vector<Delivery> DeliveriesOf(const pqxx::result& rows) {
  std::vector<Delivery> deliveries;
  for (const auto& row : rows) deliveries.push_back(DeliveryOf(row));
  return deliveries;
}

}  // namespace

std::string DeliveryIdOf(const Letter& letter, std::string_view rule_id) {
  return crypto::HashUuid(absl::StrCat(letter.stream_id, "|", letter.revision, "|",
                                       std::string(rule_id), "|",
                                       std::string(NameOf(letter.channel)), "|", letter.target));
}

void InsertDeliveries(db::Tx& tx, const std::vector<Delivery>& rows, absl::Time now) {
  if (rows.empty()) return;
  const auto letters = [&rows](auto get) {
    return Column(rows, [get](const Delivery& row) { return get(row.letter); });
  };
  const auto field = [&rows](auto member) {
    return Column(rows, [member](const Delivery& row) { return row.letter.*member; });
  };
  tx.Exec(sql::kInsertDeliveries, field(&Letter::id),
          letters([](const Letter& letter) { return NameOf(letter.channel); }), letters(LaneOf),
          field(&Letter::target), Column(rows, [](const Delivery& row) { return row.rule_id; }),
          field(&Letter::stream_id), field(&Letter::revision), field(&Letter::event_type),
          field(&Letter::event_time), field(&Letter::court_id),
          Column(rows, [](const Delivery& row) { return row.court_path; }),
          field(&Letter::order_id), field(&Letter::order_number), field(&Letter::title),
          field(&Letter::body), field(&Letter::template_code),
          letters([](const Letter& letter) { return nlohmann::json(letter.parameters).dump(); }),
          Column(rows, [](const Delivery& row) { return row.at_once; }),
          Column(rows, [](const Delivery& row) { return NameOf(row.state); }),
          Column(rows, [](const Delivery& row) { return row.reason; }), now);
}

std::vector<Delivery> TakeDeliveries(db::Tx& tx, absl::Time now, absl::Time lease_until,
                                     const Room& room) {
  const auto& busy = room.of_busy_lanes;
  return DeliveriesOf(tx.Exec(sql::kTakeDeliveries, now, room.in_a_lane, room.in_all, lease_until,
                              Column(busy, [](const auto& lane) { return lane.first; }),
                              Column(busy, [](const auto& lane) { return lane.second; })));
}

absl::Time NextDelivery(db::Tx& tx, const Room& room) {
  std::vector<std::string> full;
  for (const auto& [lane, most] : room.of_busy_lanes) {
    if (most == 0) full.push_back(lane);
  }
  const pqxx::result next = tx.Exec(sql::kNextDelivery, db::ArrayOf(full));
  return db::OptionalTimeOf(next[0][0]).value_or(absl::InfiniteFuture());
}

void Settle(db::Tx& tx, const Delivery& taken, const Settlement& settlement, absl::Time now) {
  tx.Exec(sql::kSettleDelivery, taken.letter.id, taken.attempts, NameOf(settlement.state),
          settlement.reason, settlement.next_attempt_time, now);
}

void Untry(db::Tx& tx, const Delivery& taken, const Settlement& settlement, absl::Time now) {
  tx.Exec(sql::kUntryDelivery, taken.letter.id, taken.attempts, NameOf(settlement.state),
          settlement.reason, settlement.next_attempt_time, now);
}

void LogAttempt(db::Tx& tx, std::string_view delivery_id, const Attempt& attempt) {
  tx.Exec(sql::kLogAttempt, delivery_id, attempt.number, NameOf(attempt.outcome.kind),
          attempt.outcome.status, attempt.outcome.reason,
          absl::ToInt64Milliseconds(attempt.duration), attempt.time);
}

std::vector<Delivery> ListDeliveries(db::Tx& tx, const DeliveryFilter& filter) {
  const DeliveryKey key = filter.after.value_or(
      DeliveryKey{absl::FromCivil(absl::CivilDay(9999, 1, 1), absl::UTCTimeZone()),
                  "ffffffff-ffff-ffff-ffff-ffffffffffff"});
  const std::string_view state = filter.state ? NameOf(*filter.state) : "";
  if (!filter.endpoint_id.empty()) {
    return DeliveriesOf(tx.Exec(sql::kListDeliveriesOfEndpoint, filter.court_path, key.create_time,
                                key.id, filter.limit, filter.endpoint_id, filter.work_order_id,
                                state));
  }
  const bool undelivered = filter.state && *filter.state != DeliveryState::kDelivered;
  return DeliveriesOf(tx.Exec(undelivered ? sql::kListUndelivered : sql::kListDeliveries,
                              filter.court_path, key.create_time, key.id, filter.limit,
                              filter.channel ? NameOf(*filter.channel) : "", filter.work_order_id,
                              state));
}

absl::StatusOr<Delivery> FindDelivery(db::Tx& tx, std::string_view id) {
  const pqxx::result found = tx.Exec(sql::kFindDelivery, id);
  if (found.empty()) return NotFound("DELIVERY_NOT_FOUND");
  return DeliveryOf(found[0]);
}

std::vector<Attempt> AttemptsOf(db::Tx& tx, std::string_view delivery_id) {
  std::vector<Attempt> attempts;
  for (const auto& row : tx.Exec(sql::kListAttempts, delivery_id)) {
    attempts.push_back({.number = row["number"].as<int>(),
                        .outcome = {.kind = OutcomeOf(row["outcome"].as<std::string>()),
                                    .status = row["status"].as<int>(),
                                    .reason = row["reason"].as<std::string>()},
                        .duration = absl::Milliseconds(row["duration_ms"].as<int>()),
                        .time = db::TimeOf(row["attempt_time"])});
  }
  return attempts;
}

int Replay(db::Tx& tx, std::string_view id, absl::Time now) {
  return static_cast<int>(tx.Exec(sql::kReplayDelivery, id, now).affected_rows());
}

int ReplayEndpoint(db::Tx& tx, std::string_view endpoint_id, absl::Time since, bool all,
                   absl::Time now) {
  return static_cast<int>(
      tx.Exec(sql::kReplayEndpoint, endpoint_id, since, all, now).affected_rows());
}

}  // namespace hotline::notification
