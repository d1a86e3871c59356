#include "services/callback/domain/retry_rule.h"

#include "catch2/catch.hpp"

namespace hotline::callback {
namespace {

const absl::TimeZone kChina = absl::FixedTimeZone(8 * 3600);

absl::Time At(int day, int hour, int minute = 0) {
  return absl::FromCivil(absl::CivilMinute(2026, 11, day, hour, minute), kChina);
}

std::vector<Attempt> Tried(const std::vector<absl::Time>& times,
                           Outcome outcome = Outcome::kNoAnswer) {
  std::vector<Attempt> attempts;
  for (absl::Time time : times)
    attempts.push_back(
        {.outcome = outcome, .comment = {}, .agent_id = {}, .agent_name = {}, .time = time});
  return attempts;
}

TEST_CASE("a citizen is unreachable after three attempts on two days at different times of day") {
  const Policy policy;
  CHECK_FALSE(MayGiveUp({}, policy));
  CHECK_FALSE(MayGiveUp(Tried({At(23, 9), At(24, 15)}), policy));              // Two attempts.
  CHECK_FALSE(MayGiveUp(Tried({At(23, 9), At(23, 12), At(23, 15)}), policy));  // One day.
  CHECK_FALSE(
      MayGiveUp(Tried({At(23, 9), At(23, 10), At(24, 10, 30)}), policy));  // Always in the morning.
  CHECK(MayGiveUp(Tried({At(23, 9), At(23, 11), At(24, 9)}), policy));
  CHECK(MayGiveUp(Tried({At(23, 9), At(23, 11), At(24, 9)}, Outcome::kRefused), policy));
  CHECK_FALSE(MayGiveUp(Tried({At(23, 9), At(23, 11), At(24, 9)}, Outcome::kReached), policy));
}

TEST_CASE("days are the court's days, and times of day go round the clock") {
  Policy policy;
  policy.give_up_attempts = 2;
  // 23:50 and 00:10 are two days, but the same time of day; so are 15:50 and 16:10 UTC.
  const Lacking lacking = WhatIsLacking({At(23, 23, 50), At(24, 0, 10)}, policy);
  CHECK(lacking.days == 0);
  CHECK(lacking.spread);
  CHECK(WhatIsLacking({At(23, 7), At(23, 9)}, policy).days == 1);  // 23:00 and 01:00 in UTC.
}

TEST_CASE("the next attempt is proposed where it brings the rule nearer") {
  const Policy policy;
  CHECK_FALSE(NextAttemptTime({}, policy));
  CHECK(NextAttemptTime(Tried({At(23, 9)}), policy) == At(23, 11));
  CHECK(NextAttemptTime(Tried({At(23, 9)}, Outcome::kBusy), policy) == At(23, 9, 30));
  CHECK(NextAttemptTime(Tried({At(23, 9), At(23, 11)}), policy) ==
        At(24, 8, 30));  // Now another day.
  // Another day at another time of day: 8:30 to 10:00 would not do.
  CHECK(NextAttemptTime(Tried({At(23, 8, 30), At(23, 9)}), policy) == At(24, 10, 30));
  CHECK(NextAttemptTime(Tried({At(23, 19)}), policy) == At(24, 8, 30));  // Not at night.
  CHECK(NextAttemptTime(Tried({At(23, 9), At(23, 9, 10), At(23, 9, 20)}), policy) ==
        At(23, 11, 20));
  CHECK_FALSE(NextAttemptTime(Tried({At(23, 9), At(23, 11), At(24, 9)}), policy));
  CHECK_FALSE(NextAttemptTime(Tried({At(23, 9)}, Outcome::kReached), policy));
}

TEST_CASE("whoever calls when proposed may give up in the end, under any rule") {
  for (int attempts = 1; attempts <= 5; ++attempts) {
    for (int days = 1; days <= attempts; ++days) {
      for (int spread = 0; spread <= 8; ++spread) {
        if (attempts == 1 && spread > 0) continue;  // One attempt has one time of day.
        Policy policy;
        policy.give_up_attempts = attempts;
        policy.give_up_days = days;
        policy.give_up_spread = absl::Hours(spread);
        std::vector<Attempt> made = Tried({At(23, 17, 40)});
        while (auto next = NextAttemptTime(made, policy)) {
          REQUIRE(*next > made.back().time);
          made.push_back({.outcome = Outcome::kNoAnswer,
                          .comment = {},
                          .agent_id = {},
                          .agent_name = {},
                          .time = *next});
          REQUIRE(made.size() <= 6);
        }
        CAPTURE(attempts, days, spread);
        CHECK(MayGiveUp(made, policy));
        CHECK(made.size() == static_cast<size_t>(attempts));
      }
    }
  }
}

}  // namespace
}  // namespace hotline::callback
