#include "gateway/auth/caller_cache.h"

#include "catch2/catch.hpp"
#include "platform/base/status.h"

namespace hotline::gateway {
namespace {

// Answers when told.
class SlowSource : public Authenticator {
 public:
  void Authenticate(const Credentials&,
                    std::function<void(absl::StatusOr<Identified>)> done) override {
    ++asked;
    waiting.push_back(std::move(done));
  }
  void Answer(absl::StatusOr<Identified> with) {
    auto all = std::exchange(waiting, {});
    for (auto& done : all) done(with);
  }
  int asked = 0;
  std::vector<std::function<void(absl::StatusOr<Identified>)>> waiting;
};

struct CacheTest {
  ManualClock real{absl::FromUnixSeconds(100)};
  ManualClock clock{absl::FromUnixSeconds(5000)};
  SlowSource source;
  CallerCache cache{&source, &real, &clock};
  int answers = 0;
  std::string last;

  void Find(const std::string& token = "t") {
    cache.Find({.access_token = token, .api_key = ""}, [this](const CallerCache::Answer& answer) {
      ++answers;
      last = answer.ok() ? (*answer)->id : ReasonOf(answer.status());
    });
  }
  Identified Somebody(absl::Time expires = absl::InfiniteFuture()) {
    Identified identified;
    identified.caller.id = "u1";
    identified.expires = expires;
    return identified;
  }
};

TEST_CASE("one answer serves all who ask within the time to live") {
  CacheTest test;
  test.Find();
  test.Find();
  CHECK(test.source.asked == 1);
  test.source.Answer(test.Somebody());
  CHECK(test.answers == 2);
  test.Find();
  CHECK(test.last == "u1");
  CHECK(test.source.asked == 1);
  test.real.Advance(absl::Milliseconds(1001));
  test.Find();
  CHECK(test.source.asked == 2);
}

TEST_CASE("what identity says of expiry holds by the injected clock") {
  CacheTest test;
  test.Find();
  test.source.Answer(test.Somebody(test.clock.Now() + absl::Minutes(1)));
  test.Find();
  CHECK(test.source.asked == 1);
  test.clock.Advance(absl::Minutes(1));
  test.Find();
  CHECK(test.source.asked == 2);
}

TEST_CASE("an answer from before a change is not kept") {
  CacheTest test;
  test.Find();
  test.cache.Clear();
  test.source.Answer(test.Somebody());
  CHECK(test.answers == 1);
  test.Find();
  CHECK(test.source.asked == 2);
  test.Find();
  test.cache.Clear();
  test.Find();
  CHECK(test.source.asked == 3);
}

TEST_CASE("bad credentials are remembered, a service that is down is not") {
  CacheTest test;
  test.Find();
  test.source.Answer(Refuse(absl::StatusCode::kUnauthenticated, "INVALID_TOKEN"));
  test.Find();
  CHECK(test.source.asked == 1);
  CHECK(test.last == "INVALID_TOKEN");
  test.Find("other");
  test.source.Answer(Refuse(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE"));
  test.Find("other");
  CHECK(test.source.asked == 3);
}

TEST_CASE("what was good once is known, what was bad only for a moment") {
  CacheTest test;
  const Credentials good{.access_token = "t", .api_key = ""},
      bad{.access_token = "b", .api_key = ""};
  CHECK_FALSE(test.cache.Knows(good));
  test.Find("t");
  test.source.Answer(test.Somebody());
  test.Find("b");
  test.source.Answer(Refuse(absl::StatusCode::kUnauthenticated, "INVALID_TOKEN"));
  CHECK(test.cache.Knows(bad));
  test.cache.Clear();
  CHECK(test.cache.Knows(good));
  CHECK_FALSE(test.cache.Knows(bad));
}

TEST_CASE("the cache is bounded") {
  ManualClock real(absl::FromUnixSeconds(100));
  SlowSource source;
  CallerCache cache(&source, &real, &real, {.time_to_live = absl::Seconds(1), .max_entries = 3});
  for (int i = 0; i < 10; ++i) {
    cache.Find({.access_token = std::to_string(i), .api_key = ""},
               [](const CallerCache::Answer&) {});
    source.Answer(Identified{});
  }
  CHECK_FALSE(cache.Knows({.access_token = "0", .api_key = ""}));
  CHECK(cache.Knows({.access_token = "9", .api_key = ""}));
  CHECK_FALSE(cache.Knows({.access_token = "", .api_key = "9"}));
}

TEST_CASE("credentials are read from headers") {
  CHECK(ReadCredentials("Bearer abc", "")->access_token == "abc");
  CHECK(ReadCredentials("bearer abc", "")->access_token == "abc");
  CHECK(ReadCredentials("", "hk_1_x")->api_key == "hk_1_x");
  CHECK(ReadCredentials("", "")->empty());
  for (const char* bad : {"Bearer ", "Bearer a b", "Basic abc", "abc", "Bearer \xe5"})
    CHECK_FALSE(ReadCredentials(bad, "").ok());
  CHECK_FALSE(ReadCredentials("Bearer " + std::string(257, 'a'), "").ok());
  CHECK_FALSE(ReadCredentials("Bearer a", "b").ok());
}

}  // namespace
}  // namespace hotline::gateway
