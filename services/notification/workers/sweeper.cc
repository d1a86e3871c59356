#include "services/notification/workers/sweeper.h"

#include <algorithm>

#include "platform/base/status.h"
#include "services/notification/sql.h"

namespace hotline::notification {
namespace {

absl::Duration Days(int days) { return days * absl::Hours(24); }

}  // namespace

absl::StatusOr<absl::Time> Sweeper::Tick(absl::Time now) {
  const absl::Time ended = now - Days(retention_.delivery_days);
  const absl::Time dead = now - Days(retention_.dead_delivery_days);
  const absl::Time noticed = now - Days(retention_.notice_days);
  HOTLINE_ASSIGN_OR_RETURN(
      const int deliveries, pool_->Transact<int>([&](db::Tx& tx) -> absl::StatusOr<int> {
        tx.Exec(sql::kBeginSweep, std::max(ended, dead));
        return static_cast<int>(
            tx.Exec(sql::kSweepDeliveries, ended, dead, kBatch).affected_rows());
      }));
  HOTLINE_ASSIGN_OR_RETURN(
      const int notices, pool_->Transact<int>([&](db::Tx& tx) -> absl::StatusOr<int> {
        tx.Exec(sql::kBeginSweep, noticed);
        return static_cast<int>(tx.Exec(sql::kSweepNotices, noticed, kBatch).affected_rows());
      }));
  return std::max(deliveries, notices) == kBatch ? now : now + absl::Hours(1);
}

}  // namespace hotline::notification
