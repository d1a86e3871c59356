#include "services/identity/domain/lockout.h"

#include "catch2/catch.hpp"

namespace hotline::identity {
namespace {

TEST_CASE("locks grow from half a minute to an hour") {
  CHECK(LockAfter(1) == absl::ZeroDuration());
  CHECK(LockAfter(4) == absl::ZeroDuration());
  CHECK(LockAfter(5) == absl::Seconds(30));
  CHECK(LockAfter(6) == absl::Seconds(60));
  CHECK(LockAfter(11) == absl::Seconds(1920));
  CHECK(LockAfter(12) == absl::Hours(1));
  CHECK(LockAfter(1000000) == absl::Hours(1));
}

TEST_CASE("nobody gets more than a dozen guesses in any hour") {
  absl::Duration elapsed;
  int guesses = 0;
  while (elapsed <= absl::Hours(1)) elapsed += LockAfter(++guesses);
  CHECK(guesses <= 12);
}

}  // namespace
}  // namespace hotline::identity
