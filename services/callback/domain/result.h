// What may be recorded as the result of a callback, and what a rating may be called.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/callback/domain/retry_rule.h"
#include "services/callback/domain/task.h"

namespace hotline::callback {

struct Result {
  Decision decision = Decision::kNone;
  Resolution resolved = Resolution::kNone;
  Satisfaction satisfaction = Satisfaction::kNone;
  std::string comment;
};

// The attempts without those of agents who turned out to have handled the order: what was told to
// them does not count, and the citizen is called again.
std::vector<Attempt> CountingAttempts(const Task& task, std::vector<Attempt> attempts);

// On what the result rests. INVALID_ARGUMENT: a REJECT without comment (COMMENT_REQUIRED), half a
// rating or none although the citizen was reached (INVALID_INPUT), a satisfaction of an anonymous
// order (RATING_NOT_ALLOWED). FAILED_PRECONDITION (NOT_REACHED) for a rating without a REACHED
// attempt of this round, and for giving up before the retry rule allows it; parameters `attempts`,
// `days` and `spreadMinutes` say what is lacking.
absl::StatusOr<Basis> CheckResult(const Result& result, bool anonymous,
                                  const std::vector<Attempt>& attempts, const Policy& policy);

// DISSATISFIED, VERY_DISSATISFIED or UNRESOLVED: may be asked to be set aside.
bool IsBad(const Rating& rating);

// A request to set the rating aside by its department. FAILED_PRECONDITION: RATING_NOT_BAD,
// SET_ASIDE_TOO_LATE; ALREADY_EXISTS: SET_ASIDE_EXISTS, for a rating is examined once.
absl::Status CheckSetAsideRequest(const Rating& rating, absl::Time now, const Policy& policy);

// FAILED_PRECONDITION (SET_ASIDE_NOT_PENDING); PERMISSION_DENIED (SET_ASIDE_OWN_REQUEST) for who
// asked.
absl::Status CheckSetAsideDecision(const Rating& rating, std::string_view decider_id);

}  // namespace hotline::callback
