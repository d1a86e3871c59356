#include "services/callback/commands/call_citizen.h"

#include "services/callback/commands/claim.h"

namespace hotline::callback {

absl::StatusOr<Task> RecordAttempt(db::Tx& tx, const Stores& stores, const Acting& acting,
                                   std::string_view task_id, Outcome outcome,
                                   const std::string& comment) {
  HOTLINE_ASSIGN_OR_RETURN(Task task, LockHeld(tx, stores, acting, task_id));
  const Policy policy = stores.tasks.PolicyOf(tx, task.court_id);
  HOTLINE_ASSIGN_OR_RETURN(std::vector<Attempt> attempts, stores.tasks.Attempts(tx, task.id));
  attempts.push_back({.outcome = outcome,
                      .comment = comment,
                      .agent_id = acting.caller.id,
                      .agent_name = acting.caller.name,
                      .time = acting.now});
  task.attempt_count = static_cast<int>(attempts.size());
  task.lease_until = acting.now + policy.lease;
  stores.tasks.AddAttempt(tx, task, attempts.back());
  task.next_attempt_time = NextAttemptTime(CountingAttempts(task, std::move(attempts)), policy);
  stores.tasks.Save(tx, task,
                    acting.Did("callback_task.attempted",
                               {{"outcome", NameOf(outcome)}, {"attempt", task.attempt_count}}));
  return task;
}

absl::StatusOr<Task> Complete(db::Tx& tx, const Stores& stores, const Acting& acting,
                              std::string_view task_id, const Result& result) {
  HOTLINE_ASSIGN_OR_RETURN(Task task, LockHeld(tx, stores, acting, task_id));
  HOTLINE_ASSIGN_OR_RETURN(std::vector<Attempt> attempts, stores.tasks.Attempts(tx, task.id));
  HOTLINE_ASSIGN_OR_RETURN(
      Basis basis, CheckResult(result, task.anonymous, CountingAttempts(task, std::move(attempts)),
                               stores.tasks.PolicyOf(tx, task.court_id)));
  Rating rating;
  rating.task_id = task.id;
  rating.number = stores.ratings.Count(tx, task.id) + 1;
  rating.work_order_id = task.work_order_id;
  rating.round = task.round;
  rating.basis = basis;
  rating.decision = result.decision;
  rating.resolved = result.resolved;
  rating.satisfaction = result.satisfaction;
  rating.comment = result.comment;
  rating.agent_id = acting.caller.id;
  rating.agent_name = acting.caller.name;
  rating.time = acting.now;
  stores.ratings.Insert(tx, rating);

  task.state = TaskState::kConcluding;
  task.lease_until.reset();
  task.next_attempt_time.reset();
  task.conclude_after = acting.now + kInlineConclusion;
  stores.tasks.Save(
      tx, task,
      acting.Did("callback_task.completed", {{"basis", NameOf(basis)},
                                             {"decision", NameOf(result.decision)},
                                             {"resolved", NameOf(result.resolved)},
                                             {"satisfaction", NameOf(result.satisfaction)},
                                             {"attempts", task.attempt_count}}));
  return task;
}

}  // namespace hotline::callback
