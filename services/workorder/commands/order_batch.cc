#include "services/workorder/commands/order_batch.h"

#include <utility>

#include "platform/base/status.h"
#include "services/workorder/commands/change_order.h"

namespace hotline::workorder {

absl::StatusOr<OrderBatch> OrderBatch::Lock(db::Tx& tx, const WorkOrderStore& store,
                                            const std::set<std::string>& ids) {
  HOTLINE_ASSIGN_OR_RETURN(LockedOrders locked, LockWorkOrders(tx, store, ids));
  return OrderBatch(std::move(locked));
}

const WorkOrder* OrderBatch::Find(const std::string& id) const {
  const auto found = orders_.find(id);
  return found == orders_.end() ? nullptr : &found->second;
}

absl::StatusOr<int64_t> OrderBatch::Change(
    const std::string& id, const Act& act,
    absl::FunctionRef<absl::StatusOr<Event>(WorkOrder&)> rule) {
  const auto found = orders_.find(id);
  if (found == orders_.end()) return NotFound("WORK_ORDER_NOT_FOUND");
  WorkOrder& order = found->second;
  HOTLINE_ASSIGN_OR_RETURN(const Event event, rule(order));
  events::ChainedEvent& next = events_.emplace_back();
  next.event = NextEvent(order, event, act);
  next.hash = order.history_hash = events::ChainHash(order.history_hash, next.event);
  if (seen_.insert(&order).second) changed_.push_back(&order);
  return order.revision;
}

}  // namespace hotline::workorder
