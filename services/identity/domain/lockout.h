// How long a name stays locked after failed logins (NIST SP 800-63B 3.2.2: growing delay, far fewer
// than 100 in a row).
//
// The first four failures cost nothing; from the fifth each one locks the name, for 30 s, 60 s … up
// to an hour: at most a dozen guesses in the first hour and about one an hour after it. A quiet day
// or a successful login starts anew.
#pragma once

#include "absl/time/time.h"

namespace hotline::identity {

inline constexpr int kFreeFailures = 4;
inline constexpr absl::Duration kFailureMemory = absl::Hours(24);

// Zero: not locked. `failures` counts this one.
absl::Duration LockAfter(int failures);

}  // namespace hotline::identity
