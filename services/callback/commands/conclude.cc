#include "services/callback/commands/conclude.h"

#include <algorithm>

#include "services/callback/sql.h"

namespace hotline::callback {
namespace {

using workorder::v1::WorkOrderForService;

struct Completed {
  Task task;
  Rating rating;
};

absl::Duration BackOff(int failures) {
  return std::min(absl::Seconds(1 << std::min(failures, 10)), absl::Minutes(5));
}

// From CALLBACK an order is closed, or gets another round, by nothing but the result of this
// round's callback.
bool WasConcluded(const WorkOrderForService& order, const Completed& completed) {
  if (completed.rating.decision == Decision::kReject) return order.round() > completed.task.round;
  return order.round() == completed.task.round && order.state() == workorder::v1::CLOSED;
}

}  // namespace

absl::StatusOr<TaskState> Conclusion::Tell(const Task& task, const Rating& rating,
                                           absl::Time deadline) const {
  workorder::v1::ConcludeCallbackRequest request;
  request.set_id(task.work_order_id);
  request.set_request_id("callback:" + task.id);
  request.set_round(task.round);
  request.set_pass(rating.decision == Decision::kPass);
  request.set_comment(rating.comment);
  request.set_callback_agent_id(rating.agent_id);
  request.set_callback_agent_name(rating.agent_name);
  const absl::Status told = work_orders_->Conclude(request, deadline);
  if (told.ok()) return TaskState::kDone;
  if (!absl::IsFailedPrecondition(told) && !absl::IsNotFound(told)) return told;

  // Refused for good, or for now? The order itself says.
  HOTLINE_ASSIGN_OR_RETURN(WorkOrderForService order, work_orders_->Get(task.work_order_id));
  if (order.state() == workorder::v1::CALLBACK && order.round() == task.round) return told;
  return WasConcluded(order, {task, rating}) ? TaskState::kDone : TaskState::kCanceled;
}

absl::Status Conclusion::Conclude(const std::string& task_id, absl::Time now,
                                  absl::Time deadline) const {
  auto completed = pool_->Transact<Completed>([&](db::Tx& tx) -> absl::StatusOr<Completed> {
    Completed found;
    HOTLINE_ASSIGN_OR_RETURN(found.task, stores_->tasks.Get(tx, task_id));
    if (found.task.state != TaskState::kConcluding) return found;
    HOTLINE_ASSIGN_OR_RETURN(found.rating, stores_->ratings.Get(tx, task_id));
    return found;
  });
  if (!completed.ok()) return completed.status();
  const auto& [task, rating] = *completed;
  if (task.state != TaskState::kConcluding) return absl::OkStatus();

  const absl::StatusOr<TaskState> outcome = Tell(task, rating, deadline);
  if (!outcome.ok()) {
    const int failures = task.conclude_failures + 1;
    const absl::Time again = now + BackOff(failures - 1);
    HOTLINE_RETURN_IF_ERROR(pool_->Transact([&](db::Tx& tx) -> absl::Status {
      tx.Exec(sql::kPutOffConcluding, task_id, again, failures);
      return absl::OkStatus();
    }));
    return outcome.status();
  }

  const Change change{
      .type = *outcome == TaskState::kDone ? "callback_task.concluded" : "callback_task.canceled",
      .actor_id = rating.agent_id,
      .actor_name = rating.agent_name,
      .time = now,
      .details = {{"decision", NameOf(rating.decision)}}};
  HOTLINE_RETURN_IF_ERROR(pool_->Transact([&](db::Tx& tx) -> absl::Status {
    HOTLINE_ASSIGN_OR_RETURN(Task locked, stores_->tasks.Lock(tx, task_id));
    if (locked.state != TaskState::kConcluding)
      return absl::OkStatus();  // Another process was quicker.
    locked.state = *outcome;
    locked.conclude_after.reset();
    stores_->tasks.Save(tx, locked, change);
    return absl::OkStatus();
  }));
  if (committed_) committed_();
  return absl::OkStatus();
}

}  // namespace hotline::callback
