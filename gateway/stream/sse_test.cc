#include "gateway/testing/fixture.h"

namespace hotline::gateway::testing {
namespace {

const std::string kWatch =
    "GET /test/v1/echo:watch?text=live HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer good\r\n\r\n";

// The next line of the stream that is not framing of the chunks.
std::string Line(Client& client) {
  while (true) {
    std::string line = client.ReadLine();
    if (line.starts_with("id:") || line.starts_with("data:") || line.starts_with("retry:") ||
        line.starts_with("event:") || line == "(end)")
      return line;
  }
}

TEST_CASE("a live query is a stream of numbered events") {
  GatewayTest test;
  Client client(test.gateway->port());
  client.Send(kWatch);
  Reply head = client.Read();
  CHECK(head.status == 200);
  CHECK(head.headers["content-type"] == "text/event-stream; charset=utf-8");
  CHECK(head.headers["cache-control"] == "no-store");
  CHECK(head.headers["x-accel-buffering"] == "no");
  CHECK(Line(client) == "retry: 2000");
  CHECK(Line(client) == "id: 1");
  CHECK(nlohmann::json::parse(Line(client).substr(6))["count"] == 1);
  test.count = 2;
  test.signal.Changed();
  CHECK(Line(client) == "id: 2");
  CHECK(nlohmann::json::parse(Line(client).substr(6))["count"] == 2);
}

TEST_CASE("a stream that is refused is an ordinary problem") {
  GatewayTest test;
  Reply anonymous = test.Ask("GET", "/test/v1/echo:watch");
  CHECK(anonymous.status == 401);
  Reply refused = test.Ask("GET", "/test/v1/echo:watch?text=refuse", GatewayTest::kGood);
  CHECK(refused.status == 400);
  CHECK(refused.Reason() == "WRONG_STATE");
  Reply head = test.Ask("HEAD", "/test/v1/echo:watch", GatewayTest::kGood);
  CHECK(head.status == 200);
  CHECK(head.headers["content-type"] == "text/event-stream; charset=utf-8");
}

TEST_CASE("streams end when the gateway stops, and cleanly") {
  GatewayTest test;
  Client client(test.gateway->port());
  client.Send(kWatch);
  client.Read();
  CHECK(Line(client) == "retry: 2000");
  test.gateway->Shutdown(absl::Seconds(5));
  while (Line(client) != "(end)") {
  }
  CHECK(client.AwaitEnd());
}

TEST_CASE("streams end after the longest time, cleanly") {
  GatewayTest test([](GatewayOptions* options) { options->longest_stream = absl::Seconds(1); });
  Client client(test.gateway->port());
  client.Send(kWatch);
  REQUIRE(client.Read().status == 200);
  std::string line;
  while ((line = Line(client)) != "(end)") CHECK_FALSE(line.starts_with("event: error"));
  CHECK(client.AwaitEnd());
}

TEST_CASE("clients that go cancel their call") {
  GatewayTest test([](GatewayOptions* options) { options->longest_stream = absl::Seconds(100); });
  for (int i = 0; i < 20; ++i) {
    Client client(test.gateway->port());
    client.Send(kWatch);
    if (i % 2 == 0) client.Read();
  }
  // Shutdown waits for every call that is under way: it would take the longest stream's time if one
  // were not cancelled.
  absl::Time before = absl::Now();
  test.gateway->Shutdown(absl::Seconds(20));
  CHECK(absl::Now() - before < absl::Seconds(10));
}

}  // namespace
}  // namespace hotline::gateway::testing
