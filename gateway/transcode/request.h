// An HTTP request as the request message of its method.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/http/message.h"
#include "gateway/transcode/routes.h"

namespace hotline::gateway {

// What can be refused before the body is read: UNSUPPORTED_MEDIA_TYPE, BODY_NOT_EXPECTED,
// INVALID_HEADER, IF_MATCH_NOT_SUPPORTED.
absl::Status CheckBeforeBody(const Route& route, const http::RequestHead& head);

// The serialized message. Body, path, query and the headers Idempotency-Key and If-Match together;
// INVALID_INPUT names every field that is wrong, unknown (UNKNOWN_PARAMETER), given twice or in two
// places with different values (CONFLICT).
absl::StatusOr<std::string> BuildRequest(const Route& route, const http::RequestHead& head,
                                         const std::vector<std::string>& path_values,
                                         std::string body);

}  // namespace hotline::gateway
