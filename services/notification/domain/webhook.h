// Webhooks: which endpoint is told of what, and in which words (Standard Webhooks 1.0.0).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/notification/domain/channel.h"
#include "services/notification/domain/rule.h"

namespace hotline::notification {

struct WebhookEndpoint {
  std::string id;
  std::string name;
  std::string url;
  std::vector<std::string> event_types;  // "work_order.dispatched", "work_order.*", "*"
  std::string court_id;
  std::string court_path;  // Told of events of this court and those below it.
  bool active = true;
  std::string inactive_reason;  // "GONE": it answered 410.
  // Sealed for the database, see store/webhook_store.h; the key's bytes where it is used.
  std::string sealed_secret;
  std::string sealed_old_secret;  // Empty: none.
  std::optional<absl::Time> old_secret_until;
  absl::Time create_time;
  absl::Time update_time;
  std::string updated_by_name;
  int64_t revision = 0;
  std::string hash;
};

inline constexpr char kTestEvent[] = "webhook.test";

// Whether the endpoint is told of an event: of its courts, of its types, and not from before its
// time.
bool Subscribes(const WebhookEndpoint& endpoint, const Fact& fact);

// A key as people see it: "whsec_" and base64.
std::string SecretText(std::string_view key);

// The body: {"type", "timestamp", "data": {"eventId", "courtId", "workOrderId"}}. No personal data
// and nothing of the order's content: who may know more asks the API.
std::string WebhookBody(const Letter& letter);

// The header webhook-signature: "v1," and base64 of HMAC-SHA256 over "id.timestamp.body" for each
// key.
std::string WebhookSignature(const std::vector<std::string>& keys, std::string_view id,
                             absl::Time time, std::string_view body);

}  // namespace hotline::notification
