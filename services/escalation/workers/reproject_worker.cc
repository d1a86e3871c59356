#include "services/escalation/workers/reproject_worker.h"

#include "platform/base/status.h"

namespace hotline::escalation {

absl::StatusOr<absl::Time> ReprojectWorker::Tick(absl::Time now) {
  HOTLINE_ASSIGN_OR_RETURN(const bool worked, ReprojectBatch(*pool_, *calendars_, *policies_, now));
  if (!worked) return absl::InfiniteFuture();
  if (clocks_changed_) clocks_changed_();
  return now;
}

}  // namespace hotline::escalation
