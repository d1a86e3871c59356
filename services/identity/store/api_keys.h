// Rows of api_key. Functions run in the caller's transaction and throw what libpqxx throws.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/db/pool.h"
#include "services/identity/domain/directory.h"

namespace hotline::identity {

// NOT_FOUND (API_KEY_NOT_FOUND). LockApiKey holds the row until the transaction ends.
absl::StatusOr<ApiKey> FindApiKey(db::Tx& tx, const std::string& id);
absl::StatusOr<ApiKey> LockApiKey(db::Tx& tx, const std::string& id);

// Latest first, before the key `before` (empty: from the first). `active_only`: only keys that work
// at `now`.
std::vector<ApiKey> ListApiKeys(db::Tx& tx, const std::string& scope, bool active_only,
                                absl::Time now, const std::string& before, int limit);

void InsertApiKey(db::Tx& tx, const ApiKey& key, std::string_view secret_hash);
void RevokeApiKey(db::Tx& tx, const ApiKey& key);  // Revoke time and head.

}  // namespace hotline::identity
