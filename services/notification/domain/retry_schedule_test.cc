#include "services/notification/domain/retry_schedule.h"

#include <set>
#include <string>

#include "catch2/catch.hpp"

namespace hotline::notification {
namespace {

TEST_CASE("pauses follow the table, up to a fifth longer, always the same for a letter") {
  const absl::Duration table[] = {absl::Seconds(5), absl::Minutes(5), absl::Minutes(30),
                                  absl::Hours(2),   absl::Hours(5),   absl::Hours(10),
                                  absl::Hours(14),  absl::Hours(20),  absl::Hours(24)};
  for (int tries = 1; tries <= 9; ++tries) {
    CAPTURE(tries);
    std::set<absl::Duration> pauses;
    for (int letter = 0; letter < 200; ++letter) {
      const auto pause = PauseAfter(ChannelKind::kWebhook, tries, std::to_string(letter), {});
      REQUIRE(pause);
      CHECK(*pause >= table[tries - 1]);
      CHECK(*pause <= table[tries - 1] * 1.2);
      CHECK(pause == PauseAfter(ChannelKind::kWebhook, tries, std::to_string(letter), {}));
      pauses.insert(*pause);
    }
    CHECK(pauses.size() > (tries == 1 ? 1 : 50));
  }
  CHECK_FALSE(PauseAfter(ChannelKind::kWebhook, 10, "a", {}));
  CHECK_FALSE(PauseAfter(ChannelKind::kEmail, 9, "a", {}));
  CHECK_FALSE(PauseAfter(ChannelKind::kSms, 7, "a", {}));
}

TEST_CASE("the receiver may ask for a longer pause, not for a shorter one, and not for ever") {
  const auto after = [](absl::Duration wished) {
    return *PauseAfter(ChannelKind::kWebhook, 1, "a", wished);
  };
  CHECK(after(absl::Minutes(2)) == absl::Minutes(2));
  CHECK(after(absl::ZeroDuration()) >= absl::Seconds(5));
  CHECK(after(absl::Hours(1000)) == absl::Hours(24));
}

TEST_CASE("a replay begins the schedule anew") {
  Delivery delivery{.attempts = 10, .earlier_attempts = 0};
  const Outcome failed{.kind = Outcome::Kind::kRetry, .reason = "TIMEOUT"};
  CHECK(After(delivery, failed, absl::UnixEpoch()).state == DeliveryState::kDead);
  delivery.attempts = 11;
  delivery.earlier_attempts = 10;
  const Settlement settled = After(delivery, failed, absl::UnixEpoch());
  CHECK(settled.state == DeliveryState::kPending);
  CHECK(settled.reason == "TIMEOUT");
  CHECK(*settled.next_attempt_time < absl::UnixEpoch() + absl::Seconds(7));
}

}  // namespace
}  // namespace hotline::notification
