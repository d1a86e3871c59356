#include "services/escalation/workers/install_holidays.h"

#include "platform/base/status.h"
#include "services/escalation/commands/edit_calendar.h"

namespace hotline::escalation {

absl::StatusOr<absl::Time> InstallHolidaysWorker::Tick(absl::Time now) {
  if (done_) return absl::InfiniteFuture();
  HOTLINE_RETURN_IF_ERROR(pool_->Transact([&](db::Tx& tx) {
    InstallHolidays(tx, now);
    return absl::OkStatus();
  }));
  done_ = true;
  if (installed_) installed_();
  return absl::InfiniteFuture();
}

}  // namespace hotline::escalation
