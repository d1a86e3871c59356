#include "services/callback/commands/set_aside.h"

#include <algorithm>

#include "services/callback/domain/access.h"
#include "services/callback/domain/result.h"

namespace hotline::callback {
namespace {

struct Locked {
  Task task;
  Rating rating;
};

// The rating as it stands while its task is locked.
absl::StatusOr<Locked> LockRated(db::Tx& tx, const Stores& stores, const Acting& acting,
                                 std::string_view task_id) {
  Locked locked;
  HOTLINE_ASSIGN_OR_RETURN(locked.task, stores.tasks.Lock(tx, task_id));
  HOTLINE_RETURN_IF_ERROR(CheckEtag(acting, locked.task.revision));
  HOTLINE_ASSIGN_OR_RETURN(locked.rating, stores.ratings.Get(tx, task_id));
  return locked;
}

// Of the ratings that `mine` accepts: that of `round` or, for 0, the first that `wanted` accepts,
// else any.
template <class Mine, class Wanted>
absl::StatusOr<Rating> Choose(const std::vector<Rating>& ratings, int round, Mine mine,
                              Wanted wanted) {
  const Rating* chosen = nullptr;
  for (const Rating& rating : ratings) {
    if (!mine(rating) || (round != 0 && rating.round != round)) continue;
    if (chosen == nullptr || (!wanted(*chosen) && wanted(rating))) chosen = &rating;
  }
  if (chosen == nullptr) return NotFound("RATING_NOT_FOUND");
  return *chosen;
}

}  // namespace

absl::StatusOr<Rating> RequestSetAside(db::Tx& tx, const Stores& stores, const Acting& acting,
                                       std::string_view work_order_id, int round,
                                       const std::string& reason) {
  HOTLINE_ASSIGN_OR_RETURN(std::vector<Rating> ratings, stores.ratings.OfOrder(tx, work_order_id));
  std::reverse(ratings.begin(), ratings.end());  // Latest first.
  const auto own = [&](const Rating& rating) {
    return !rating.refusal && SeesRating(rating, acting.caller) && !rating.department_id.empty() &&
           rating.department_id == acting.caller.department_id;
  };
  HOTLINE_ASSIGN_OR_RETURN(Rating chosen, Choose(ratings, round, own, IsBad));
  HOTLINE_ASSIGN_OR_RETURN(Locked locked, LockRated(tx, stores, acting, chosen.task_id));
  auto& [task, rating] = locked;
  HOTLINE_RETURN_IF_ERROR(
      CheckSetAsideRequest(rating, acting.now, stores.tasks.PolicyOf(tx, task.court_id)));
  rating.set_aside = {.state = SetAsideState::kRequested,
                      .reason = reason,
                      .requested_by_id = acting.caller.id,
                      .requested_by_name = acting.caller.name,
                      .request_time = acting.now,
                      .decided_by_id = {},
                      .decided_by_name = {},
                      .decide_time = {},
                      .comment = {}};
  stores.ratings.InsertSetAside(tx, rating);
  stores.tasks.Save(tx, task, acting.Did("callback_task.set_aside_requested"));
  rating.revision = task.revision;
  return rating;
}

absl::StatusOr<Rating> DecideSetAside(db::Tx& tx, const Stores& stores, const Acting& acting,
                                      std::string_view work_order_id, int round,
                                      SetAsideState decision, const std::string& comment) {
  HOTLINE_ASSIGN_OR_RETURN(std::vector<Rating> ratings, stores.ratings.OfOrder(tx, work_order_id));
  const auto visible = [&](const Rating& rating) {
    return !rating.refusal && SeesRating(rating, acting.caller);
  };
  const auto pending = [](const Rating& rating) {
    return rating.set_aside.state == SetAsideState::kRequested;
  };
  HOTLINE_ASSIGN_OR_RETURN(Rating chosen, Choose(ratings, round, visible, pending));
  HOTLINE_ASSIGN_OR_RETURN(Locked locked, LockRated(tx, stores, acting, chosen.task_id));
  auto& [task, rating] = locked;
  HOTLINE_RETURN_IF_ERROR(CheckSetAsideDecision(rating, acting.caller.id));
  rating.set_aside.state = decision;
  rating.set_aside.decided_by_id = acting.caller.id;
  rating.set_aside.decided_by_name = acting.caller.name;
  rating.set_aside.decide_time = acting.now;
  rating.set_aside.comment = comment;
  stores.ratings.DecideSetAside(tx, rating);
  stores.tasks.Save(tx, task,
                    acting.Did("callback_task.set_aside_decided",
                               {{"setAside", NameOf(decision)},
                                {"resolved", NameOf(rating.resolved)},
                                {"satisfaction", NameOf(rating.satisfaction)}}));
  rating.revision = task.revision;
  return rating;
}

}  // namespace hotline::callback
