#include "services/escalation/commands/fire.h"

#include <algorithm>
#include <map>

#include "platform/base/status.h"

namespace hotline::escalation {
namespace {

using google::protobuf::Timestamp;

// Long enough for any delivery that is under way; the work order service answers within ten
// seconds.
constexpr absl::Duration kLease = absl::Seconds(30);
constexpr absl::Duration kLongestBackOff = absl::Minutes(5);

Taking TakingOf(absl::Time now, int limit) {
  return {now, now + kLease, now + 2 * kLongestBackOff, limit};
}

absl::Time RetryAt(absl::Time now, int failures) {
  return now + std::min(kLongestBackOff, absl::Seconds(1) * (1 << std::min(failures, 10)));
}

template <class Item>
std::vector<absl::Time> RetryTimes(const std::vector<Item>& items, absl::Time now) {
  std::vector<absl::Time> times;
  for (const Item& item : items) times.push_back(RetryAt(now, item.failures));
  return times;
}

void Set(Timestamp* proto, absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  proto->set_seconds(micros / 1000000);
  proto->set_nanos(static_cast<int32_t>(micros % 1000000) * 1000);
}

// The rung's own: the same at every delivery.
std::string EffectId(const Firing& firing) {
  return firing.clock_id + "/" + std::string(NameOf(firing.action)) + "/" +
         std::to_string(firing.nth);
}

std::string ClockIdOf(const workorder::v1::TimerEffect& effect) {
  return effect.effect_id().substr(0, effect.effect_id().find('/'));
}

workorder::v1::TimerEffect EffectOf(const Firing& firing) {
  workorder::v1::TimerEffect effect;
  effect.set_effect_id(EffectId(firing));
  effect.set_work_order_id(firing.work_order_id);
  effect.set_round(firing.round);
  effect.set_clock(static_cast<workorder::v1::TimerEffect::Clock>(firing.kind));
  effect.set_rung(firing.place);
  effect.set_action(static_cast<workorder::v1::TimerEffect::Action>(firing.action));
  Set(effect.mutable_due_time(), firing.due_time);
  Set(effect.mutable_fired_at(), firing.fire_time);
  effect.set_late(firing.late);
  return effect;
}

}  // namespace

absl::StatusOr<std::vector<Firing>> Firings::Claim(absl::Time now, int limit) const {
  return parts_.pool->Transact<std::vector<Firing>>(
      [&](db::Tx& tx) -> absl::StatusOr<std::vector<Firing>> {
        return ClaimRungs(tx, TakingOf(now, limit));
      });
}

absl::StatusOr<std::vector<Firing>> Firings::TakeUndelivered(absl::Time now, int limit) const {
  return parts_.pool->Transact<std::vector<Firing>>(
      [&](db::Tx& tx) -> absl::StatusOr<std::vector<Firing>> {
        return TakeEffects(tx, TakingOf(now, limit));
      });
}

absl::Status Firings::Deliver(const std::vector<Firing>& firings, absl::Time now) const {
  if (firings.empty()) return absl::OkStatus();
  Told told;
  absl::Status all;
  for (auto begin = firings.begin(); begin != firings.end();) {
    const auto end = begin + std::min<std::ptrdiff_t>(kMaxItemsPerCall, firings.end() - begin);
    all.Update(Tell({begin, end}, now, told));
    begin = end;
  }
  int failures = 0;
  for (const Firing& firing : told.failed) failures = std::max(failures, firing.failures);
  HOTLINE_RETURN_IF_ERROR(parts_.pool->Transact([&](db::Tx& tx) {
    SettleEffects(tx, firings, told, {RetryAt(now, failures), failures + 1});
    return absl::OkStatus();
  }));
  return all;
}

absl::Status Firings::Tell(const std::vector<Firing>& firings, absl::Time now, Told& told) const {
  const auto failed = [&](absl::Status status) {
    told.failed.insert(told.failed.end(), firings.begin(), firings.end());
    return status;
  };
  const auto request = RequestFor(firings, now);
  if (!request.ok()) return failed(request.status());
  const auto reply = parts_.work_orders->Apply(*request);
  if (absl::IsInvalidArgument(reply.status()) && firings.size() > 1) {
    // One item that cannot be read must not hold up the others.
    const auto middle = firings.begin() + static_cast<std::ptrdiff_t>(firings.size() / 2);
    absl::Status both = Tell({firings.begin(), middle}, now, told);
    both.Update(Tell({middle, firings.end()}, now, told));
    return both;
  }
  if (!reply.ok()) return failed(reply.status());
  if (reply->results_size() != static_cast<int>(firings.size()))
    return failed(absl::InternalError("not one result for each effect"));
  for (int i = 0; i < reply->results_size(); ++i) {
    if (reply->results(i).reason().empty()) continue;
    told.refused.push_back(firings[static_cast<size_t>(i)]);
    told.reasons.push_back(reply->results(i).reason());
  }
  return absl::OkStatus();
}

absl::StatusOr<workorder::v1::ApplyTimerEffectsRequest> Firings::RequestFor(
    const std::vector<Firing>& firings, absl::Time now) const {
  workorder::v1::ApplyTimerEffectsRequest request;
  std::vector<Firing> supervisions;
  for (const Firing& firing : firings) {
    *request.add_effects() = EffectOf(firing);
    if (firing.action == Action::kSupervise) supervisions.push_back(firing);
  }
  if (supervisions.empty()) return request;
  // The time for the reply begins with the supervision, thus now, also when it comes late.
  HOTLINE_RETURN_IF_ERROR(parts_.pool->Transact([&](db::Tx& tx) -> absl::Status {
    const PolicyBook::Page page = parts_.policies->Of(tx);
    const std::map<std::string, ClockSubject> subjects = SubjectsOf(tx, supervisions);
    std::map<std::string, CalendarRef> calendars;
    for (workorder::v1::TimerEffect& effect : *request.mutable_effects()) {
      if (effect.action() != workorder::v1::TimerEffect::SUPERVISE) continue;
      const ClockSubject& subject = subjects.at(ClockIdOf(effect));
      CalendarRef& calendar = calendars[subject.court_path];
      if (calendar.calendar == nullptr) {
        HOTLINE_ASSIGN_OR_RETURN(calendar, parts_.calendars->Of(tx, subject.court_path));
      }
      HOTLINE_ASSIGN_OR_RETURN(const Policy* policy,
                               PolicyFor(page, {ClockKind::kSupervisionReply, subject.court_path,
                                                subject.order_type, subject.urgency}));
      const calendar::Clock reply = calendar::StartClock(policy->budget, now);
      Set(effect.mutable_supervision_deadline(),
          calendar::DueTime(*calendar.calendar, reply).value_or(now));
    }
    return absl::OkStatus();
  }));
  return request;
}

absl::StatusOr<bool> Firings::DeliverDueTimes(absl::Time now, int limit) const {
  auto taken = parts_.pool->Transact<std::vector<DueProjection>>(
      [&](db::Tx& tx) -> absl::StatusOr<std::vector<DueProjection>> {
        return TakeDueProjections(tx, TakingOf(now, limit));
      });
  if (!taken.ok()) return taken.status();
  if (taken->empty()) return false;
  workorder::v1::SetDueTimesRequest request;
  for (const DueProjection& projection : *taken) {
    auto& item = *request.add_items();
    item.set_work_order_id(projection.work_order_id);
    item.set_sequence(projection.sequence);
    if (projection.due_time) Set(item.mutable_due_time(), *projection.due_time);
    item.set_reason(projection.reason);
    item.set_provisional(projection.provisional);
  }
  const auto reply = parts_.work_orders->SetDueTimes(request);
  HOTLINE_RETURN_IF_ERROR(parts_.pool->Transact([&](db::Tx& tx) {
    if (reply.ok()) {
      SettleDueProjections(tx, *taken);  // What is refused is of an order that shows none.
    } else {
      PutOffDueProjections(tx, *taken, RetryTimes(*taken, now));
    }
    return absl::OkStatus();
  }));
  if (!reply.ok()) return reply.status();
  return static_cast<int>(taken->size()) == limit;
}

absl::StatusOr<absl::Time> Firings::NextRung() const {
  return parts_.pool->Read<absl::Time>(
      [](db::Tx& tx) -> absl::StatusOr<absl::Time> { return NextRungTime(tx); });
}

absl::StatusOr<absl::Time> Firings::NextDelivery() const {
  return parts_.pool->Read<absl::Time>(
      [](db::Tx& tx) -> absl::StatusOr<absl::Time> { return NextDeliveryTime(tx); });
}

}  // namespace hotline::escalation
