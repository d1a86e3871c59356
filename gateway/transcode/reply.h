// The reply of a method as an HTTP response: JSON with an ETag, or a download.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "gateway/http/message.h"
#include "gateway/transcode/routes.h"

namespace hotline::gateway {

// `reply` is the serialized message. INTERNAL when it does not parse.
absl::StatusOr<http::Response> BuildResponse(const Route& route, const http::RequestHead& head,
                                             const std::string& reply);

// The entity tag of a message: its own, or that of its only message field that has one
// (RegisterReply.workOrder).
std::string EtagOf(const google::protobuf::Message& message);

}  // namespace hotline::gateway
