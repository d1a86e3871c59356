#include "services/identity/store/login_guard.h"

#include "services/identity/sql.h"
#include "services/identity/store/columns.h"

namespace hotline::identity {

Login FindLogin(db::Tx& tx, const std::string& login_index) {
  const pqxx::result rows = tx.Exec(sql::kFindLogin, db::Bytes{login_index});
  const pqxx::row row = rows[0];
  Login login;
  login.locked_until = db::OptionalTimeOf(row["locked_until"]);
  login.user_id = TextOf(row["id"]);
  login.password_hash = TextOf(row["password_hash"]);
  login.active = !row["active"].is_null() && row["active"].as<bool>();
  return login;
}

bool LockGuard(db::Tx& tx, const std::string& login_index, absl::Time now) {
  const pqxx::result rows = tx.Exec(sql::kLockGuard, db::Bytes{login_index});
  return !rows.empty() &&
         db::OptionalTimeOf(rows[0]["locked_until"]).value_or(absl::InfinitePast()) > now;
}

int CountFailure(db::Tx& tx, const std::string& login_index, absl::Time now, absl::Time forget) {
  return tx.Exec(sql::kCountFailure, db::Bytes{login_index}, now, forget)[0][0].as<int>();
}

void SetGuardLock(db::Tx& tx, const std::string& login_index, absl::Time until) {
  tx.Exec(sql::kSetGuardLock, db::Bytes{login_index}, until);
}

void DeleteGuard(db::Tx& tx, const std::string& login_index) {
  tx.Exec(sql::kDeleteGuard, db::Bytes{login_index});
}

int DeleteUserGuard(db::Tx& tx, const std::string& user_id) {
  const pqxx::result rows = tx.Exec(sql::kDeleteUserGuard, user_id);
  return rows.empty() ? 0 : rows[0][0].as<int>();
}

std::optional<absl::Time> FindUserLock(db::Tx& tx, const std::string& user_id, absl::Time now) {
  const pqxx::result rows = tx.Exec(sql::kFindUserLock, user_id, now);
  return rows.empty() ? std::nullopt : db::OptionalTimeOf(rows[0][0]);
}

int DeleteOldGuards(db::Tx& tx, absl::Time before, absl::Time now) {
  return static_cast<int>(tx.Exec(sql::kDeleteOldGuards, before, now).affected_rows());
}

}  // namespace hotline::identity
