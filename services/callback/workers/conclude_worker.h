// Concludes what was completed but not yet told to the work order: after a crash, or while that
// service was away.
#pragma once

#include "platform/clock/worker.h"
#include "platform/db/pool.h"
#include "services/callback/commands/conclude.h"

namespace hotline::callback {

class ConcludeWorker : public Worker {
 public:
  ConcludeWorker(db::Pool* pool, const Conclusion* conclusion)
      : pool_(pool), conclusion_(conclusion) {}

  static constexpr char kName[] = "callback.conclude";
  std::string name() const override { return kName; }
  absl::StatusOr<absl::Time> Tick(absl::Time now) override;

 private:
  absl::StatusOr<absl::Time> Next();
  db::Pool* pool_;
  const Conclusion* conclusion_;
};

}  // namespace hotline::callback
