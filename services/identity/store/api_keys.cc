#include "services/identity/store/api_keys.h"

#include "services/identity/sql.h"
#include "services/identity/store/columns.h"

namespace hotline::identity {
namespace {

ApiKey FromRow(const pqxx::row& row) {
  ApiKey key;
  key.id = TextOf(row["id"]);
  key.name = TextOf(row["name"]);
  key.court_id = TextOf(row["court_id"]);
  key.court_path = TextOf(row["court_path"]);
  key.scopes = CodesOf(row["scopes"]);
  key.created_by_id = TextOf(row["created_by_id"]);
  key.created_by_name = TextOf(row["created_by_name"]);
  key.create_time = db::TimeOf(row["create_time"]);
  key.expire_time = db::OptionalTimeOf(row["expire_time"]);
  key.last_used_time = db::OptionalTimeOf(row["last_used_time"]);
  key.revoke_time = db::OptionalTimeOf(row["revoke_time"]);
  key.head = HeadOf(row);
  return key;
}

}  // namespace

absl::StatusOr<ApiKey> FindApiKey(db::Tx& tx, const std::string& id) {
  const pqxx::result rows = tx.Exec(sql::kFindApiKey, id);
  if (rows.empty()) return NotFound("API_KEY_NOT_FOUND");
  return FromRow(rows[0]);
}

absl::StatusOr<ApiKey> LockApiKey(db::Tx& tx, const std::string& id) {
  tx.Exec(sql::kLockApiKey, id);
  return FindApiKey(tx, id);
}

std::vector<ApiKey> ListApiKeys(db::Tx& tx, const std::string& scope, bool active_only,
                                absl::Time now, const std::string& before, int limit) {
  std::vector<ApiKey> keys;
  for (const auto& row :
       tx.Exec(sql::kListApiKeys, scope, active_only, now, NullIfEmpty(before), limit)) {
    keys.push_back(FromRow(row));
  }
  return keys;
}

void InsertApiKey(db::Tx& tx, const ApiKey& key, std::string_view secret_hash) {
  tx.Exec(sql::kInsertApiKey, key.id, key.name, key.court_id, db::ArrayOf(key.scopes),
          db::Bytes{secret_hash}, key.created_by_id, key.created_by_name, key.create_time,
          key.expire_time, db::Bytes{key.head.hash});
}

void RevokeApiKey(db::Tx& tx, const ApiKey& key) {
  tx.Exec(sql::kRevokeApiKey, key.id, key.revoke_time, key.head.revision, db::Bytes{key.head.hash});
}

}  // namespace hotline::identity
