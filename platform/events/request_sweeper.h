// Forgets stored replies that nobody will ask for again: a request id is good for a week.
#pragma once

#include <string>

#include "platform/clock/worker.h"
#include "platform/db/pool.h"

namespace hotline::events {

inline constexpr absl::Duration kRequestIdLifetime = absl::Hours(7 * 24);

// One for each schema with commands. Thread-safe; any number of processes may run one.
class RequestSweeper : public Worker {
 public:
  RequestSweeper(db::Pool* pool, std::string schema) : pool_(pool), schema_(std::move(schema)) {}
  std::string name() const override { return "requests." + schema_; }
  absl::StatusOr<absl::Time> Tick(
      absl::Time now) override;  // One batch; hourly when there is none.

 private:
  db::Pool* pool_;
  std::string schema_;
};

}  // namespace hotline::events
