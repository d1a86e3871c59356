#include "services/identity/store/users.h"

#include "services/identity/domain/credentials.h"
#include "services/identity/sql.h"
#include "services/identity/store/columns.h"

namespace hotline::identity {
namespace {

std::string ContextOf(const User& user, std::string_view field) {
  return "identity/user/" + user.id + "/" + std::string(field);
}

}  // namespace

std::string UserStore::LoginIndex(std::string_view account) const {
  return cipher_->BlindIndex(NormalAccount(account), "identity/login");
}

absl::StatusOr<User> UserStore::FromRow(const pqxx::row& row) const {
  User user;
  user.id = TextOf(row["id"]);
  user.account = TextOf(row["account"]);
  user.name = TextOf(row["name"]);
  user.court_id = TextOf(row["court_id"]);
  user.court_name = TextOf(row["court_name"]);
  user.court_path = TextOf(row["court_path"]);
  user.department_id = TextOf(row["department_id"]);
  user.department_name = TextOf(row["department_name"]);
  user.role_codes = CodesOf(row["role_codes"]);
  for (std::string& code : CodesOf(row["permissions"])) user.permissions.insert(std::move(code));
  user.must_change_password = row["must_change_password"].as<bool>();
  user.active = row["active"].as<bool>();
  user.demo = row["demo"].as<bool>();
  user.last_login_time = db::OptionalTimeOf(row["last_login_time"]);
  user.create_time = db::TimeOf(row["create_time"]);
  user.update_time = db::TimeOf(row["update_time"]);
  user.version = row["version"].as<int64_t>();
  user.head = HeadOf(row);
  HOTLINE_ASSIGN_OR_RETURN(user.phone, Opened(row["phone_sealed"], ContextOf(user, "phone")));
  HOTLINE_ASSIGN_OR_RETURN(user.email, Opened(row["email_sealed"], ContextOf(user, "email")));
  return user;
}

absl::StatusOr<std::string> UserStore::Opened(const pqxx::field& sealed,
                                              const std::string& context) const {
  if (sealed.is_null()) return std::string();
  return cipher_->Open(db::BytesOf(sealed), context);
}

absl::StatusOr<std::vector<User>> UserStore::All(const pqxx::result& rows) const {
  std::vector<User> users;
  for (const auto& row : rows) {
    HOTLINE_ASSIGN_OR_RETURN(User user, FromRow(row));
    users.push_back(std::move(user));
  }
  return users;
}

std::string UserStore::Sealed(const std::string& text, const std::string& context) const {
  return text.empty() ? "" : cipher_->Seal(text, context);
}

absl::StatusOr<User> UserStore::Find(db::Tx& tx, const std::string& id) const {
  const pqxx::result rows = tx.Exec(sql::kFindUser, id);
  if (rows.empty()) return NotFound("USER_NOT_FOUND");
  return FromRow(rows[0]);
}

absl::StatusOr<User> UserStore::FindByAccount(db::Tx& tx, const std::string& account) const {
  const pqxx::result rows = tx.Exec(sql::kFindUserByAccount, account);
  if (rows.empty()) return NotFound("USER_NOT_FOUND");
  return FromRow(rows[0]);
}

absl::StatusOr<User> UserStore::Lock(db::Tx& tx, const std::string& id) const {
  tx.Exec(sql::kLockUser, id);
  return Find(tx, id);
}

absl::StatusOr<std::vector<User>> UserStore::List(db::Tx& tx, const UserFilter& filter,
                                                  const std::string& after, int limit) const {
  return All(tx.Exec(sql::kListUsers, filter.scope, NullIfEmpty(filter.court_id),
                     NullIfEmpty(filter.department_id), NullIfEmpty(filter.role_code),
                     filter.active, NullIfEmpty(filter.text), after, limit));
}

absl::StatusOr<std::vector<User>> UserStore::ListOfDepartment(db::Tx& tx,
                                                              const std::string& department_id,
                                                              const std::string& permission) const {
  return All(tx.Exec(sql::kListDepartmentUsers, department_id, NullIfEmpty(permission)));
}

absl::StatusOr<std::vector<User>> UserStore::ListOfCourt(db::Tx& tx, const std::string& court_id,
                                                         const std::string& permission) const {
  return All(tx.Exec(sql::kListCourtUsers, court_id, permission));
}

void UserStore::Insert(db::Tx& tx, const User& user, const NewPassword& password) const {
  const std::string index = LoginIndex(user.account);
  const std::string phone = Sealed(user.phone, ContextOf(user, "phone"));
  const std::string email = Sealed(user.email, ContextOf(user, "email"));
  tx.Exec(sql::kInsertUser, user.id, user.account, db::Bytes{index}, user.name, db::Bytes{phone},
          db::Bytes{email}, user.court_id, NullIfEmpty(user.department_id), password.hash,
          password.must_change, user.demo, db::Bytes{user.head.hash}, user.create_time);
  SetRoles(tx, user);
}

void UserStore::Update(db::Tx& tx, const User& user) const {
  const std::string phone = Sealed(user.phone, ContextOf(user, "phone"));
  const std::string email = Sealed(user.email, ContextOf(user, "email"));
  tx.Exec(sql::kUpdateUser, user.id, user.name, db::Bytes{phone}, db::Bytes{email}, user.court_id,
          NullIfEmpty(user.department_id), user.active);
}

void UserStore::SetRoles(db::Tx& tx, const User& user) const {
  tx.Exec(sql::kClearUserRoles, user.id);
  for (const std::string& code : user.role_codes) tx.Exec(sql::kAddUserRole, user.id, code);
}

void UserStore::SetPassword(db::Tx& tx, const std::string& id, const NewPassword& password) const {
  tx.Exec(sql::kUpdateUserPassword, id, password.hash, password.must_change);
}

void UserStore::MarkEdited(db::Tx& tx, const User& user) const {
  tx.Exec(sql::kMarkUserEdited, user.id, user.head.revision, db::Bytes{user.head.hash},
          user.update_time);
}

void UserStore::MarkEvent(db::Tx& tx, const User& user) const {
  tx.Exec(sql::kMarkUserEvent, user.id, user.head.revision, db::Bytes{user.head.hash});
}

void UserStore::MarkLogin(db::Tx& tx, const User& user, absl::Time now) const {
  tx.Exec(sql::kMarkUserLogin, user.id, user.head.revision, db::Bytes{user.head.hash}, now);
}

bool UserStore::HasPassword(db::Tx& tx, const std::string& id,
                            const std::string& password_hash) const {
  const pqxx::result rows = tx.Exec(sql::kFindUserPassword, id);
  return !rows.empty() && rows[0][0].as<std::string>() == password_hash;
}

int64_t CountRootAdministrators(db::Tx& tx) {
  return tx.Exec(sql::kCountRootAdministrators)[0][0].as<int64_t>();
}

int64_t CountUsers(db::Tx& tx) { return tx.Exec(sql::kCountUsers)[0][0].as<int64_t>(); }

int64_t CountDemoUsers(db::Tx& tx) { return tx.Exec(sql::kCountDemoUsers)[0][0].as<int64_t>(); }

void UpdateDemoPasswords(db::Tx& tx, const std::string& hash) {
  tx.Exec(sql::kUpdateDemoPasswords, hash);
}

}  // namespace hotline::identity
