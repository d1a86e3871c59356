// Removes what is older than it has to be kept: deliveries that have ended, with their attempts,
// and notices with their receipts. Any number of processes may run one.
#pragma once

#include "platform/clock/worker.h"
#include "platform/config/retention.h"
#include "platform/db/pool.h"

namespace hotline::notification {

class Sweeper : public Worker {
 public:
  static constexpr int kBatch = 500;  // Of each kind, in a transaction of its own.

  Sweeper(db::Pool* pool, const config::Retention& retention)
      : pool_(pool), retention_(retention) {}
  std::string name() const override { return "notification.sweeper"; }
  // One batch of each kind; hourly when there are no more.
  absl::StatusOr<absl::Time> Tick(absl::Time now) override;

 private:
  db::Pool* pool_;
  config::Retention retention_;
};

}  // namespace hotline::notification
