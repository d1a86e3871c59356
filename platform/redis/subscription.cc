#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <thread>

#include "nlohmann/json.hpp"
#include "platform/observe/log.h"
#include "platform/redis/connection.h"
#include "platform/redis/redis.h"

namespace hotline::redis {
namespace {

constexpr absl::Duration kFirstPause = absl::Milliseconds(50);
constexpr absl::Duration kLongestPause = absl::Seconds(2);
// A peer that vanished without a word is noticed by its silence after a PING.
constexpr absl::Duration kPingEvery = absl::Seconds(10);

}  // namespace

struct Subscription::Impl {
  Impl(Options o, std::string c, std::function<void(std::string_view)> f)
      : options(std::move(o)), channel(std::move(c)), on_message(std::move(f)) {
    if (options.address.empty()) return;
    stop_event = eventfd(0, EFD_CLOEXEC);
    if (stop_event < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
    thread = std::thread([this] { Run(); });
  }

  ~Impl() {
    if (!thread.joinable()) return;
    eventfd_write(stop_event, 1);
    thread.join();
    close(stop_event);
  }

  void Run() {
    absl::Duration pause = kFirstPause;
    do {
      auto connection = Connect(options.address, options.timeout);
      if (connection.ok() && Subscribe(**connection)) {
        pause = kFirstPause;
        on_message("");
        Listen(**connection);
      } else if (pause == kFirstPause) {
        observe::Log(observe::Level::kWarn, "redis.subscription_down", {{"channel", channel}});
      }
      const absl::Duration this_pause = pause;
      pause = std::min(pause * 2, kLongestPause);
      if (Stopped(this_pause)) return;
    } while (true);
  }

  bool Subscribe(redisContext& connection) {
    const Reply reply = Command(connection, {"SUBSCRIBE", channel}, options.timeout);
    return reply != nullptr && reply->type == REDIS_REPLY_ARRAY;
  }

  // Until the connection fails or the object ends.
  void Listen(redisContext& connection) {
    bool pinged = false;
    while (true) {
      if (!HandleBuffered(connection)) return;
      pollfd ready[] = {{stop_event, POLLIN, 0}, {connection.fd, POLLIN, 0}};
      const int count = poll(ready, 2, static_cast<int>(absl::ToInt64Milliseconds(kPingEvery)));
      if (count < 0 && errno != EINTR) return;
      if (ready[0].revents != 0) return;
      if (count == 0) {
        if (pinged || !Ping(connection)) return;
        pinged = true;
      } else if (ready[1].revents != 0) {
        if (redisBufferRead(&connection) != REDIS_OK) return;
        pinged = false;
      }
    }
  }

  static bool Ping(redisContext& connection) {
    int done = 0;
    return redisAppendCommand(&connection, "PING") == REDIS_OK &&
           redisBufferWrite(&connection, &done) == REDIS_OK;
  }

  // Each complete message that was read so far.
  bool HandleBuffered(redisContext& connection) {
    while (true) {
      void* next = nullptr;
      if (redisGetReplyFromReader(&connection, &next) != REDIS_OK) return false;
      if (next == nullptr) return true;
      const Reply reply(static_cast<redisReply*>(next));
      // Shorter ones answer a PING.
      if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 3) continue;
      const redisReply& kind = *reply->element[0];
      const redisReply& message = *reply->element[2];
      if (kind.type != REDIS_REPLY_STRING || message.type != REDIS_REPLY_STRING) continue;
      if (std::string_view(kind.str, kind.len) != "message") continue;
      on_message(std::string_view(message.str, message.len));
    }
  }

  // Waits for `pause`; true when the object ends.
  bool Stopped(absl::Duration pause) const {
    pollfd stop{stop_event, POLLIN, 0};
    return poll(&stop, 1, static_cast<int>(absl::ToInt64Milliseconds(pause))) > 0;
  }

  const Options options;
  const std::string channel;
  const std::function<void(std::string_view)> on_message;
  int stop_event = -1;
  std::thread thread;
};

Subscription::Subscription(Options options, std::string channel,
                           std::function<void(std::string_view)> on_message) {
  IgnoreSigpipe();
  impl_ = std::make_unique<Impl>(std::move(options), std::move(channel), std::move(on_message));
}

Subscription::~Subscription() = default;

}  // namespace hotline::redis
