// Projects open clocks anew after a policy or a calendar has changed, a batch at a time.
#pragma once

#include <functional>

#include "platform/clock/worker.h"
#include "services/escalation/commands/reproject.h"

namespace hotline::escalation {

class ReprojectWorker : public Worker {
 public:
  // `clocks_changed` is called after each batch; may be empty.
  ReprojectWorker(db::Pool* pool, const CalendarSource* calendars, const PolicyBook* policies,
                  std::function<void()> clocks_changed)
      : pool_(pool),
        calendars_(calendars),
        policies_(policies),
        clocks_changed_(std::move(clocks_changed)) {}

  static constexpr char kName[] = "escalation.reproject";
  std::string name() const override { return kName; }
  absl::StatusOr<absl::Time> Tick(absl::Time now) override;

 private:
  db::Pool* pool_;
  const CalendarSource* calendars_;
  const PolicyBook* policies_;
  std::function<void()> clocks_changed_;
};

}  // namespace hotline::escalation
