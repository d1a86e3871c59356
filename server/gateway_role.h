// The role "gateway" in terms of this program: which role serves which proto package, and when the
// system is ready.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/clock/clock.h"
#include "platform/redis/redis.h"
#include "platform/rpc/client.h"
#include "server/config.h"

namespace hotline::server {

class GatewayRole {
 public:
  // `dev_clock` is null in production. All pointers outlive this.
  GatewayRole(const Config& config, const Clock* clock, DevClock* dev_clock, redis::Client* redis,
              std::function<rpc::Channel*(std::string_view role)> channel);
  ~GatewayRole();

  absl::Status Start();
  int http_port() const;
  void Shutdown(absl::Duration grace);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::server
