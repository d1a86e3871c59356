#include "gateway/rest/core.h"
#include "gateway/testing/fixture.h"
#include "platform/testing/environment.h"

namespace hotline::gateway::testing {
namespace {

// Whether the authenticator is asked again soon. Every request is a round trip, so nothing sleeps.
bool IsAskedAgain(GatewayTest& test, int before, absl::Duration within) {
  Client client(test.gateway->port());
  for (absl::Time latest = absl::Now() + within; absl::Now() < latest;) {
    client.Send("GET /test/v1/echo HTTP/1.1\r\nHost: t\r\n" + GatewayTest::kGood + "\r\n");
    client.Read();
    if (test.authenticator.asked > before) return true;
  }
  return false;
}

TEST_CASE("other gateways hear of a change of access through Redis") {
  redis::Options where{.address = hotline::testing::RedisAddress()};
  redis::Client redis(where);
  auto shared = [&](GatewayOptions* options) {
    options->redis = &redis;
    options->redis_subscription = where;
    options->remember_callers = absl::Hours(1);
    options->limits.open.rate.quantity = 0;
    options->limits.user.rate.quantity = 0;
  };
  GatewayTest one(shared), two(shared);
  // Until it hears: its connection takes a moment, and clears once itself.
  int heard = 0;
  for (int i = 0; i < 1000 && heard < 3; ++i) {
    REQUIRE(redis.Publish(kAccessChannel, "test").ok());
    heard += IsAskedAgain(two, two.authenticator.asked, absl::Milliseconds(20));
  }
  REQUIRE(heard == 3);
  while (IsAskedAgain(two, two.authenticator.asked, absl::Milliseconds(100))) {
  }
  int before = two.authenticator.asked;
  CHECK(one.Post("/test/v1/forms", "{}").status == 200);
  CHECK(IsAskedAgain(two, before, absl::Seconds(10)));
}

}  // namespace
}  // namespace hotline::gateway::testing
