#include "services/escalation/api/messages.h"

namespace hotline::escalation {
namespace {

using google::protobuf::Timestamp;

Timestamp Proto(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  Timestamp proto;
  proto.set_seconds(micros / 1000000);
  proto.set_nanos(static_cast<int32_t>(micros % 1000000) * 1000);
  return proto;
}

// The proto enum begins at 1.
calendar::Unit UnitOf(v1::TimeUnit::Value unit) { return static_cast<calendar::Unit>(unit - 1); }
v1::TimeUnit::Value ToProto(calendar::Unit unit) {
  return static_cast<v1::TimeUnit::Value>(static_cast<int>(unit) + 1);
}

void Fill(const calendar::Budget& budget, v1::Budget& message) {
  message.set_unit(ToProto(budget.unit));
  message.set_amount(static_cast<int32_t>(budget.amount));
}

}  // namespace

calendar::Budget BudgetOf(const v1::Budget& message) {
  return {UnitOf(message.unit()), message.amount()};
}

Rung RungOf(const v1::Rung& message) {
  Rung rung{.action = static_cast<Action>(message.action())};
  if (message.has_percent_of_budget()) {
    rung.percent = message.percent_of_budget();
  } else {
    rung.from_due = {UnitOf(message.from_due().unit()), message.from_due().amount()};
  }
  return rung;
}

v1::DeadlinePolicy ToMessage(const StoredPolicy& stored) {
  const Policy& policy = stored.policy;
  v1::DeadlinePolicy message;
  message.set_id(policy.id);
  message.set_etag(std::to_string(policy.version));
  message.set_built_in(policy.built_in);
  message.set_court_id(policy.court_id);
  message.set_kind(static_cast<v1::ClockKind::Value>(policy.kind));
  message.set_type(policy.order_type);
  message.set_urgency(static_cast<workorder::v1::Urgency>(policy.urgency));
  Fill(policy.budget, *message.mutable_budget());
  for (const Rung& rung : policy.ladder) {
    v1::Rung& added = *message.add_ladder();
    added.set_action(static_cast<v1::Rung::Action>(rung.action));
    if (rung.percent) {
      added.set_percent_of_budget(*rung.percent);
    } else {
      added.mutable_from_due()->set_unit(ToProto(rung.from_due.unit));
      added.mutable_from_due()->set_amount(static_cast<int32_t>(rung.from_due.amount));
    }
  }
  message.set_active(policy.active);
  if (!policy.built_in) {
    *message.mutable_create_time() = Proto(stored.create_time);
    *message.mutable_update_time() = Proto(stored.update_time);
  }
  return message;
}

v1::Clock ToMessage(const OrderClock& clock, absl::Time now) {
  v1::Clock message;
  message.set_id(clock.id);
  message.set_work_order_id(clock.order.id);
  message.set_work_order_number(clock.order.number);
  message.set_court_id(clock.order.court_id);
  message.set_department_id(clock.order.department_id);
  message.set_type(clock.order.type);
  message.set_urgency(static_cast<workorder::v1::Urgency>(clock.order.urgency));
  message.set_round(clock.order.round);
  message.set_kind(static_cast<v1::ClockKind::Value>(clock.kind));
  message.set_supervision_number(clock.subject);
  message.set_state(static_cast<v1::Clock::State>(clock.state));
  Fill(clock.time.budget, *message.mutable_budget());
  message.set_extension(static_cast<int32_t>(clock.extension));
  *message.mutable_start_time() = Proto(clock.time.started_at);
  if (clock.stop_time) *message.mutable_stop_time() = Proto(*clock.stop_time);
  if (clock.due_time) {
    *message.mutable_due_time() = Proto(*clock.due_time);
    message.set_overdue(*clock.due_time < clock.stop_time.value_or(now));
  }
  message.set_provisional(clock.provisional);
  if (!clock.pending.empty()) {
    message.set_next_rung(clock.pending.front().place);
    *message.mutable_next_rung_time() = Proto(clock.pending.front().time);
  }
  message.set_policy_id(clock.policy_id);
  message.set_policy_version(clock.policy_version);
  message.set_calendar_version(clock.calendar_version);
  return message;
}

v1::LedgerEntry ToMessage(const LedgerEntry& entry) {
  v1::LedgerEntry message;
  message.set_kind(static_cast<v1::LedgerEntry::Kind>(entry.kind));
  *message.mutable_time() = Proto(entry.time);
  message.set_reason(entry.reason);
  message.set_amount(static_cast<int32_t>(entry.amount));
  if (entry.due_before) *message.mutable_due_before() = Proto(*entry.due_before);
  if (entry.due_after) *message.mutable_due_after() = Proto(*entry.due_after);
  message.set_policy_id(entry.policy_id);
  message.set_policy_version(entry.policy_version);
  message.set_calendar_version(entry.calendar_version);
  return message;
}

v1::FiredRung ToMessage(const FiredRung& fired) {
  v1::FiredRung message;
  message.set_action(static_cast<v1::Rung::Action>(fired.action));
  message.set_rung(fired.place);
  *message.mutable_rung_time() = Proto(fired.rung_time);
  *message.mutable_fire_time() = Proto(fired.fire_time);
  message.set_late(fired.late);
  if (fired.told)
    message.set_outcome(fired.refusal.empty() ? v1::FiredRung::APPLIED : v1::FiredRung::REFUSED);
  message.set_refusal(fired.refusal);
  return message;
}

}  // namespace hotline::escalation
