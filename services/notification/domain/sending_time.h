// When a person may be written to: not in quiet hours, and not too often.
#pragma once

#include <vector>

#include "absl/time/time.h"

namespace hotline::notification {

// Times of day in the court's local time, a fixed offset: China keeps no summer time. May reach
// over midnight; equal times: none.
struct QuietHours {
  absl::Duration from = absl::ZeroDuration();
  absl::Duration until = absl::ZeroDuration();
  absl::Duration utc_offset = absl::Hours(8);
};
// `time`, or the end of the quiet hours that it lies in.
absl::Time AfterQuietHours(const QuietHours& hours, absl::Time time);

struct SendLimit {
  absl::Duration window;
  int most = 0;
};
// `now`, or the first moment at which one more letter keeps every limit. `sent` are the times of
// earlier ones, in any order.
absl::Time WithinLimits(const std::vector<SendLimit>& limits, std::vector<absl::Time> sent,
                        absl::Time now);

}  // namespace hotline::notification
