#include "services/workorder/store/timer_store.h"

#include "services/workorder/sql.h"

namespace hotline::workorder {

absl::StatusOr<LockedOrders> LockWorkOrders(db::Tx& tx, const WorkOrderStore& store,
                                            const std::set<std::string>& ids) {
  db::Array array;
  for (const std::string& id : ids) array.Add(id);
  LockedOrders locked;
  for (const auto& row : tx.Exec(sql::kLockWorkOrders, array.text())) {
    HOTLINE_ASSIGN_OR_RETURN(WorkOrder order, store.FromRow(row));
    std::string id = order.id;
    locked.orders.emplace(std::move(id), std::move(order));
    for (std::string& key : db::UuidsOf(row["timer_effects"]))
      locked.effects.insert(std::move(key));
  }
  return locked;
}

void SaveTimerEffects(db::Tx& tx, std::span<const WorkOrder* const> orders,
                      const EffectKeys& effects) {
  db::Array ids, urge_counts, supervision_counts, supervised, added, revisions, hashes, keys;
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
    keys.Add(db::ArrayOf(effects.at(order->id)));
  }
  tx.Exec(sql::kSaveTimerEffects, ids.text(), urge_counts.text(), supervision_counts.text(),
          supervised.text(), added.text(), revisions.text(), hashes.text(), keys.text());
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
