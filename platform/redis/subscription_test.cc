#include <condition_variable>
#include <mutex>
#include <set>

#include "catch2/catch.hpp"
#include "platform/crypto/crypto.h"
#include "platform/redis/fake_server.h"
#include "platform/redis/redis.h"
#include "platform/testing/environment.h"

namespace hotline::redis {
namespace {

Options Patient(std::string address = testing::RedisAddress()) {
  return {.address = std::move(address), .timeout = absl::Seconds(30)};
}

// Collects what a subscription says.
class Inbox {
 public:
  std::function<void(std::string_view)> Receiver() {
    return [this](std::string_view message) {
      {
        std::lock_guard lock(mutex_);
        messages_.emplace_back(message);
      }
      changed_.notify_all();
    };
  }
  std::vector<std::string> WaitFor(size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return messages_.size() >= count; });
    return messages_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> messages_;
};

TEST_CASE("A subscriber hears that it is connected and then each message of its channel") {
  const std::string channel = "test:" + crypto::RandomCode(10);
  Inbox inbox;
  Subscription subscription(Patient(), channel, inbox.Receiver());
  inbox.WaitFor(1);
  Client client(Patient());
  REQUIRE(client.Publish(channel + "x", "for others").ok());
  REQUIRE(client.Publish(channel, "one").ok());
  REQUIRE(client.Publish(channel, std::string("\0two\r\n", 6)).ok());
  CHECK(inbox.WaitFor(3) == std::vector<std::string>{"", "one", std::string("\0two\r\n", 6)});
}

TEST_CASE("A burst of messages arrives whole and in order") {
  const std::string channel = "test:" + crypto::RandomCode(10);
  Inbox inbox;
  Subscription subscription(Patient(), channel, inbox.Receiver());
  inbox.WaitFor(1);
  Client client(Patient());
  REQUIRE(client
              .Eval("for i = 1, 1000 do redis.call('PUBLISH', ARGV[1], i .. string.rep('x', 100)) "
                    "end return 0",
                    {}, {channel})
              .ok());
  const auto messages = inbox.WaitFor(1001);
  for (size_t i = 1; i <= 1000; ++i) {
    REQUIRE(messages[i] == std::to_string(i) + std::string(100, 'x'));
  }
}

TEST_CASE("A subscriber whose connection broke connects again and says so") {
  FakeServer server([](int fd) {
    Answer(
        fd,
        "*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nm\r\n");
    return false;
  });
  Inbox inbox;
  Subscription subscription(Patient(server.address()), "c", inbox.Receiver());
  CHECK(inbox.WaitFor(4) == std::vector<std::string>{"", "m", "", "m"});
  CHECK(server.connections() >= 2);
}

TEST_CASE("A subscription without a server, and one without an address, ends when told") {
  Inbox inbox;
  { Subscription subscription(Patient("unix:/nonexistent/redis.sock"), "c", inbox.Receiver()); }
  { Subscription subscription(Patient(""), "c", inbox.Receiver()); }
  CHECK(inbox.WaitFor(0).empty());
}

}  // namespace
}  // namespace hotline::redis
