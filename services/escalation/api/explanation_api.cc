#include "services/escalation/api/explanation_api.h"

#include "platform/base/status.h"
#include "services/escalation/api/calendar_messages.h"
#include "services/escalation/domain/day_text.h"
#include "services/escalation/domain/explanation.h"
#include "services/escalation/store/clock_store.h"

namespace hotline::escalation {
namespace {

void Set(google::protobuf::Timestamp* stamp, absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  stamp->set_seconds(micros / 1'000'000);
  stamp->set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
}

void ToMessage(const ExplanationStep& step, v1::DeadlineStep& message) {
  message.set_kind(static_cast<v1::DeadlineStep::Kind>(step.kind));
  if (step.time) Set(message.mutable_time(), *step.time);
  if (step.until) Set(message.mutable_until(), *step.until);
  if (step.from) message.set_from_day(DayText(*step.from));
  if (step.to) message.set_to_day(DayText(*step.to));
  message.set_day_kind(KindOf(step.day_kind));
  message.set_name(step.name);
  message.set_reason(step.reason);
  message.set_amount(step.amount);
  if (step.due_before) Set(message.mutable_due_before(), *step.due_before);
  if (step.due_after) Set(message.mutable_due_after(), *step.due_after);
  message.set_basis(step.basis);
}

void ToMessage(const OrderClock& clock, const Explanation& explanation,
               v1::DeadlineExplanation& message) {
  message.set_clock_id(clock.id);
  message.set_clock(std::string(NameOf(clock.kind)));
  message.set_subject(clock.subject);
  message.set_round(clock.order.round);
  message.set_state(std::string(NameOf(clock.state)));
  message.set_budget_unit(std::string(NameOf(clock.time.budget.unit)));
  message.set_budget_amount(clock.time.budget.amount);
  Set(message.mutable_start_time(), clock.time.started_at);
  if (clock.due_time) Set(message.mutable_due_time(), *clock.due_time);
  message.set_provisional(clock.provisional);
  message.set_policy_id(clock.policy_id);
  message.set_policy_version(clock.policy_version);
  message.set_calendar_version(clock.calendar_version);
  for (const ExplanationStep& step : explanation.steps) ToMessage(step, *message.add_steps());
  message.set_text(explanation.text);
}

}  // namespace

rpc::ServiceBinding ExplanationApi::Binding() {
  rpc::ServiceBinding binding("hotline.escalation.v1.ExplanationService");
  binding.Unary<v1::ExplainDeadlineRequest, v1::ExplainDeadlineReply>(
      "ExplainDeadline", [this](const rpc::Call& call, const v1::ExplainDeadlineRequest& request) {
        return ExplainDeadline(call, request);
      });
  return binding;
}

absl::StatusOr<v1::ExplainDeadlineReply> ExplanationApi::ExplainDeadline(
    const rpc::Call& call, const v1::ExplainDeadlineRequest& request) {
  HOTLINE_RETURN_IF_ERROR(parts_.work_orders->CheckSees(call, request.id()));
  return parts_.pool->Transact<v1::ExplainDeadlineReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ExplainDeadlineReply> {
        v1::ExplainDeadlineReply reply;
        const auto ledger = LedgerOfOrder(tx, request.id());
        for (const OrderClock& clock : ClocksOfOrder(tx, request.id())) {
          const auto entries = ledger.find(clock.id);
          if (entries == ledger.end()) continue;  // Started between the two reads.
          HOTLINE_ASSIGN_OR_RETURN(const CalendarRef ref,
                                   parts_.calendars->Of(tx, clock.order.court_path));
          ToMessage(clock, Explain(clock, entries->second, *ref.calendar), *reply.add_clocks());
        }
        return reply;
      });
}

}  // namespace hotline::escalation
