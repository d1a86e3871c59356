#include "services/escalation/workers/deliver_worker.h"

#include "platform/base/status.h"

namespace hotline::escalation {

absl::StatusOr<absl::Time> DeliverWorker::Tick(absl::Time now) {
  constexpr int kBatch = kMaxItemsPerCall;
  const absl::StatusOr<bool> more = firings_->DeliverDueTimes(now, kBatch);
  HOTLINE_ASSIGN_OR_RETURN(const std::vector<Firing> taken, firings_->TakeUndelivered(now, kBatch));
  HOTLINE_RETURN_IF_ERROR(firings_->Deliver(taken, now));
  HOTLINE_RETURN_IF_ERROR(more.status());
  if (*more || taken.size() == kBatch) return now;
  return firings_->NextDelivery();
}

}  // namespace hotline::escalation
