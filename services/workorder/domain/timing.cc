#include "platform/base/status.h"
#include "services/workorder/domain/dictionary.h"
#include "services/workorder/domain/names.h"
#include "services/workorder/domain/recording.h"
#include "services/workorder/domain/state_machine.h"

namespace hotline::workorder {
namespace {

struct Kind {
  Command command;
  std::string_view event;
};

Kind KindOf(TimerEffect::Action action) {
  using enum TimerEffect::Action;
  switch (action) {
    case kRemind:
      return {Command::kRemind, "reminded"};
    case kUrge:
      return {Command::kUrgeByTimer, "urged"};
    case kNotifyHead:
      return {Command::kNotifyHead, "head_notified"};
    case kSupervise:
      return {Command::kSuperviseByTimer, "supervised"};
    case kCriticize:
      break;
  }
  return {Command::kCriticize, "criticized"};
}

}  // namespace

absl::StatusOr<Event> ApplyTimerEffect(WorkOrder& order, const TimerEffect& effect,
                                       const Act& act) {
  const Kind kind = KindOf(effect.action);
  HOTLINE_RETURN_IF_ERROR(Advance(order, kind.command, Outcome::kDone, act.actor));
  if (effect.round != order.round)
    return Precondition("WRONG_ROUND", {{"round", std::to_string(order.round)}});
  nlohmann::json fields = {{"clock", NameOf(effect.clock)},
                           {"rung", effect.rung},
                           {"dueTime", TimeText(effect.due_time)},
                           {"firedAt", TimeText(effect.fired_at)},
                           {"late", effect.late}};
  if (effect.action == TimerEffect::Action::kUrge) {
    AppendUrge(order, Urge::Source::kTimer, "", act);
    fields["source"] = NameOf(Urge::Source::kTimer);
    fields["count"] = order.urge_count;
  }
  if (effect.action == TimerEffect::Action::kSupervise) {
    const std::string requirement(SupervisionRequirement(NameOf(effect.clock)));
    HOTLINE_RETURN_IF_ERROR(AppendSupervision(order, effect.supervision_number, requirement,
                                              effect.supervision_deadline, effect.fired_at, act));
    fields["number"] = effect.supervision_number;
    fields["requirement"] = requirement;
    fields["deadline"] = TimeText(effect.supervision_deadline);
  }
  return Record(order, kind.event, act, std::move(fields));
}

absl::StatusOr<Event> SetDueTime(WorkOrder& order, const DueTime& due, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kSetDueTime, Outcome::kDone, act.actor));
  order.due_time = due.time;
  order.due_provisional = due.provisional;
  order.due_sequence = due.sequence;
  nlohmann::json fields = {{"dueTime", due.time ? TimeText(*due.time) : ""},
                           {"reason", due.reason}};
  if (due.provisional) fields["provisional"] = true;
  return Record(order, "due_time_set", act, std::move(fields));
}

}  // namespace hotline::workorder
