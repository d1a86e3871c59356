// Telling the work order what came out of its callback: after the result is stored, and until it is
// known to have arrived. The request id "callback:<task id>" (of a second result:
// "callback:<task id>:2") makes the order move once, however often it is told.
#pragma once

#include <functional>
#include <string>
#include <vector>

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

  // OK when the task is no longer CONCLUDING: DONE; CANCELED when the order had left CALLBACK in
  // another way; OPEN when the order refused this result for good, because the agent had handled
  // it: then the result does not count, and another agent asks again.
  //
  // Otherwise what the work order service said, and the next try is put off: 1 s, 2 s, 4 s … 5 min.
  // A refusal that is not for now (a rule nobody foresaw, a broken history, missing rights) cannot
  // be mended by calling the citizen again; it stands in the task, with an event, until whoever
  // operates the system has removed its cause. `deadline` is real time.
  absl::Status Conclude(const std::string& task_id, absl::Time now, absl::Time deadline) const;

 private:
  // What the order made of the result.
  struct Answer {
    TaskState state = TaskState::kNone;        // Of the task then; CONCLUDING: must be told again.
    absl::Status refusal = absl::OkStatus();   // With OPEN and CONCLUDING.
    std::vector<std::string> participant_ids;  // Of the order, with OPEN.
  };

  absl::StatusOr<Answer> Tell(const Task& task, const Rating& rating, absl::Time deadline) const;
  absl::Status Settle(db::Tx& tx, const Rating& rating, const Answer& answer, absl::Time now) const;
  void Reopen(db::Tx& tx, Task& task, const Rating& rating, const Answer& answer, absl::Time now,
              std::vector<Attempt> attempts) const;

  db::Pool* pool_;
  const Stores* stores_;
  WorkOrders* work_orders_;
  std::function<void()> committed_;
};

}  // namespace hotline::callback
