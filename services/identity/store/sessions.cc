#include "services/identity/store/sessions.h"

#include "services/identity/domain/credentials.h"
#include "services/identity/sql.h"
#include "services/identity/store/columns.h"

namespace hotline::identity {
namespace {

Session FromRow(const pqxx::row& row) {
  Session session;
  session.id = TextOf(row["id"]);
  session.user_id = TextOf(row["user_id"]);
  session.create_time = db::TimeOf(row["create_time"]);
  session.last_active_time = db::TimeOf(row["last_active_time"]);
  session.expire_time = db::TimeOf(row["expire_time"]);
  return session;
}

}  // namespace

void InsertSession(db::Tx& tx, const Session& session, const std::string& token_hash) {
  tx.Exec(sql::kInsertSession, session.id, session.user_id, db::Bytes{token_hash},
          session.create_time, session.expire_time);
}

absl::StatusOr<Session> FindSession(db::Tx& tx, const std::string& id) {
  const pqxx::result rows = tx.Exec(sql::kFindSession, id);
  if (rows.empty()) return NotFound("SESSION_NOT_FOUND");
  return FromRow(rows[0]);
}

std::vector<Session> ListSessions(db::Tx& tx, const std::string& user_id, absl::Time now) {
  std::vector<Session> sessions;
  for (const auto& row : tx.Exec(sql::kListSessions, user_id, now, now - kSessionIdle))
    sessions.push_back(FromRow(row));
  return sessions;
}

bool DeleteSession(db::Tx& tx, const std::string& id) {
  return !tx.Exec(sql::kDeleteSession, id).empty();
}

int DeleteUserSessions(db::Tx& tx, const std::string& user_id, const std::string& except_id) {
  return static_cast<int>(
      tx.Exec(sql::kDeleteUserSessions, user_id, NullIfEmpty(except_id)).size());
}

int DeleteOldSessions(db::Tx& tx, absl::Time now) {
  return static_cast<int>(tx.Exec(sql::kDeleteOldSessions, now).affected_rows());
}

}  // namespace hotline::identity
