#include "platform/redis/redis.h"

#include <atomic>
#include <thread>

#include "catch2/catch.hpp"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "platform/redis/fake_server.h"
#include "platform/testing/environment.h"

namespace hotline::redis {
namespace {

// A busy test machine is no reason to fail.
Options Patient(std::string address = testing::RedisAddress()) {
  return {.address = std::move(address), .timeout = absl::Seconds(30)};
}

// Other tests share the server.
std::string Unique(const std::string& name) {
  return "test:" + crypto::RandomCode(10) + ":" + name;
}

TEST_CASE("Values are kept, replaced, deleted and vanish in time") {
  Client client(Patient());
  const std::string key = Unique("value");
  CHECK(client.Get(key).value() == std::nullopt);
  const std::string bytes("a\0b\r\n\xff %s", 9);
  REQUIRE(client.Set(key, bytes, absl::Minutes(1)).ok());
  CHECK(client.Get(key).value() == bytes);
  REQUIRE(client.Set(key, "", absl::InfiniteDuration()).ok());
  CHECK(client.Get(key).value() == "");
  const std::string ttl = "return redis.call('PTTL', KEYS[1])";
  CHECK(client.Eval(ttl, {key}, {}).value() == std::vector<int64_t>{-1});
  REQUIRE(client.Set(key, "x", absl::Minutes(1)).ok());
  const auto left = client.Eval(ttl, {key}, {}).value();
  CHECK((left[0] > 0 && left[0] <= 60000));
  REQUIRE(client.Delete(key).ok());
  REQUIRE(client.Delete(key).ok());
  CHECK(client.Get(key).value() == std::nullopt);
}

TEST_CASE("A script runs before and after it is known, and returns integers") {
  Client client(Patient());
  const std::string script =
      "-- " + Unique("script") + "\nreturn {tonumber(ARGV[1]) + 1, #KEYS, string.len(KEYS[2])}";
  for (int i = 0; i < 3; ++i) {
    CHECK(client.Eval(script, {"a", "bcd"}, {"41"}).value() == std::vector<int64_t>{42, 2, 3});
  }
  CHECK(client.Eval("return 7", {}, {}).value() == std::vector<int64_t>{7});
  CHECK(client.Eval("return nil", {}, {}).value().empty());
  CHECK(client.Eval("return {}", {}, {}).value().empty());
  for (const char* bad : {"return 'text'", "return {1, 'text'}", "this is no Lua",
                          "return redis.call('NOSUCH')", "return redis.error_reply('MINE')"}) {
    CAPTURE(bad);
    const auto refused = client.Eval(bad, {}, {});
    CHECK(refused.status().code() == absl::StatusCode::kInternal);
    CHECK(ReasonOf(refused.status()) == "REDIS_REFUSED");
  }
  CHECK(client.Eval("return 7", {}, {}).ok());  // A refusal is no failure of the connection.
}

TEST_CASE("More threads than connections take turns") {
  Options options = Patient();
  options.connections = 2;
  Client client(options);
  const std::string key = Unique("counter");
  std::atomic<int> failed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 100; ++n) {
        if (!client.Eval("return redis.call('INCR', KEYS[1])", {key}, {}).ok()) ++failed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(failed == 0);
  CHECK(client.Get(key).value() == "800");
  REQUIRE(client.Delete(key).ok());
}

TEST_CASE("Without an address, and with a dead one, every call is refused") {
  for (const char* address : {"", "unix:/nonexistent/redis.sock", "no-port", "127.0.0.1:99999"}) {
    CAPTURE(address);
    Client client(Patient(address));
    CHECK(client.Get("k").status().code() == absl::StatusCode::kUnavailable);
    CHECK(ReasonOf(client.Get("k").status()) == "REDIS_UNAVAILABLE");
    CHECK(ReasonOf(client.Set("k", "v", absl::Minutes(1))) == "REDIS_UNAVAILABLE");
    CHECK(ReasonOf(client.Delete("k")) == "REDIS_UNAVAILABLE");
    CHECK(ReasonOf(client.Eval("return 1", {}, {}).status()) == "REDIS_UNAVAILABLE");
    CHECK(ReasonOf(client.Publish("c", "m")) == "REDIS_UNAVAILABLE");
  }
}

TEST_CASE("After a failure nothing is tried until the pause is over") {
  FakeServer server([](int) { return false; });  // Accepts and closes.
  Options options = Patient(server.address());
  options.retry_after = absl::InfiniteDuration();
  Client pausing(options);
  for (int i = 0; i < 5; ++i) CHECK(ReasonOf(pausing.Get("k").status()) == "REDIS_UNAVAILABLE");
  CHECK(server.connections() == 1);

  options.retry_after = absl::ZeroDuration();
  Client trying(options);
  for (int i = 0; i < 5; ++i) CHECK(ReasonOf(trying.Get("k").status()) == "REDIS_UNAVAILABLE");
  CHECK(server.connections() == 6);
}

TEST_CASE("A server that hangs costs no more than the time limit") {
  FakeServer server([](int) { return true; });  // Reads and never answers.
  Client client({.address = server.address(),
                 .connections = 1,
                 .timeout = absl::Milliseconds(20),
                 .retry_after = absl::InfiniteDuration()});
  std::vector<std::thread> threads;
  std::atomic<int> unavailable = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      if (ReasonOf(client.Get("k").status()) == "REDIS_UNAVAILABLE") ++unavailable;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(unavailable == 4);
  CHECK(server.connections() == 1);
}

TEST_CASE("A connection that the server closed while idle is replaced unnoticed") {
  FakeServer server([&](int fd) {
    Answer(fd, "$1\r\nv\r\n");
    return false;
  });
  Client client(Patient(server.address()));
  CHECK(client.Get("k").value() == "v");
  server.WaitUntilClosed(1);
  CHECK(client.Get("k").value() == "v");
  CHECK(server.connections() == 2);
}

TEST_CASE("What Redis cannot do for now counts as unavailable") {
  FakeServer server([](int fd) {
    Answer(fd, "-LOADING Redis is loading the dataset in memory\r\n");
    return true;
  });
  Client client(Patient(server.address()));
  CHECK(ReasonOf(client.Get("k").status()) == "REDIS_UNAVAILABLE");
}

}  // namespace
}  // namespace hotline::redis
