// Opaque page tokens: the last row's sort key, bound by HMAC to the query it belongs to, so that a
// token can neither be forged nor carried to another filter or caller.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace hotline::rpc {

class PageTokens {
 public:
  explicit PageTokens(std::string key) : key_(std::move(key)) {}

  // `query` is any text that identifies filter, order and caller, the same for all pages.
  std::string Make(const std::vector<std::string>& sort_key, std::string_view query) const;
  // INVALID_ARGUMENT (INVALID_PAGE_TOKEN) for anything not made by Make with this query.
  absl::StatusOr<std::vector<std::string>> Read(std::string_view token,
                                                std::string_view query) const;

 private:
  std::string key_;
};

}  // namespace hotline::rpc
