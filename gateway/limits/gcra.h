// The generic cell rate algorithm: a leaky bucket that is one time stamp.
#pragma once

#include <algorithm>
#include <string>

#include "absl/time/time.h"

namespace hotline::gateway {

// `quantity` requests in any `window`, and no more than `quantity` at once.
struct Rate {
  int quantity = 0;  // 0: no limit.
  absl::Duration window = absl::Minutes(1);
  absl::Duration Interval() const { return window / std::max(quantity, 1); }
};

struct Decision {
  bool allowed = true;
  int remaining = 0;
  absl::Duration until_full = absl::ZeroDuration();  // When all of the quota is there again.
  absl::Duration retry_after =
      absl::ZeroDuration();  // When the next request will pass; zero when it would now.
};

// `debt_until` is when all that was taken is paid back; moved on by one interval when the request
// passes and `take`.
inline Decision Decide(const Rate& rate, absl::Time now, bool take, absl::Time* debt_until) {
  if (rate.quantity <= 0) return {};
  const absl::Duration interval = rate.Interval();
  absl::Duration debt = std::max(*debt_until - now, absl::ZeroDuration());
  Decision decision;
  decision.allowed = debt + interval <= rate.window;
  if (decision.allowed && take) {
    debt += interval;
    *debt_until = now + debt;
  }
  decision.remaining = static_cast<int>(std::max<int64_t>((rate.window - debt) / interval, 0));
  decision.until_full = debt;
  decision.retry_after = std::max(debt + interval - rate.window, absl::ZeroDuration());
  return decision;
}

}  // namespace hotline::gateway
