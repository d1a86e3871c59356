// How many wrong extraction codes one order number bears (see commands/public_access.h).
#pragma once

#include <algorithm>
#include <optional>

#include "absl/time/time.h"

namespace hotline::workorder {

struct QueryAttempts {
  int failures = 0;  // Since the last lock.
  int locks = 0;
  std::optional<absl::Time> locked_until;
};

inline constexpr int kFailuresToLock = 5;
inline constexpr absl::Duration kFirstLock = absl::Minutes(15);
inline constexpr absl::Duration kLongestLock = absl::Hours(24);

inline bool IsLocked(const QueryAttempts& attempts, absl::Time now) {
  return attempts.locked_until && now < *attempts.locked_until;
}

// One more failure: every fifth locks, each time twice as long as before, up to a day.
inline QueryAttempts AfterFailure(QueryAttempts attempts, absl::Time now) {
  if (++attempts.failures < kFailuresToLock) return attempts;
  absl::Duration lock = kFirstLock;
  for (int i = 0; i < attempts.locks && lock < kLongestLock; ++i) lock *= 2;
  return {0, attempts.locks + 1, now + std::min(lock, kLongestLock)};
}

}  // namespace hotline::workorder
