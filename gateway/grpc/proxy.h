// gRPC for machine clients: the same methods as over REST, through the same admission, bytes passed
// on as they are.
//
// Credentials come as metadata "authorization: Bearer …" or "x-api-key". Methods for services only
// do not exist here. Refusals carry google.rpc.Status details.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "gateway/rest/core.h"

namespace hotline::gateway {

class GrpcProxy {
 public:
  explicit GrpcProxy(std::shared_ptr<Core> core);
  ~GrpcProxy();  // Shuts down with no grace.

  absl::Status Start();  // UNAVAILABLE when the address is taken.
  int port() const;
  void Shutdown(absl::Duration grace);

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::gateway
