#include "platform/rpc/page_token.h"

#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"

namespace hotline::rpc {
namespace {

constexpr size_t kTagBytes = 16;

std::string TagOf(std::string_view key, std::string_view body, std::string_view query) {
  return crypto::HmacSha256(
             key, std::to_string(body.size()) + ":" + std::string(body) + std::string(query))
      .substr(0, kTagBytes);
}

}  // namespace

std::string PageTokens::Make(const std::vector<std::string>& sort_key,
                             std::string_view query) const {
  const std::string body = nlohmann::json(sort_key).dump();
  return crypto::Base64Url(TagOf(key_, body, query) + body);
}

absl::StatusOr<std::vector<std::string>> PageTokens::Read(std::string_view token,
                                                          std::string_view query) const {
  const absl::Status invalid = Invalid("INVALID_PAGE_TOKEN");
  auto bytes = crypto::FromBase64Url(token);
  if (!bytes.ok() || bytes->size() <= kTagBytes) return invalid;
  const std::string body = bytes->substr(kTagBytes);
  if (!crypto::EqualConstantTime(bytes->substr(0, kTagBytes), TagOf(key_, body, query)))
    return invalid;
  return nlohmann::json::parse(body)
      .get<std::vector<std::string>>();  // Made by us: the tag says so.
}

}  // namespace hotline::rpc
