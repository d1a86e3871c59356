// Telling the work order what came out of its callback: after the result is stored, and until it is
// known to have arrived. The request id "callback:<task id>" makes the order move once, however
// often it is told.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "services/callback/commands/acting.h"
#include "services/callback/commands/work_orders.h"

namespace hotline::callback {

// Thread-safe.
class Conclusion {
 public:
  // `committed` is called after a change (to wake the feed); may be empty.
  Conclusion(db::Pool* pool, const Stores* stores, WorkOrders* work_orders,
             std::function<void()> committed)
      : pool_(pool), stores_(stores), work_orders_(work_orders), committed_(std::move(committed)) {}

  // OK when the task is no longer CONCLUDING: DONE, or CANCELED when the order had left CALLBACK in
  // another way. Otherwise what the work order service said, and the next try is put off: 1 s, 2 s,
  // 4 s … 5 min. `deadline` is real time.
  absl::Status Conclude(const std::string& task_id, absl::Time now, absl::Time deadline) const;

 private:
  absl::StatusOr<TaskState> Tell(const Task& task, const Rating& rating, absl::Time deadline) const;
  db::Pool* pool_;
  const Stores* stores_;
  WorkOrders* work_orders_;
  std::function<void()> committed_;
};

}  // namespace hotline::callback
