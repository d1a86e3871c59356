#include "platform/base/status.h"
#include "services/workorder/domain/names.h"
#include "services/workorder/domain/recording.h"
#include "services/workorder/domain/state_machine.h"

namespace hotline::workorder {

absl::StatusOr<Merged> Merge(WorkOrder& order, WorkOrder& into, const std::string& comment,
                             const Act& act) {
  if (order.id == into.id) return Invalid("MERGE_WITH_ITSELF");
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kMerge, Outcome::kDone, act.actor));
  if (into.court_id != order.court_id) return Precondition("MERGE_OTHER_COURT");
  if (!IsOpen(into.state)) return Precondition("MERGE_INTO_CLOSED");
  if (!order.detail.merged_ids.empty()) return Precondition("MERGE_HAS_MERGED");
  HOTLINE_RETURN_IF_ERROR(Advance(into, Command::kAttach, Outcome::kDone, act.actor));
  order.merged_into_id = into.id;
  order.close_time = act.now;
  order.close_reason = "MERGED";
  into.detail.merged_ids.push_back(order.id);
  AppendUrge(into, Urge::Source::kCitizen, comment, act);
  return Merged{
      Record(order, "merged", act,
             {{"intoId", into.id}, {"intoNumber", into.number}, {"comment", comment}}),
      Record(into, "merge_received", act,
             {{"fromId", order.id}, {"fromNumber", order.number}, {"count", into.urge_count}})};
}

absl::StatusOr<Event> AttachRepeat(WorkOrder& order, const std::string& content, const Act& act) {
  if (!IsOpen(order.state)) return Precondition("ATTACH_TO_CLOSED");
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kAttach, Outcome::kDone, act.actor));
  HOTLINE_RETURN_IF_ERROR(AppendNote(order, content, act));
  AppendUrge(order, Urge::Source::kCitizen, "", act);
  return Record(
      order, "urged", act,
      {{"source", NameOf(Urge::Source::kCitizen)}, {"count", order.urge_count}, {"repeat", true}});
}

}  // namespace hotline::workorder
