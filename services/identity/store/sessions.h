// Rows of session. Functions run in the caller's transaction and throw what libpqxx throws.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/db/pool.h"

namespace hotline::identity {

struct Session {
  std::string id, user_id;
  absl::Time create_time, last_active_time, expire_time;
};

void InsertSession(db::Tx& tx, const Session& session, const std::string& token_hash);
absl::StatusOr<Session> FindSession(db::Tx& tx,
                                    const std::string& id);  // NOT_FOUND (SESSION_NOT_FOUND)
std::vector<Session> ListSessions(db::Tx& tx, const std::string& user_id,
                                  absl::Time now);      // Open ones, latest first.
bool DeleteSession(db::Tx& tx, const std::string& id);  // False: was gone already.
int DeleteUserSessions(db::Tx& tx, const std::string& user_id, const std::string& except_id = "");
int DeleteOldSessions(db::Tx& tx, absl::Time now);  // Expired ones; at most 1,000.

}  // namespace hotline::identity
