#include "services/notification/domain/sending_time.h"

#include <algorithm>
#include <functional>

namespace hotline::notification {

absl::Time AfterQuietHours(const QuietHours& hours, absl::Time time) {
  constexpr absl::Duration kDay = absl::Hours(24);
  const absl::Time local = time + hours.utc_offset;
  const absl::Time midnight = absl::UnixEpoch() + absl::Floor(local - absl::UnixEpoch(), kDay);
  const absl::Duration of_day = local - midnight;
  const bool over_midnight = hours.from > hours.until;
  const bool quiet = over_midnight ? of_day >= hours.from || of_day < hours.until
                                   : of_day >= hours.from && of_day < hours.until;
  if (!quiet) return time;
  const absl::Time end =
      midnight + hours.until + (of_day < hours.until ? absl::ZeroDuration() : kDay);
  return end - hours.utc_offset;
}

absl::Time WithinLimits(const std::vector<SendLimit>& limits, std::vector<absl::Time> sent,
                        absl::Time now) {
  std::ranges::sort(sent, std::greater<>());
  absl::Time first = now;
  for (const SendLimit& limit : limits) {
    if (static_cast<int>(sent.size()) < limit.most) continue;
    // Once the oldest of the last `most` has left the window there is room for one.
    first = std::max(first, sent[limit.most - 1] + limit.window);
  }
  return first;
}

}  // namespace hotline::notification
