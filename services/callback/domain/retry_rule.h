// When to call again, and when a citizen counts as unreachable. Figures are data (table `policy`),
// the court's local time is a fixed offset: China keeps no summer time.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "services/callback/domain/task.h"

namespace hotline::callback {

struct Policy {
  absl::Duration lease = absl::Minutes(15);
  int give_up_attempts = 3;                        // At least so many attempts,
  int give_up_days = 2;                            // on so many different days,
  absl::Duration give_up_spread = absl::Hours(2);  // two of them so far apart in time of day.
  absl::Duration retry_after = absl::Hours(2);
  absl::Duration busy_retry_after = absl::Minutes(30);
  absl::Duration call_from = absl::Minutes(510);  // Proposals lie between these times of day.
  absl::Duration call_until = absl::Hours(20);
  absl::Duration set_aside_within = absl::Hours(7 * 24);
  absl::Duration utc_offset = absl::Hours(8);
};

// What the attempts still lack before giving up; all zero (false) when they suffice.
struct Lacking {
  int attempts = 0;
  int days = 0;
  bool spread = false;
  bool nothing() const { return attempts == 0 && days == 0 && !spread; }
};
Lacking WhatIsLacking(const std::vector<absl::Time>& attempts, const Policy& policy);

bool Reached(const std::vector<Attempt>& attempts);
// Nobody was reached, and the rule was kept.
bool MayGiveUp(const std::vector<Attempt>& attempts, const Policy& policy);

// The first time, in calling hours and not before the wait after the last attempt, at which a
// further attempt brings the rule nearer: on another day or at another time of day when the
// attempts left would otherwise not do. Nothing when the citizen was reached or may be given up.
// Attempts are in order of time.
std::optional<absl::Time> NextAttemptTime(const std::vector<Attempt>& attempts,
                                          const Policy& policy);

}  // namespace hotline::callback
