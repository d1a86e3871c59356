// Puts the holidays that the program carries into force, once at its start.
#pragma once

#include <atomic>
#include <functional>

#include "platform/clock/worker.h"
#include "platform/db/pool.h"

namespace hotline::escalation {

class InstallHolidaysWorker : public Worker {
 public:
  // `installed` wakes who projects clocks anew.
  InstallHolidaysWorker(db::Pool* pool, std::function<void()> installed)
      : pool_(pool), installed_(std::move(installed)) {}
  std::string name() const override { return "escalation.install_holidays"; }
  absl::StatusOr<absl::Time> Tick(absl::Time now) override;

 private:
  db::Pool* pool_;
  std::function<void()> installed_;
  std::atomic<bool> done_ = false;
};

}  // namespace hotline::escalation
