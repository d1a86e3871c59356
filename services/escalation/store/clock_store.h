// Rows of clock, ledger and followed_order ⇄ domain.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/db/pool.h"
#include "services/escalation/domain/followed_order.h"
#include "services/escalation/domain/order_clock.h"
#include "services/escalation/store/reprojections.h"

namespace hotline::escalation {

struct FiredRung {
  Action action = Action::kRemind;
  int place = 1;
  absl::Time rung_time;
  absl::Time fire_time;
  bool late = false;
  bool told = false;    // The order has applied or refused it.
  std::string refusal;  // The order's reason.
};

// All functions run in the caller's transaction and throw what libpqxx throws (platform/db turns it
// into a status).

// Those that are known, by id, with their clocks, which stay locked until the transaction ends.
std::map<std::string, FollowedOrder> LockFollowedOrders(db::Tx& tx,
                                                        const std::vector<std::string>& ids);
// What is known of them, and their changes, each order's one after the other.
void SaveFollowedOrders(db::Tx& tx, const std::map<std::string, FollowedOrder>& orders);

std::vector<OrderClock> ClocksOfOrder(db::Tx& tx, const std::string& work_order_id);
// Open ones in order of id, after `after`.
std::vector<OrderClock> LockClocksToReproject(db::Tx& tx, const ReprojectionScope& scope,
                                              const std::string& after, int limit);
// Of clocks that are locked; those without any are not in it.
std::map<std::string, Fired> FiredOf(db::Tx& tx, const std::vector<OrderClock>& clocks);

// Each clock at most once, and of each order at most one handling clock.
void SaveClocks(db::Tx& tx, const std::vector<ClockChange>& changes);

// By clock, oldest first.
std::map<std::string, std::vector<LedgerEntry>> LedgerOfOrder(db::Tx& tx,
                                                              const std::string& work_order_id);
std::map<std::string, std::vector<FiredRung>> FiringsOfOrder(db::Tx& tx,
                                                             const std::string& work_order_id);

// With their pending rungs.
std::vector<OrderClock> ClocksOf(db::Tx& tx, const pqxx::result& rows);

}  // namespace hotline::escalation
