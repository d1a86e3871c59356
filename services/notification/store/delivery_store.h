// Rows of delivery and attempt ⇄ values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/db/pool.h"
#include "services/notification/domain/delivery.h"

namespace hotline::notification {

// The id of the one delivery of an event by this rule (for a webhook: endpoint) to this target.
std::string DeliveryIdOf(const Letter& letter, std::string_view rule_id);

// In one statement. What is there already stays. Due at once.
void InsertDeliveries(db::Tx& tx, const std::vector<Delivery>& deliveries, absl::Time now);

struct Room {
  int in_a_lane = 0;
  int in_all = 0;
  std::map<std::string, int> of_busy_lanes;  // Where it is less than in_a_lane.
};
// What is due, leased until then: each counts as an attempt begun.
std::vector<Delivery> TakeDeliveries(db::Tx& tx, absl::Time now, absl::Time lease_until,
                                     const Room& room);
// When there will be something to take; lanes without room do not count. InfiniteFuture: never.
absl::Time NextDelivery(db::Tx& tx, const Room& room);

// What became of a delivery that was taken. Only who took it last may say so, except that what has
// arrived has arrived.
void Settle(db::Tx& tx, const Delivery& taken, const Settlement& settlement, absl::Time now);
// The same when nothing was sent: the attempt does not count.
void Untry(db::Tx& tx, const Delivery& taken, const Settlement& settlement, absl::Time now);
void LogAttempt(db::Tx& tx, std::string_view delivery_id, const Attempt& attempt);

struct DeliveryKey {  // The last row of the page before.
  absl::Time create_time;
  std::string id;
};
struct DeliveryFilter {
  std::string court_path;  // This court and those below it. Empty fields below are "any".
  std::optional<DeliveryState> state;
  std::optional<ChannelKind> channel;
  std::string endpoint_id;
  std::string work_order_id;
  std::optional<DeliveryKey> after;
  int limit = 50;
};
std::vector<Delivery> ListDeliveries(db::Tx& tx, const DeliveryFilter& filter);  // Latest first.
absl::StatusOr<Delivery> FindDelivery(db::Tx& tx,
                                      std::string_view id);  // NOT_FOUND (DELIVERY_NOT_FOUND)
std::vector<Attempt> AttemptsOf(db::Tx& tx, std::string_view delivery_id);

// Makes deliveries that have ended due again, and says how many; the schedule begins anew.
int Replay(db::Tx& tx, std::string_view id, absl::Time now);
// Of one endpoint, those created since then; of those that arrived only with `all`.
int ReplayEndpoint(db::Tx& tx, std::string_view endpoint_id, absl::Time since, bool all,
                   absl::Time now);

}  // namespace hotline::notification
