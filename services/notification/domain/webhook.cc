#include "services/notification/domain/webhook.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "platform/crypto/crypto.h"

namespace hotline::notification {
namespace {

bool Covers(std::string_view pattern, std::string_view type) {
  if (!pattern.ends_with('*')) return pattern == type;
  return type.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace

bool Subscribes(const WebhookEndpoint& endpoint, const Fact& fact) {
  const std::string court = fact.Text("courtPath");
  return endpoint.active && !court.empty() && court.starts_with(endpoint.court_path) &&
         fact.time >= endpoint.create_time &&
         std::ranges::any_of(endpoint.event_types, [&](const std::string& pattern) {
           return Covers(pattern, fact.type);
         });
}

std::string SecretText(std::string_view key) {
  return absl::StrCat("whsec_", absl::Base64Escape(std::string(key)));
}

std::string WebhookBody(const Letter& letter) {
  nlohmann::ordered_json data = {{"eventId", absl::StrCat(letter.stream_id, "/", letter.revision)},
                                 {"courtId", letter.court_id}};
  if (!letter.order_id.empty()) data["workOrderId"] = letter.order_id;
  const nlohmann::ordered_json body = {
      {"type", letter.event_type},
      {"timestamp",
       absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", letter.event_time, absl::UTCTimeZone())},
      {"data", data}};
  return body.dump();
}

std::string WebhookSignature(const std::vector<std::string>& keys, std::string_view id,
                             absl::Time time, std::string_view body) {
  const std::string signed_text =
      absl::StrCat(std::string(id), ".", absl::ToUnixSeconds(time), ".", std::string(body));
  std::string header;
  for (const std::string& key : keys) {
    absl::StrAppend(&header, header.empty() ? "v1," : " v1,",
                    absl::Base64Escape(crypto::HmacSha256(key, signed_text)));
  }
  return header;
}

}  // namespace hotline::notification
