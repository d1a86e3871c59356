#include "gateway/limits/limiter.h"

#include "catch2/catch.hpp"
#include "platform/crypto/crypto.h"
#include "platform/testing/environment.h"

namespace hotline::gateway {
namespace {

TEST_CASE("a bucket gives its quantity at once, then one for each interval") {
  ManualClock clock(absl::FromUnixSeconds(1'000'000));
  Limiter limiter(&clock, nullptr, absl::ZeroDuration());
  Policy policy{"test", {10, absl::Seconds(60)}};
  for (int i = 0; i < 10; ++i) {
    Decision decision = limiter.Take(policy, "a");
    CHECK(decision.allowed);
    CHECK(decision.remaining == 9 - i);
  }
  Decision refused = limiter.Take(policy, "a");
  CHECK_FALSE(refused.allowed);
  CHECK(refused.retry_after == absl::Seconds(6));
  CHECK(refused.until_full == absl::Seconds(60));
  CHECK(limiter.Take(policy, "b").allowed);
  clock.Advance(absl::Seconds(6));
  CHECK(limiter.Peek(policy, "a").allowed);
  CHECK(limiter.Take(policy, "a").allowed);
  CHECK_FALSE(limiter.Take(policy, "a").allowed);
  clock.Advance(absl::Hours(1));
  CHECK(limiter.Take(policy, "a").remaining == 9);
  limiter.Share();
  CHECK(limiter.size() == 1);
  CHECK(limiter.Take({"free", {0}}, "a").allowed);
}

TEST_CASE("gateways share what was taken through Redis") {
  SystemClock clock;
  redis::Client redis({.address = hotline::testing::RedisAddress()});
  Limiter one(&clock, &redis, absl::ZeroDuration()), two(&clock, &redis, absl::ZeroDuration());
  Policy policy{"test", {10, absl::Hours(10)}};
  std::string key = crypto::Hex(crypto::RandomBytes(8));
  for (int i = 0; i < 6; ++i) CHECK(one.Take(policy, key).allowed);
  CHECK(two.Take(policy, key).remaining == 9);
  one.Share();
  two.Share();
  CHECK(two.Take(policy, key).remaining == 2);
  two.Share();
  CHECK(one.Take(policy, key).remaining == 3);
  one.Share();
  CHECK(one.Take(policy, key).remaining == 0);
  CHECK_FALSE(one.Take(policy, key).allowed);
}

TEST_CASE("without Redis every gateway goes on by itself") {
  SystemClock clock;
  redis::Client dead({.address = "unix:/nonexistent/redis.sock"});
  Limiter limiter(&clock, &dead, absl::ZeroDuration());
  Policy policy{"test", {2, absl::Hours(1)}};
  CHECK(limiter.Take(policy, "a").allowed);
  limiter.Share();
  CHECK(limiter.Take(policy, "a").allowed);
  limiter.Share();
  CHECK_FALSE(limiter.Take(policy, "a").allowed);
}

TEST_CASE("a flood of addresses does not take all memory") {
  ManualClock clock(absl::FromUnixSeconds(1'000'000));
  Limiter limiter(&clock, nullptr, absl::ZeroDuration());
  Policy policy{"test", {5, absl::Hours(1)}};
  for (int i = 0; i < 200'000; ++i) limiter.Take(policy, std::to_string(i));
  CHECK(limiter.size() <= 160'016);
  clock.Advance(absl::Hours(2));
  limiter.Share();
  CHECK(limiter.size() == 0);
}

TEST_CASE("a subscriber's IPv6 addresses are one") {
  CHECK(AddressKey("203.0.113.7") == "203.0.113.7");
  CHECK(AddressKey("2001:db8:1:2:aaaa::1") == "2001:db8:1:2::/64");
  CHECK(AddressKey("2001:db8:1:2:bbbb::1") == AddressKey("2001:db8:1:2:aaaa::1"));
}

}  // namespace
}  // namespace hotline::gateway
