// Orders in batches, with the few columns that timers need: no personal data is opened, and what
// does not change is not written.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "platform/db/pool.h"
#include "services/workorder/domain/work_order.h"
#include "services/workorder/store/work_order_store.h"

namespace hotline::workorder {

// Locked until the transaction ends.
struct LockedOrders {
  // By id. `detail` is empty, as are the columns that timers do not need. What does not exist is
  // left out.
  absl::flat_hash_map<std::string, WorkOrder> orders;
  // What they have seen, by key.
  absl::flat_hash_set<std::string> effects;
};
absl::StatusOr<LockedOrders> LockWorkOrders(db::Tx& tx, const WorkOrderStore& store,
                                            const std::set<std::string>& ids);

// Orders as the rules of timing.cc leave them: `detail` holds what is to be added to the stored
// one.
// `effects`: keys of the new ones, by order.
using EffectKeys = absl::flat_hash_map<std::string, std::vector<std::string>>;
void SaveTimerEffects(db::Tx& tx, std::span<const WorkOrder* const> orders,
                      const EffectKeys& effects);
void SaveDueTimes(db::Tx& tx, std::span<const WorkOrder* const> orders, absl::Time now);

}  // namespace hotline::workorder
