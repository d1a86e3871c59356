// Every refusal as a problem document (RFC 9457).
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "gateway/errors/messages.h"
#include "gateway/http/message.h"

namespace hotline::gateway {

// By canonical code, but for reasons that HTTP has a status of its own for (ETAG_MISMATCH 412,
// BODY_TOO_LARGE 413, …).
int HttpStatusOf(const absl::Status& status);

struct ProblemContext {
  std::string_view language = "zh";
  std::string_view path;  // Without query; empty when there is none.
  std::string_view trace_id;
};

// application/problem+json: type, title, status, detail, instance, code, reason, violations,
// traceId. What INTERNAL, UNKNOWN and DATA_LOSS carry stays inside. 429 and 503 have Retry-After
// (the param "retryAfter", "seconds" or "minutes", else one second), 401 has WWW-Authenticate.
http::Response Problem(const absl::Status& status, const ProblemContext& context,
                       const Messages& messages);

}  // namespace hotline::gateway
