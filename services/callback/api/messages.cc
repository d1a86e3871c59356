#include "services/callback/api/messages.h"

#include "services/callback/commands/acting.h"
#include "services/callback/domain/access.h"
#include "services/callback/domain/result.h"

namespace hotline::callback {
namespace {

// The numbers are the same on both sides; the last ones show when one side grew.
static_assert(static_cast<int>(TaskState::kCanceled) == v1::CallbackTask::CANCELED);
static_assert(static_cast<int>(Outcome::kRefused) == v1::REFUSED);
static_assert(static_cast<int>(Decision::kReject) == v1::CallbackDecision::REJECT);
static_assert(static_cast<int>(Resolution::kUnresolved) == v1::UNRESOLVED);
static_assert(static_cast<int>(Satisfaction::kVeryDissatisfied) == v1::VERY_DISSATISFIED);
static_assert(static_cast<int>(Basis::kUncalled) == v1::Rating::UNCALLED);
static_assert(static_cast<int>(SetAsideState::kRejected) == v1::SetAside::REJECTED);

void Set(google::protobuf::Timestamp* stamp, absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  stamp->set_seconds(micros / 1000000);
  stamp->set_nanos(static_cast<int32_t>(micros % 1000000) * 1000);
}

}  // namespace

v1::CallbackTask ToMessage(const Task& task, const Caller& caller, absl::Time now) {
  v1::CallbackTask message;
  const TaskState state = StateAt(task, now);
  message.set_id(task.id);
  message.set_state(static_cast<v1::CallbackTask::State>(state));
  message.set_work_order_id(task.work_order_id);
  message.set_work_order_number(task.work_order_number);
  message.set_work_order_type(task.work_order_type);
  message.set_round(task.round);
  message.set_urgency(static_cast<workorder::v1::Urgency>(task.urgency));
  message.set_court_id(task.court_id);
  message.set_department_id(task.department_id);
  message.set_anonymous(task.anonymous);
  Set(message.mutable_create_time(), task.create_time);
  Set(message.mutable_update_time(), task.update_time);
  if (state != TaskState::kOpen) {  // Of an expired claim nothing is left.
    message.set_claimed_by_id(task.claimed_by_id);
    message.set_claimed_by_name(task.claimed_by_name);
    if (task.claim_time) Set(message.mutable_claim_time(), *task.claim_time);
    if (task.lease_until) Set(message.mutable_lease_until(), *task.lease_until);
  }
  message.set_attempt_count(task.attempt_count);
  if (task.next_attempt_time) Set(message.mutable_next_attempt_time(), *task.next_attempt_time);
  message.set_conclude_refusal(task.conclude_refusal);
  message.set_etag(EtagOf(task.revision));
  for (const std::string& command : AllowedCommands(task, caller, now))
    message.add_allowed_commands(command);
  return message;
}

v1::CallbackTask ToMessage(const Task& task, const Caller& caller, absl::Time now,
                           const std::vector<Attempt>& attempts, const Policy& policy,
                           const std::optional<Rating>& rating,
                           const std::vector<Rating>& refused) {
  v1::CallbackTask message = ToMessage(task, caller, now);
  for (const Attempt& attempt : attempts) {
    v1::Attempt& added = *message.add_attempts();
    added.set_outcome(static_cast<v1::Outcome>(attempt.outcome));
    added.set_comment(attempt.comment);
    added.set_agent_id(attempt.agent_id);
    added.set_agent_name(attempt.agent_name);
    Set(added.mutable_attempt_time(), attempt.time);
  }
  message.set_may_give_up(!task.anonymous && MayGiveUp(CountingAttempts(task, attempts), policy));
  if (rating) *message.mutable_rating() = ToMessage(*rating);
  for (const Rating& one : refused) *message.add_refused_ratings() = ToMessage(one);
  return message;
}

v1::Rating ToMessage(const Rating& rating) {
  v1::Rating message;
  message.set_work_order_id(rating.work_order_id);
  message.set_work_order_number(rating.work_order_number);
  message.set_round(rating.round);
  message.set_callback_task_id(rating.task_id);
  message.set_department_id(rating.department_id);
  message.set_basis(static_cast<v1::Rating::Basis>(rating.basis));
  message.set_decision(static_cast<v1::CallbackDecision::Value>(rating.decision));
  message.set_resolved(static_cast<v1::Resolution>(rating.resolved));
  message.set_satisfaction(static_cast<v1::Satisfaction>(rating.satisfaction));
  message.set_comment(rating.comment);
  message.set_agent_id(rating.agent_id);
  message.set_agent_name(rating.agent_name);
  Set(message.mutable_rate_time(), rating.time);
  message.set_etag(EtagOf(rating.revision));
  if (rating.refusal) {
    message.mutable_refusal()->set_reason(rating.refusal->reason);
    Set(message.mutable_refusal()->mutable_refuse_time(), rating.refusal->time);
  }
  if (rating.set_aside.state == SetAsideState::kNone) return message;

  v1::SetAside& set_aside = *message.mutable_set_aside();
  set_aside.set_state(static_cast<v1::SetAside::State>(rating.set_aside.state));
  set_aside.set_reason(rating.set_aside.reason);
  set_aside.set_requested_by_id(rating.set_aside.requested_by_id);
  set_aside.set_requested_by_name(rating.set_aside.requested_by_name);
  Set(set_aside.mutable_request_time(), rating.set_aside.request_time);
  set_aside.set_decided_by_id(rating.set_aside.decided_by_id);
  set_aside.set_decided_by_name(rating.set_aside.decided_by_name);
  if (rating.set_aside.decide_time)
    Set(set_aside.mutable_decide_time(), *rating.set_aside.decide_time);
  set_aside.set_comment(rating.set_aside.comment);
  return message;
}

}  // namespace hotline::callback
