// What all calls of a gateway share. Calls hold it by shared_ptr: answers may come after the
// servers have ended.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "gateway/auth/admission.h"
#include "gateway/auth/caller_cache.h"
#include "gateway/errors/messages.h"
#include "gateway/gateway.h"
#include "gateway/limits/limiter.h"
#include "gateway/rest/record.h"
#include "gateway/transcode/routes.h"
#include "platform/redis/redis.h"
#include "platform/rpc/bounded_pool.h"

namespace hotline::gateway {

inline constexpr char kAccessChannel[] = "hotline:access-changed";

struct Core {
  explicit Core(GatewayOptions given);
  ~Core();

  // Forgets remembered callers here and, by Redis, in other gateways.
  void AccessChanged();

  GatewayOptions options;
  SystemClock real;
  Routes routes;
  Messages messages;
  Recorder recorder;
  std::unique_ptr<Authenticator> own_authenticator;
  std::unique_ptr<CallerCache> callers;
  std::unique_ptr<Limiter> limiter;
  std::unique_ptr<Admission> admission;
  std::string openapi;                 // The document, made at start.
  rpc::BoundedPool background{2, 64};  // For the little that blocks: publishing, readiness.
  std::unique_ptr<redis::Subscription> access_changes;
  std::atomic<int> calls = 0;  // Under way.
};

}  // namespace hotline::gateway
