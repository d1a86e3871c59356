#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "catch2/catch.hpp"
#include "hotline/testing/v1/echo.pb.h"
#include "nlohmann/json.hpp"
#include "platform/rpc/annotations.h"
#include "platform/rpc/client.h"
#include "platform/rpc/page_token.h"
#include "platform/rpc/server.h"
#include "platform/rpc/signed_caller.h"

namespace hotline::rpc {
namespace {

using testing::v1::EchoReply;
using testing::v1::EchoRequest;

constexpr char kKey[] = "0123456789abcdef0123456789abcdef";
constexpr char kEcho[] = "hotline.testing.v1.EchoService/Echo";

Caller Somebody() {
  Caller caller;
  caller.kind = Caller::Kind::kUser;
  caller.id = "u1";
  caller.court_path = "/粤/粤03/";
  caller.permissions = {"echo.say"};
  return caller;
}

// Opens when told; lets a test hold handlers without sleeping.
class Gate {
 public:
  void Open() {
    std::lock_guard lock(mutex_);
    open_ = true;
    news_.notify_all();
  }
  void Pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    news_.notify_all();
    news_.wait(lock, [this] { return open_; });
  }
  void AwaitWaiting(int count) {
    std::unique_lock lock(mutex_);
    news_.wait(lock, [&] { return waiting_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  bool open_ = false;
  int waiting_ = 0;
};

class EchoTest {
 public:
  explicit EchoTest(int threads = 4, int queue = 100)
      : clock(absl::FromUnixSeconds(1795000000)),
        server({.address = "127.0.0.1:0",
                .threads = threads,
                .queue = queue,
                .caller_key = kKey,
                .clock = &clock}) {
    ServiceBinding binding("hotline.testing.v1.EchoService");
    auto echo = [this](const Call& call, const EchoRequest& request) -> absl::StatusOr<EchoReply> {
      if (request.text() == "refuse") return Precondition("WRONG_STATE", {{"state", "CLOSED"}});
      if (request.text() == "throw") throw std::runtime_error("secret inner text");
      if (request.text() == "hold") gate.Pass();
      EchoReply reply;
      reply.set_text(request.text());
      reply.set_caller_id(call.caller.id + call.caller.court_path);
      reply.set_count(count);
      return reply;
    };
    binding.Unary<EchoRequest, EchoReply>("Echo", echo);
    binding.Unary<EchoRequest, EchoReply>("Open", echo);
    binding.Unary<EchoRequest, EchoReply>("Inner", echo);
    binding.Live<EchoRequest, EchoReply>("Watch", &signal, echo);
    server.Add(std::move(binding));
    REQUIRE(server.Start().ok());
    // Whether there is a socket between makes no difference.
    const bool in_process = GENERATE(false, true);
    channel = std::make_unique<Channel>("127.0.0.1:" + std::to_string(server.port()), kKey,
                                        in_process ? &server : nullptr);
  }
  absl::StatusOr<EchoReply> Say(const std::string& text, const Caller& caller = Somebody(),
                                const char* method = kEcho) {
    EchoRequest request;
    request.set_text(text);
    return channel->Call<EchoReply>(method, request, {.caller = caller});
  }
  ManualClock clock;
  ChangeSignal signal;
  Gate gate;
  std::atomic<int> count = 1;
  Server server;
  std::unique_ptr<Channel> channel;
};

TEST_CASE("a call goes there and back with its caller") {
  EchoTest test;
  auto reply = test.Say("你好");
  REQUIRE(reply.ok());
  CHECK(reply->text() == "你好");
  CHECK(reply->caller_id() == "u1/粤/粤03/");
}

TEST_CASE("a refusal keeps its code, reason and parameters over the wire") {
  EchoTest test;
  absl::Status status = test.Say("refuse").status();
  CHECK(status.code() == absl::StatusCode::kFailedPrecondition);
  CHECK(ReasonOf(status) == "WRONG_STATE");
  CHECK(ParamsOf(status)["state"] == "CLOSED");
}

TEST_CASE("an exception becomes INTERNAL and tells nothing") {
  EchoTest test;
  absl::Status status = test.Say("throw").status();
  CHECK(status.code() == absl::StatusCode::kInternal);
  CHECK(std::string(status.message()).find("secret") == std::string::npos);
}

TEST_CASE("a port reached past the gateway gives nothing away") {
  EchoTest test;
  Channel forged("127.0.0.1:" + std::to_string(test.server.port()),
                 "another key of thirty-two bytes!");
  EchoRequest request;
  auto reply = forged.Call<EchoReply>(kEcho, request, {.caller = Somebody()});
  CHECK(ReasonOf(reply.status()) == "CALLER_UNSIGNED");

  Caller powerless = Somebody();
  powerless.permissions.clear();
  CHECK(ReasonOf(test.Say("x", powerless).status()) == "PERMISSION_MISSING");
  CHECK(ReasonOf(test.Say("x", Caller{}).status()) == "SIGN_IN_REQUIRED");
  CHECK(test.Say("x", Caller{}, "hotline.testing.v1.EchoService/Open").ok());
  CHECK(ReasonOf(test.Say("x", Somebody(), "hotline.testing.v1.EchoService/Inner").status()) ==
        "PERMISSION_MISSING");
  CHECK(test.Say("x", ServiceCaller("callback"), "hotline.testing.v1.EchoService/Inner").ok());
  CHECK(test.Say("x", Somebody(), "hotline.testing.v1.EchoService/None").status().code() ==
        absl::StatusCode::kUnimplemented);
}

TEST_CASE("a signed caller is refused when changed or too old") {
  const absl::Time now = absl::Now();
  const std::string good = SignCaller(Somebody(), kKey, now);
  REQUIRE(VerifyCaller(good, kKey, now).ok());
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    CHECK_FALSE(VerifyCaller(bad, kKey, now).ok());
  }
  CHECK(ReasonOf(VerifyCaller(good, kKey, now + absl::Minutes(3)).status()) == "CALLER_UNSIGNED");
}

TEST_CASE("every violation is reported at once, by its JSON path") {
  EchoRequest request;
  request.set_id(std::string(17, 'x'));
  request.set_text("line\nbreak");
  request.set_count(11);
  request.set_kind(static_cast<EchoRequest::Kind>(7));
  request.add_tags("UPPER");
  request.mutable_person()->set_phone("12");
  absl::Status status = CheckRules(request);
  std::map<std::string, std::string> found;
  for (const Violation& violation : ViolationsOf(status)) found[violation.field] = violation.reason;
  CHECK(found == std::map<std::string, std::string>{{"id", "TOO_LONG"},
                                                    {"text", "CONTROL_CHARACTER"},
                                                    {"count", "RANGE"},
                                                    {"kind", "UNKNOWN_VALUE"},
                                                    {"tags[0]", "PATTERN"},
                                                    {"person.name", "REQUIRED"},
                                                    {"person.phone", "FORMAT"}});
}

TEST_CASE("a log line shows no sensitive field") {
  EchoRequest request;
  request.set_text("公开");
  request.mutable_person()->set_name("张三丰");
  request.mutable_person()->set_phone("13800138000");
  const std::string line = LogForm(request).dump();
  CHECK(line.find("公开") != std::string::npos);
  CHECK(line.find("张三丰") == std::string::npos);
  CHECK(line.find("13800138000") == std::string::npos);
}

TEST_CASE("load over the queue's length is shed at once, and what was taken is done") {
  EchoTest test(/*threads=*/1, /*queue=*/1);
  std::vector<std::thread> threads;
  std::atomic<int> done = 0;
  threads.emplace_back([&] { done += test.Say("hold").ok(); });
  test.gate.AwaitWaiting(1);  // The one thread is busy.
  // One more fits into the queue; of several at once the rest are refused without waiting.
  std::atomic<int> shed = 0;
  std::vector<std::thread> late;
  for (int i = 0; i < 5; ++i) {
    late.emplace_back([&] {
      auto reply = test.Say("hold");
      if (ReasonOf(reply.status()) == "OVERLOADED") {
        if (++shed == 4) test.gate.Open();
      } else {
        done += reply.ok();
      }
    });
  }
  for (auto& thread : late) thread.join();
  for (auto& thread : threads) thread.join();
  CHECK(shed == 4);
  CHECK(done == 2);
}

TEST_CASE("a caller is answered by its deadline, also when the handler is not done") {
  EchoTest test;
  EchoRequest request;
  request.set_text("hold");
  auto reply = test.channel->Call<EchoReply>(
      kEcho, request, {.caller = Somebody(), .deadline = absl::Now() + absl::Milliseconds(50)});
  CHECK(reply.status().code() == absl::StatusCode::kDeadlineExceeded);
  test.gate.Open();  // The late answer harms nobody.
  CHECK(test.Say("x").ok());
}

// Between a client and a server: takes the connection at once, and lets nothing through for a
// while, as a machine that has a lot to do. In real time: it is gRPC's own timer that must not end
// too soon.
class SlowDoor {
 public:
  SlowDoor(int server_port, std::chrono::milliseconds pause) : listener_(Socket()) {
    sockaddr_in address = Local(0);
    socklen_t size = sizeof address;
    REQUIRE(bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(listen(listener_, 8) == 0);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, server_port, pause] {
      for (int client; (client = accept(listener_, nullptr, nullptr)) >= 0;) {
        std::this_thread::sleep_for(pause);
        const int server = Socket();
        const sockaddr_in to = Local(server_port);
        if (connect(server, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) {
          std::thread back([=] { Pump(server, client); });
          Pump(client, server);
          back.join();
        }
        close(server);
        close(client);
      }
    });
  }
  ~SlowDoor() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  int port() const { return port_; }

 private:
  static int Socket() { return socket(AF_INET, SOCK_STREAM, 0); }
  static sockaddr_in Local(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }
  static void Pump(int from, int to) {
    char bytes[4096];
    for (ssize_t n; (n = read(from, bytes, sizeof bytes)) > 0;) {
      if (write(to, bytes, static_cast<size_t>(n)) != n) break;
    }
    shutdown(to, SHUT_WR);
    shutdown(from, SHUT_RD);
  }

  const int listener_;
  int port_ = 0;
  std::thread thread_;
};

TEST_CASE("a server that is slow to shake hands is waited for") {
  EchoTest test;
  SlowDoor door(test.server.port(), std::chrono::milliseconds(400));
  Channel channel("127.0.0.1:" + std::to_string(door.port()), kKey);
  EchoRequest request;
  request.set_text("hello");
  const auto reply = channel.Call<EchoReply>(
      kEcho, request, {.caller = Somebody(), .deadline = absl::Now() + absl::Seconds(10)});
  CAPTURE(reply.status().ToString());
  REQUIRE(reply.ok());
  CHECK(reply->text() == "hello");
}

TEST_CASE("shutting down finishes what is in flight and refuses what is new") {
  EchoTest test;
  std::atomic<bool> finished = false;
  std::thread client([&] { finished = test.Say("hold").ok(); });
  test.gate.AwaitWaiting(1);
  std::thread stopper([&] { test.server.Shutdown(absl::Seconds(10)); });
  absl::Status late = test.Say("x").status();
  while (late.ok()) late = test.Say("x").status();  // Until the stopper has begun.
  CHECK(late.code() == absl::StatusCode::kUnavailable);
  test.gate.Open();
  stopper.join();
  client.join();
  CHECK(finished);
}

TEST_CASE("a live query answers at once and after each change that makes a difference") {
  EchoTest test;
  std::mutex mutex;
  std::condition_variable news;
  std::vector<int> seen;
  bool ended = false;
  EchoRequest request;
  auto stream = test.channel->StreamRaw(
      "hotline.testing.v1.EchoService/Watch", request.SerializeAsString(),
      {.caller = Somebody(), .deadline = absl::Now() + absl::Seconds(30)},
      [&](std::string bytes) {
        EchoReply reply;
        reply.ParseFromString(bytes);
        std::lock_guard lock(mutex);
        seen.push_back(reply.count());
        news.notify_all();
      },
      [&](absl::Status) {
        std::lock_guard lock(mutex);
        ended = true;
        news.notify_all();
      });
  std::unique_lock lock(mutex);
  news.wait(lock, [&] { return seen.size() == 1; });
  test.count = 2;
  test.signal.Changed();
  news.wait(lock, [&] { return seen.size() == 2; });
  stream->Cancel();
  news.wait(lock, [&] { return ended; });
  CHECK(seen == std::vector<int>{1, 2});
}

TEST_CASE("a page token is good for its own query only") {
  PageTokens tokens("key");
  const std::string token = tokens.Make({"2026-11-23", "id"}, "filter=a");
  CHECK(*tokens.Read(token, "filter=a") == std::vector<std::string>{"2026-11-23", "id"});
  CHECK(ReasonOf(tokens.Read(token, "filter=b").status()) == "INVALID_PAGE_TOKEN");
  CHECK(ReasonOf(tokens.Read(token + "A", "filter=a").status()) == "INVALID_PAGE_TOKEN");
  CHECK(ReasonOf(tokens.Read("", "filter=a").status()) == "INVALID_PAGE_TOKEN");
  CHECK(ReasonOf(PageTokens("other").Read(token, "filter=a").status()) == "INVALID_PAGE_TOKEN");
}

}  // namespace
}  // namespace hotline::rpc
