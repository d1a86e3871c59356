#include "services/callback/commands/conclude.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "platform/base/status.h"
#include "services/callback/domain/result.h"
#include "services/callback/sql.h"

namespace hotline::callback {
namespace {

using workorder::v1::WorkOrderForService;

absl::Duration BackOff(int failures) {
  return std::min(absl::Seconds(1 << std::min(failures, 10)), absl::Minutes(5));
}

// Nothing was decided: the same call may pass a moment later.
bool IsForNow(const absl::Status& told) {
  return absl::IsUnavailable(told) || absl::IsDeadlineExceeded(told) || absl::IsCancelled(told) ||
         absl::IsResourceExhausted(told) || absl::IsAborted(told);
}

// From CALLBACK an order is closed, or gets another round, by nothing but the result of this
// round's callback.
bool WasConcluded(const WorkOrderForService& order, const Task& task, const Rating& rating) {
  if (rating.decision == Decision::kReject) return order.round() > task.round;
  return order.round() == task.round && order.state() == workorder::v1::CLOSED;
}

// One request for each result, so that the second is not taken for the first.
std::string RequestIdOf(const Rating& rating) {
  std::string id = "callback:" + rating.task_id;
  if (rating.number > 1) absl::StrAppend(&id, ":", rating.number);
  return id;
}

Change Did(std::string type, const Rating& rating, absl::Time now, nlohmann::json details) {
  details["decision"] = NameOf(rating.decision);
  return {.type = std::move(type),
          .actor_id = rating.agent_id,
          .actor_name = rating.agent_name,
          .time = now,
          .details = std::move(details)};
}

}  // namespace

absl::StatusOr<Conclusion::Answer> Conclusion::Tell(const Task& task, const Rating& rating,
                                                    absl::Time deadline) const {
  workorder::v1::ConcludeCallbackRequest request;
  request.set_id(task.work_order_id);
  request.set_request_id(RequestIdOf(rating));
  request.set_round(task.round);
  request.set_pass(rating.decision == Decision::kPass);
  request.set_comment(rating.comment);
  request.set_callback_agent_id(rating.agent_id);
  request.set_callback_agent_name(rating.agent_name);
  const absl::Status told = work_orders_->Conclude(request, deadline);
  if (told.ok()) return Answer{.state = TaskState::kDone};
  if (IsForNow(told)) return told;

  // Refused, or moved by an earlier call whose reply was lost? The order itself says.
  const Answer refused{.state = TaskState::kConcluding, .refusal = told, .participant_ids = {}};
  const absl::StatusOr<WorkOrderForService> order = work_orders_->Get(task.work_order_id);
  if (absl::IsNotFound(order.status())) return refused;
  if (!order.ok()) return order.status();
  if (order->state() != workorder::v1::CALLBACK || order->round() != task.round) {
    return Answer{.state =
                      WasConcluded(*order, task, rating) ? TaskState::kDone : TaskState::kCanceled};
  }
  if (ReasonOf(told) != "HANDLED_BY_YOU") return refused;
  return Answer{
      .state = TaskState::kOpen,
      .refusal = told,
      .participant_ids = {order->participant_ids().begin(), order->participant_ids().end()}};
}

// The result is kept with its refusal. The task is free again, for anybody but those who handled
// the order.
void Conclusion::Reopen(db::Tx& tx, Task& task, const Rating& rating, const Answer& answer,
                        absl::Time now, std::vector<Attempt> attempts) const {
  const std::string reason = ReasonOf(answer.refusal);
  stores_->ratings.Refuse(tx, rating, {.reason = reason, .time = now});
  std::vector<std::string>& participants = task.participant_ids;
  participants.insert(participants.end(), answer.participant_ids.begin(),
                      answer.participant_ids.end());
  participants.push_back(rating.agent_id);
  std::ranges::sort(participants);
  participants.erase(std::ranges::unique(participants).begin(), participants.end());

  task.state = TaskState::kOpen;
  task.claimed_by_id.clear();
  task.claimed_by_name.clear();
  task.claim_time.reset();
  task.conclude_failures = 0;
  const Policy policy = stores_->tasks.PolicyOf(tx, task.court_id);
  task.next_attempt_time =
      NextAttemptTime(CountingAttempts(task, std::move(attempts)), policy).value_or(now);
  stores_->tasks.Save(tx, task,
                      Did("callback_task.result_refused", rating, now,
                          {{"reason", reason},
                           {"resolved", NameOf(rating.resolved)},
                           {"satisfaction", NameOf(rating.satisfaction)}}));
}

absl::Status Conclusion::Settle(db::Tx& tx, const Rating& rating, const Answer& answer,
                                absl::Time now) const {
  HOTLINE_ASSIGN_OR_RETURN(Task task, stores_->tasks.Lock(tx, rating.task_id));
  if (task.state != TaskState::kConcluding) return absl::OkStatus();  // Another was quicker.
  HOTLINE_ASSIGN_OR_RETURN(const Rating present, stores_->ratings.Get(tx, rating.task_id));
  if (present.number != rating.number) return absl::OkStatus();  // By a whole callback, even.

  if (answer.state == TaskState::kConcluding) {
    const std::string reason = ReasonOf(answer.refusal);
    task.conclude_after = now + BackOff(task.conclude_failures++);
    if (task.conclude_refusal == reason) {  // Said already; a thousand repeats make one event.
      tx.Exec(sql::kPutOffConcluding, task.id, task.conclude_after, task.conclude_failures);
      return absl::OkStatus();
    }
    task.conclude_refusal = reason;
    stores_->tasks.Save(tx, task,
                        Did("callback_task.conclusion_refused", rating, now, {{"reason", reason}}));
    return absl::OkStatus();
  }

  task.conclude_after.reset();
  task.conclude_refusal.clear();
  if (answer.state == TaskState::kOpen) {
    HOTLINE_ASSIGN_OR_RETURN(std::vector<Attempt> attempts, stores_->tasks.Attempts(tx, task.id));
    Reopen(tx, task, rating, answer, now, std::move(attempts));
    return absl::OkStatus();
  }
  task.state = answer.state;
  stores_->tasks.Save(
      tx, task,
      Did(answer.state == TaskState::kDone ? "callback_task.concluded" : "callback_task.canceled",
          rating, now, nlohmann::json::object()));
  return absl::OkStatus();
}

absl::Status Conclusion::Conclude(const std::string& task_id, absl::Time now,
                                  absl::Time deadline) const {
  struct Completed {
    Task task;
    Rating rating;
  };
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

  const absl::StatusOr<Answer> answer = Tell(task, rating, deadline);
  if (!answer.ok()) {
    HOTLINE_RETURN_IF_ERROR(pool_->Transact([&](db::Tx& tx) -> absl::Status {
      tx.Exec(sql::kPutOffConcluding, task_id, now + BackOff(task.conclude_failures),
              task.conclude_failures + 1);
      return absl::OkStatus();
    }));
    return answer.status();
  }
  HOTLINE_RETURN_IF_ERROR(pool_->Transact(
      [&](db::Tx& tx) -> absl::Status { return Settle(tx, rating, *answer, now); }));
  if (committed_) committed_();
  return answer->state == TaskState::kConcluding ? answer->refusal : absl::OkStatus();
}

}  // namespace hotline::callback
