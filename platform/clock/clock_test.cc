#include "platform/clock/clock.h"

#include <filesystem>

#include "catch2/catch.hpp"
#include "platform/crypto/crypto.h"

namespace hotline {
namespace {

TEST_CASE("A manual clock stands still until told") {
  const absl::Time start = absl::FromUnixSeconds(1795392000);
  ManualClock clock(start);
  CHECK(clock.Now() == start);
  clock.Advance(absl::Hours(36));
  CHECK(clock.Now() == start + absl::Hours(36));
  clock.Set(start);
  CHECK(clock.Now() == start);
}

TEST_CASE("Dev clocks of one file step through time together and remember it") {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("hotline-clock-" + crypto::RandomCode(10)))
          .string();
  {
    auto one = DevClock::Open(path).value();
    auto other = DevClock::Open(path).value();
    CHECK(one->Now() - absl::Now() < absl::Minutes(1));
    one->Advance(absl::Hours(72));
    CHECK(other->Now() - absl::Now() > absl::Hours(71));
    other->Advance(absl::Hours(24));
    CHECK(one->Now() - absl::Now() > absl::Hours(95));
  }
  CHECK(DevClock::Open(path).value()->Now() - absl::Now() > absl::Hours(95));
  std::filesystem::remove(path);
  CHECK_FALSE(DevClock::Open("/nonexistent/clock").ok());
}

}  // namespace
}  // namespace hotline
