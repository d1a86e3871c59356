#include "services/notification/domain/sending_time.h"

#include "catch2/catch.hpp"

namespace hotline::notification {
namespace {

absl::Time At(int day, int hour, int minute = 0) {
  return absl::FromCivil(absl::CivilMinute(2026, 11, day, hour, minute),
                         absl::FixedTimeZone(8 * 3600));
}

TEST_CASE("quiet hours end in the morning, local time") {
  const QuietHours night{absl::Hours(22), absl::Hours(8), absl::Hours(8)};
  CHECK(AfterQuietHours(night, At(23, 21, 59)) == At(23, 21, 59));
  CHECK(AfterQuietHours(night, At(23, 22)) == At(24, 8));
  CHECK(AfterQuietHours(night, At(24, 0)) == At(24, 8));
  CHECK(AfterQuietHours(night, At(24, 7, 59)) == At(24, 8));
  CHECK(AfterQuietHours(night, At(24, 8)) == At(24, 8));
  const QuietHours noon{absl::Hours(12), absl::Hours(14), absl::Hours(8)};
  CHECK(AfterQuietHours(noon, At(23, 11)) == At(23, 11));
  CHECK(AfterQuietHours(noon, At(23, 13)) == At(23, 14));
  const QuietHours none{absl::Hours(8), absl::Hours(8), absl::Hours(8)};
  CHECK(AfterQuietHours(none, At(23, 8)) == At(23, 8));
  CHECK(AfterQuietHours(none, At(23, 3)) == At(23, 3));
}

TEST_CASE("limits say when there is room for one more") {
  const std::vector<SendLimit> limits = {{absl::Minutes(1), 1}, {absl::Hours(24), 3}};
  const absl::Time now = At(23, 12);
  CHECK(WithinLimits(limits, {}, now) == now);
  CHECK(WithinLimits(limits, {now - absl::Seconds(61)}, now) == now);
  CHECK(WithinLimits(limits, {now - absl::Seconds(20)}, now) == now + absl::Seconds(40));
  // In any order; the third before the next counts.
  CHECK(WithinLimits(limits, {At(23, 10), At(23, 8), At(23, 9)}, now) == At(24, 8));
  CHECK(WithinLimits(limits, {At(22, 8), At(23, 8), At(23, 9)}, now) == now);
}

}  // namespace
}  // namespace hotline::notification
