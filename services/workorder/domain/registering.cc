#include "platform/base/status.h"
#include "services/workorder/domain/names.h"
#include "services/workorder/domain/recording.h"
#include "services/workorder/domain/state_machine.h"
#include "services/workorder/domain/visibility.h"

namespace hotline::workorder {

Event Register(WorkOrder& draft, const Court& court, const Act& act) {
  draft.court_id = court.id;
  draft.court_path = court.path;
  draft.created_by_id = act.actor.id;
  draft.created_by_name = act.actor.name;
  draft.create_time = act.now;
  return Record(draft, "registered", act,
                {{"channel", NameOf(draft.channel)},
                 {"anonymous", draft.requester.anonymous},
                 {"confidential", draft.requester.confidential},
                 {"attachments", draft.detail.attachment_ids.size()}});
}

absl::StatusOr<Event> Answer(WorkOrder& order, const std::string& answer, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kAnswer, Outcome::kDone, act.actor));
  order.detail.answer = answer;
  order.close_time = act.now;
  order.close_reason = "ANSWERED_AT_ONCE";
  return Record(order, "answered", act, {{"closeReason", order.close_reason}});
}

absl::StatusOr<Event> Cancel(WorkOrder& order, const std::string& reason, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kCancel, Outcome::kDone, act.actor));
  order.close_time = act.now;
  order.close_reason = reason;
  return Record(order, "canceled", act, {{"reason", reason}});
}

absl::StatusOr<Event> AddNote(WorkOrder& order, const std::string& content, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kAddNote, Outcome::kDone, act.actor));
  HOTLINE_RETURN_IF_ERROR(AppendNote(order, content, act));
  return Record(order, "note_added", act, {{"note", order.detail.notes.size()}});
}

absl::StatusOr<Event> Reveal(WorkOrder& order, const std::string& reason, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kReveal, Outcome::kDone, act.actor));
  if (!MaySeeRequester(order, act.actor)) return Denied("CONFIDENTIAL");
  const absl::Time changed = order.update_time;
  Event event = Record(order, "revealed", act, {{"reason", reason}});
  order.update_time = changed;  // Reading is recorded, but changes nothing.
  return event;
}

}  // namespace hotline::workorder
