// Removes what has no meaning any more: expired sessions, and guards of names that nobody has tried
// for a day.
#pragma once

#include "platform/clock/worker.h"
#include "platform/db/pool.h"

namespace hotline::identity {

class Sweeper : public Worker {
 public:
  explicit Sweeper(db::Pool* pool) : pool_(pool) {}
  std::string name() const override { return "identity.sweeper"; }
  absl::StatusOr<absl::Time> Tick(absl::Time now) override;

 private:
  db::Pool* pool_;
};

}  // namespace hotline::identity
