// Redis for what may vanish: cache, dialog sessions, rate limits, wake-ups. Every call may fail at
// any time, and every caller goes on without it: nothing here is retried for long, nothing blocks
// longer than the time limit.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace hotline::redis {

struct Options {
  // "unix:/path/redis.sock" or "host:port"; empty: every call answers UNAVAILABLE at once.
  std::string address;
  int connections = 4;
  // For a whole call, waiting for a connection included.
  absl::Duration timeout = absl::Milliseconds(200);
  // After a failure no connection is tried for this long, so that a dead Redis costs nothing per
  // call.
  absl::Duration retry_after = absl::Seconds(1);
};

// Thread-safe; a small pool of hiredis connections, made when first needed. What cannot be had is
// UNAVAILABLE (REDIS_UNAVAILABLE), whatever the cause; what Redis refuses to do (a wrong type, an
// error in a script) is INTERNAL (REDIS_REFUSED). Ignores SIGPIPE for the process unless it has a
// handler.
class Client {
 public:
  explicit Client(Options options);
  ~Client();

  absl::StatusOr<std::optional<std::string>> Get(std::string_view key);
  // `ttl` in milliseconds, at least one; absl::InfiniteDuration() keeps the value.
  absl::Status Set(std::string_view key, std::string_view value, absl::Duration ttl);
  absl::Status Delete(std::string_view key);
  // Runs a Lua script (EVALSHA, loaded on first use) and returns its integers: one for a number,
  // none for nil.
  absl::StatusOr<std::vector<int64_t>> Eval(std::string_view script,
                                            const std::vector<std::string>& keys,
                                            const std::vector<std::string>& args);
  absl::Status Publish(std::string_view channel, std::string_view message);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Calls `on_message` (on a thread of its own) for each message on `channel`, and with an empty
// message whenever the connection was made, the first time too, since messages may have been missed
// before. Reconnects with back-off from 50 ms to 2 s. Ends with the object, which `on_message` may
// not destroy. An empty address never calls.
class Subscription {
 public:
  Subscription(Options options, std::string channel,
               std::function<void(std::string_view)> on_message);
  ~Subscription();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::redis
