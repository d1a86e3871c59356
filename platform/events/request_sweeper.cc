#include "platform/events/request_sweeper.h"

#include "platform/events/sql.h"

namespace hotline::events {

absl::StatusOr<absl::Time> RequestSweeper::Tick(absl::Time now) {
  constexpr int kBatch = 1000;
  auto removed = pool_->Transact<int64_t>([&](db::Tx& tx) -> absl::StatusOr<int64_t> {
    return static_cast<int64_t>(
        tx.Exec(sql::kSweepRequests, now - kRequestIdLifetime, kBatch).affected_rows());
  });
  if (!removed.ok()) return removed.status();
  return *removed == kBatch ? now : now + absl::Hours(1);
}

}  // namespace hotline::events
