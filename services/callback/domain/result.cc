#include "services/callback/domain/result.h"

#include <set>

#include "platform/base/status.h"

namespace hotline::callback {
namespace {

absl::Status NotReached(const std::vector<Attempt>& attempts, const Policy& policy) {
  std::vector<absl::Time> times;
  for (const Attempt& attempt : attempts) times.push_back(attempt.time);
  const Lacking lacking = WhatIsLacking(times, policy);
  return Precondition(
      "NOT_REACHED",
      {{"attempts", std::to_string(lacking.attempts)},
       {"days", std::to_string(lacking.days)},
       {"spreadMinutes",
        std::to_string(lacking.spread ? absl::ToInt64Minutes(policy.give_up_spread) : 0)}});
}

}  // namespace

std::vector<Attempt> CountingAttempts(const Task& task, std::vector<Attempt> attempts) {
  const std::set<std::string> handled(task.participant_ids.begin(), task.participant_ids.end());
  std::erase_if(attempts, [&](const Attempt& one) { return handled.contains(one.agent_id); });
  return attempts;
}

absl::StatusOr<Basis> CheckResult(const Result& result, bool anonymous,
                                  const std::vector<Attempt>& attempts, const Policy& policy) {
  if (result.decision == Decision::kReject && result.comment.empty())
    return Invalid("COMMENT_REQUIRED");
  const bool resolved = result.resolved != Resolution::kNone;
  const bool satisfaction = result.satisfaction != Satisfaction::kNone;
  if (anonymous) {
    if (satisfaction) return Invalid("RATING_NOT_ALLOWED");
    return Basis::kUncalled;
  }
  if (Reached(attempts)) {
    std::vector<Violation> violations;
    if (!resolved) violations.push_back({"resolved", "REQUIRED", ""});
    if (!satisfaction) violations.push_back({"satisfaction", "REQUIRED", ""});
    if (!violations.empty()) return RefuseInput(violations);
    return Basis::kAsked;
  }
  if (resolved || satisfaction || !MayGiveUp(attempts, policy)) return NotReached(attempts, policy);
  return Basis::kUnreachable;
}

bool IsBad(const Rating& rating) {
  return rating.satisfaction == Satisfaction::kDissatisfied ||
         rating.satisfaction == Satisfaction::kVeryDissatisfied ||
         rating.resolved == Resolution::kUnresolved;
}

absl::Status CheckSetAsideRequest(const Rating& rating, absl::Time now, const Policy& policy) {
  if (!IsBad(rating)) return Precondition("RATING_NOT_BAD");
  if (rating.set_aside.state != SetAsideState::kNone) return Conflict("SET_ASIDE_EXISTS");
  if (now > rating.time + policy.set_aside_within) {
    return Precondition(
        "SET_ASIDE_TOO_LATE",
        {{"days", std::to_string(absl::ToInt64Hours(policy.set_aside_within) / 24)}});
  }
  return absl::OkStatus();
}

absl::Status CheckSetAsideDecision(const Rating& rating, std::string_view decider_id) {
  if (rating.set_aside.state != SetAsideState::kRequested)
    return Precondition("SET_ASIDE_NOT_PENDING");
  if (rating.set_aside.requested_by_id == decider_id) return Denied("SET_ASIDE_OWN_REQUEST");
  return absl::OkStatus();
}

}  // namespace hotline::callback
