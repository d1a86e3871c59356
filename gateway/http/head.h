// From the lines of a request to a head that means one thing only. What two parsers could read in
// two ways (request smuggling, RFC 9112 section 11.2) is refused rather than repaired.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/http/message.h"

namespace hotline::gateway::http {

struct RawHead {
  std::string method;
  std::string target;
  int version = 11;  // 10 or 11.
  Headers headers;
  std::string peer_ip;
};

struct HeadLimits {
  size_t max_target_bytes = 8 * 1024;
  const std::vector<std::string>* trusted_proxies = nullptr;
};

// INVALID_ARGUMENT with MALFORMED_REQUEST, URI_TOO_LONG or TRANSFER_ENCODING_UNSUPPORTED.
absl::StatusOr<RequestHead> CheckHead(RawHead raw, const HeadLimits& limits);

// "text/html;q=0.8, en" → whether `token` is an element, without case and parameters.
bool ListHas(std::string_view list, std::string_view token);

}  // namespace hotline::gateway::http
