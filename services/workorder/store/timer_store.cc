#include "services/workorder/store/timer_store.h"

#include "services/workorder/sql.h"

namespace hotline::workorder {

absl::StatusOr<absl::flat_hash_map<std::string, WorkOrder>> LockWorkOrders(
    db::Tx& tx, const WorkOrderStore& store, const std::set<std::string>& ids) {
  db::Array array;
  for (const std::string& id : ids) array.Add(id);
  absl::flat_hash_map<std::string, WorkOrder> orders;
  for (const auto& row : tx.Exec(sql::kLockWorkOrders, array.text())) {
    HOTLINE_ASSIGN_OR_RETURN(WorkOrder order, store.FromRow(row));
    std::string id = order.id;
    orders.emplace(std::move(id), std::move(order));
  }
  return orders;
}

absl::flat_hash_set<std::string> FindTimerEffects(db::Tx& tx,
                                                  const std::vector<std::string>& effect_ids) {
  absl::flat_hash_set<std::string> found;
  for (const auto& row : tx.Exec(sql::kFindTimerEffects, db::ArrayOf(effect_ids)))
    found.insert(row[0].as<std::string>());
  return found;
}

void InsertTimerEffects(db::Tx& tx, std::span<const AppliedEffect> effects) {
  db::Array effect_ids, order_ids, revisions;
  for (const AppliedEffect& effect : effects) {
    effect_ids.Add(effect.effect_id);
    order_ids.Add(effect.work_order_id);
    revisions.Add(effect.revision);
  }
  tx.Exec(sql::kInsertTimerEffects, effect_ids.text(), order_ids.text(), revisions.text());
}

void SaveTimerEffects(db::Tx& tx, std::span<const WorkOrder* const> orders) {
  db::Array ids, urge_counts, supervision_counts, supervised, added, revisions, hashes;
  for (const WorkOrder* order : orders) {
    ids.Add(order->id);
    urge_counts.Add(order->urge_count);
    supervision_counts.Add(order->supervision_count);
    supervised.Add(order->supervised);
    if (order->detail.urges.empty() && order->detail.supervisions.empty()) {
      added.AddNull();
    } else {
      added.Add(DetailJson(order->detail));
    }
    revisions.Add(order->revision);
    hashes.Add(db::Bytes{order->history_hash});
  }
  tx.Exec(sql::kSaveTimerEffects, ids.text(), urge_counts.text(), supervision_counts.text(),
          supervised.text(), added.text(), revisions.text(), hashes.text());
}

void SaveDueTimes(db::Tx& tx, std::span<const WorkOrder* const> orders, absl::Time now) {
  db::Array ids, times, provisional, sequences, revisions, hashes;
  for (const WorkOrder* order : orders) {
    ids.Add(order->id);
    times.Add(order->due_time);
    provisional.Add(order->due_provisional);
    sequences.Add(order->due_sequence);
    revisions.Add(order->revision);
    hashes.Add(db::Bytes{order->history_hash});
  }
  tx.Exec(sql::kSaveDueTimes, ids.text(), times.text(), provisional.text(), sequences.text(),
          revisions.text(), hashes.text(), now);
}

}  // namespace hotline::workorder
