// Removes files that nobody attached within a day, and clears up what a crash left between file and
// row.
#pragma once

#include <string>

#include "platform/clock/worker.h"
#include "platform/db/pool.h"
#include "services/workorder/store/attachment_files.h"

namespace hotline::workorder {

// Any number of processes may run one.
class AttachmentSweeper : public Worker {
 public:
  AttachmentSweeper(db::Pool* pool, const AttachmentFiles* files) : pool_(pool), files_(files) {}

  std::string name() const override { return "workorder.attachments"; }
  absl::StatusOr<absl::Time> Tick(absl::Time now) override;

 private:
  absl::StatusOr<bool> RemoveOrphans(absl::Time now);  // True: there may be more.
  absl::Status SettleIncoming(absl::Time now);

  db::Pool* pool_;
  const AttachmentFiles* files_;
};

}  // namespace hotline::workorder
