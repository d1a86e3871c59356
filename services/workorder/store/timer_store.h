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

// By id; locked until the transaction ends. `detail` is empty, as are the columns that timers do
// not need. What does not exist is left out.
absl::StatusOr<absl::flat_hash_map<std::string, WorkOrder>> LockWorkOrders(
    db::Tx& tx, const WorkOrderStore& store, const std::set<std::string>& ids);

// An effect of a fired rung, and the event that tells of it.
struct AppliedEffect {
  std::string effect_id;
  std::string work_order_id;
  int64_t revision = 0;
};
// Those of the ids that were applied before. The orders must be locked.
absl::flat_hash_set<std::string> FindTimerEffects(db::Tx& tx,
                                                  const std::vector<std::string>& effect_ids);
void InsertTimerEffects(db::Tx& tx, std::span<const AppliedEffect> effects);

// Orders as the rules of timing.cc leave them: `detail` holds what is to be added to the stored
// one.
void SaveTimerEffects(db::Tx& tx, std::span<const WorkOrder* const> orders);
void SaveDueTimes(db::Tx& tx, std::span<const WorkOrder* const> orders, absl::Time now);

}  // namespace hotline::workorder
