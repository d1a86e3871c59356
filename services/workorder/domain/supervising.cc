#include <algorithm>

#include "platform/base/status.h"
#include "services/workorder/domain/names.h"
#include "services/workorder/domain/recording.h"
#include "services/workorder/domain/state_machine.h"

namespace hotline::workorder {
namespace {

bool Open(const Supervision& s) { return !s.reply_time.has_value(); }

absl::StatusOr<Supervision*> FindOpen(WorkOrder& order, const std::string& number) {
  std::vector<Supervision>& all = order.detail.supervisions;
  if (number.empty()) {
    if (std::ranges::count_if(all, Open) > 1) return Invalid("SUPERVISION_AMBIGUOUS");
    return &*std::ranges::find_if(all, Open);  // The state machine has checked that there is one.
  }
  auto found = std::ranges::find(all, number, &Supervision::number);
  if (found == all.end()) return Invalid("SUPERVISION_UNKNOWN");
  if (!Open(*found)) return Precondition("SUPERVISION_REPLIED");
  return &*found;
}

}  // namespace

absl::StatusOr<Event> AddUrge(WorkOrder& order, Urge::Source source, const std::string& comment,
                              const Act& act) {
  const Command command = source == Urge::Source::kTimer ? Command::kUrgeByTimer : Command::kUrge;
  HOTLINE_RETURN_IF_ERROR(Advance(order, command, Outcome::kDone, act.actor));
  AppendUrge(order, source, comment, act);
  return Record(order, "urged", act,
                {{"source", NameOf(source)}, {"count", order.urge_count}, {"comment", comment}});
}

const Urge* RecentCitizenUrge(const WorkOrder& order, absl::Time now) {
  for (const Urge& urge : order.detail.urges) {
    if (urge.source == Urge::Source::kCitizen && urge.urge_time > now - kCitizenUrgeInterval)
      return &urge;
  }
  return nullptr;
}

absl::StatusOr<Event> UrgeByCitizen(WorkOrder& order, const std::string& comment, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kUrge, Outcome::kDone, act.actor));
  if (!comment.empty()) HOTLINE_RETURN_IF_ERROR(AppendNote(order, comment, act));
  AppendUrge(order, Urge::Source::kCitizen, "", act);
  return Record(order, "urged", act,
                {{"source", NameOf(Urge::Source::kCitizen)}, {"count", order.urge_count}});
}

absl::StatusOr<Event> Supervise(WorkOrder& order, const std::string& number,
                                const std::string& requirement, absl::Time deadline,
                                const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kSupervise, Outcome::kDone, act.actor));
  HOTLINE_RETURN_IF_ERROR(AppendSupervision(order, number, requirement, deadline, act.now, act));
  return Record(
      order, "supervised", act,
      {{"number", number}, {"requirement", requirement}, {"deadline", TimeText(deadline)}});
}

absl::StatusOr<Event> ReplySupervision(WorkOrder& order, const std::string& number,
                                       const std::string& reply, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kReplySupervision, Outcome::kDone, act.actor));
  HOTLINE_ASSIGN_OR_RETURN(Supervision * found, FindOpen(order, number));
  found->reply = reply;
  found->replied_by_id = act.actor.id;
  found->replied_by_name = act.actor.name;
  found->reply_time = act.now;
  order.supervised = std::ranges::any_of(order.detail.supervisions, Open);
  return Record(
      order, "supervision_replied", act,
      {{"number", found->number}, {"late", act.now > found->deadline}, {"open", order.supervised}});
}

}  // namespace hotline::workorder
