#include "services/escalation/workers/fire_worker.h"

#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/observe/log.h"

namespace hotline::escalation {

absl::StatusOr<absl::Time> FireWorker::Tick(absl::Time now) {
  // As many clocks as their rungs usually make one call.
  constexpr int kBatch = 1000;
  // The feed wakes this worker when it has caught up.
  if (!progress_->CaughtUp()) return absl::InfiniteFuture();
  HOTLINE_ASSIGN_OR_RETURN(const std::vector<Firing> claimed, firings_->Claim(now, kBatch));
  if (claimed.empty()) return firings_->NextRung();
  if (const absl::Status told = firings_->Deliver(claimed, now); !told.ok()) {
    observe::Log(observe::Level::kWarn, "escalation.delivery_failed",
                 {{"rungs", claimed.size()}, {"error", told.ToString()}});
    if (undelivered_) undelivered_();
  }
  return now;
}

}  // namespace hotline::escalation
