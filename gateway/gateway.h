// The one way in from outside: REST, server-sent events, gRPC for machine clients, the portal's
// files and the probes.
//
// It knows no service: routes, request and reply forms, access and limits come from the descriptors
// linked into the program.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/auth/admission.h"
#include "gateway/http/server.h"
#include "google/protobuf/descriptor.h"
#include "platform/clock/clock.h"
#include "platform/redis/redis.h"
#include "platform/rpc/client.h"

namespace hotline::gateway {

// Pointers outlive the gateway.
struct GatewayOptions {
  http::ServerOptions http;      // Address, threads, limits, time limits, TLS, trusted proxies.
  std::string grpc_address;      // For machine clients, "host:port"; empty: none. With the HTTP
                                 // server's TLS certificate, when it has one.
  std::string static_directory;  // The portal; empty or missing: none.
  bool admin = true;             // GET /metrics, from this machine only.
  Limits limits;
  absl::Duration remember_callers =
      absl::Seconds(1);  // How long an access right may outlive its end, at the most.
  absl::Duration call_timeout = absl::Seconds(15);
  absl::Duration longest_stream =
      absl::Minutes(10);  // Then the client comes again, with credentials that still hold.

  const Clock* clock = nullptr;   // Required.
  DevClock* dev_clock = nullptr;  // When given, opens /api/v1/dev/clock and :advance.
  redis::Client* redis =
      nullptr;  // May be null: limits and cleared caches then stay within this process.
  redis::Options
      redis_subscription;  // The same server, for hearing of access changes; no address: not heard.

  // The channel of a proto service ("hotline.workorder.v1.WorkOrderService"), null when no role
  // serves it.
  std::function<rpc::Channel*(std::string_view service)> channel;
  std::function<absl::Status()>
      ready;  // Asked by /readyz on a thread that may block; null: always ready.
  Authenticator* authenticator = nullptr;                          // Null: identity's AuthService.
  std::vector<const google::protobuf::MethodDescriptor*> methods;  // Empty: ServedMethods().
};

class Gateway {
 public:
  explicit Gateway(GatewayOptions options);
  ~Gateway();  // Shuts down with no grace.

  // INVALID_ARGUMENT for annotations that cannot be served, UNAVAILABLE when an address is taken.
  absl::Status Start();
  int port() const;       // HTTP
  int grpc_port() const;  // 0 without gRPC.
  // Accepts no more and finishes what is in flight within `grace`; streams end at once, so that
  // clients come again elsewhere.
  void Shutdown(absl::Duration grace);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::gateway
