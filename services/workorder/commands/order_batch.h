// Many orders changed in one transaction: locked together, then each by its own rule, with one
// event for each change. A refused change leaves the others alone.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "platform/base/caller.h"
#include "platform/events/event.h"
#include "services/workorder/domain/rules.h"
#include "services/workorder/store/timer_store.h"

namespace hotline::workorder {

class OrderBatch {
 public:
  static absl::StatusOr<OrderBatch> Lock(db::Tx& tx, const WorkOrderStore& store,
                                         const std::set<std::string>& ids);

  // Null when there is no such order.
  const WorkOrder* Find(const std::string& id) const;

  // `rule` leaves the order as it was when it refuses. Returns the order's new revision.
  // WORK_ORDER_NOT_FOUND, and what `rule` refuses with.
  absl::StatusOr<int64_t> Change(const std::string& id, const Act& act,
                                 absl::FunctionRef<absl::StatusOr<Event>(WorkOrder&)> rule);

  // Whether an order has seen this timer effect, before or in this batch.
  bool HasSeen(const std::string& effect) const { return effects_.contains(effect); }
  void MarkSeen(const std::string& effect) { effects_.insert(effect); }

  // The events of all changes. The caller writes the orders.
  void Append(db::Tx& tx) const { events::AppendAll(tx, events_); }
  const std::vector<const WorkOrder*>& changed() const { return changed_; }

 private:
  explicit OrderBatch(LockedOrders locked)
      : orders_(std::move(locked.orders)), effects_(std::move(locked.effects)) {}

  absl::flat_hash_map<std::string, WorkOrder> orders_;
  absl::flat_hash_set<std::string> effects_;
  std::vector<events::ChainedEvent> events_;
  std::vector<const WorkOrder*> changed_;
  absl::flat_hash_set<const WorkOrder*> seen_;  // Of `changed_`.
};

}  // namespace hotline::workorder
