// Forgets failed queries of the public long after their last lock has ended.
#pragma once

#include <string>

#include "platform/clock/worker.h"
#include "platform/db/pool.h"

namespace hotline::workorder {

class QueryAttemptSweeper : public Worker {
 public:
  explicit QueryAttemptSweeper(db::Pool* pool) : pool_(pool) {}

  std::string name() const override { return "workorder.query_attempts"; }
  absl::StatusOr<absl::Time> Tick(absl::Time now) override;

 private:
  db::Pool* pool_;
};

}  // namespace hotline::workorder
