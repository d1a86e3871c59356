// Rows of webhook_endpoint ⇄ domain; every change is an event of the endpoint's stream.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/base/caller.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"
#include "services/notification/domain/webhook.h"

namespace hotline::notification {

// Of the court of this path and those below it, oldest first.
std::vector<WebhookEndpoint> ListEndpoints(db::Tx& tx, std::string_view court_path);
std::vector<WebhookEndpoint> ActiveEndpoints(db::Tx& tx);

// NOT_FOUND (WEBHOOK_ENDPOINT_NOT_FOUND).
absl::StatusOr<WebhookEndpoint> FindEndpoint(db::Tx& tx, std::string_view id);
absl::StatusOr<WebhookEndpoint> LockEndpoint(db::Tx& tx, std::string_view id);

// Writes the row and its event ("webhook_endpoint.updated"), which holds no secret.
void SaveEndpoint(db::Tx& tx, WebhookEndpoint& endpoint, std::string_view event_type,
                  const Caller& actor, absl::Time now);
// Removes the row; its history and deliveries stay.
void DeleteEndpoint(db::Tx& tx, WebhookEndpoint& endpoint, const Caller& actor, absl::Time now);

// Keys of signatures, as they stand in the row.
std::string SealSecret(const crypto::FieldCipher& cipher, std::string_view endpoint_id,
                       std::string_view key);
// The keys that sign at `now`, newest first.
absl::StatusOr<std::vector<std::string>> SigningKeys(const crypto::FieldCipher& cipher,
                                                     const WebhookEndpoint& endpoint,
                                                     absl::Time now);

}  // namespace hotline::notification
