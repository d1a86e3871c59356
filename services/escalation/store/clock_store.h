// Rows of clock, ledger and followed_order ⇄ domain.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/db/pool.h"
#include "services/escalation/domain/order_clock.h"
#include "services/escalation/store/reprojections.h"

namespace hotline::escalation {

struct ClockChange {
  OrderClock clock;
  LedgerEntry entry;
};

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

// What is known of the order after its event `revision`; unset when that one or a later one was
// applied already. A number and a respondent's department that `facts` lacks are filled in.
std::optional<OrderFacts> SeeOrder(db::Tx& tx, const OrderFacts& facts, int64_t revision);

std::vector<OrderClock> LockClocksOfOrder(db::Tx& tx, const std::string& work_order_id);
std::vector<OrderClock> ClocksOfOrder(db::Tx& tx, const std::string& work_order_id);
// Open ones in order of id, after `after`.
std::vector<OrderClock> LockClocksToReproject(db::Tx& tx, const ReprojectionScope& scope,
                                              const std::string& after, int limit);
// Of clocks that are locked; those without any are not in it.
std::map<std::string, Fired> FiredOf(db::Tx& tx, const std::vector<OrderClock>& clocks);

// Each clock at most once.
void SaveClocks(db::Tx& tx, const std::vector<ClockChange>& changes);

// By clock, oldest first.
std::map<std::string, std::vector<LedgerEntry>> LedgerOfOrder(db::Tx& tx,
                                                              const std::string& work_order_id);
std::map<std::string, std::vector<FiredRung>> FiringsOfOrder(db::Tx& tx,
                                                             const std::string& work_order_id);

// With their pending rungs.
std::vector<OrderClock> ClocksOf(db::Tx& tx, const pqxx::result& rows);

}  // namespace hotline::escalation
