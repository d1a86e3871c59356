// Internal to platform/redis: one hiredis connection.
#pragma once

#include <hiredis/hiredis.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace hotline::redis {

struct Free {
  void operator()(redisContext* context) const { redisFree(context); }
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Connection = std::unique_ptr<redisContext, Free>;
using Reply = std::unique_ptr<redisReply, Free>;

absl::Status Unavailable(std::string_view why);

// To "unix:/path" or "host:port".
absl::StatusOr<Connection> Connect(const std::string& address, absl::Duration timeout);

// False when the server closed an idle connection: then no command need be lost on it.
bool IsAlive(const redisContext& connection);

// Null when the connection failed or `timeout` passed; it is then of no more use. Error replies are
// returned.
Reply Command(redisContext& connection, const std::vector<std::string_view>& words,
              absl::Duration timeout);

// Writing to a connection that the server closed would end the process; hiredis 0.14 does not
// prevent it.
void IgnoreSigpipe();

}  // namespace hotline::redis
