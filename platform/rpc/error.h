// absl::Status ⇄ grpc::Status with google.rpc.Status details (ErrorInfo, BadRequest, RetryInfo), so
// that a reason survives every hop and machine clients read what they know.
#pragma once

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace hotline::rpc {

grpc::Status ToGrpc(const absl::Status& status);
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace hotline::rpc
