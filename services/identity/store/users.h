// Rows of user_account with their roles. Telephone and e-mail address are sealed on the way in and
// opened on the way out here and nowhere else. Functions run in the caller's transaction and throw
// what libpqxx throws.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"
#include "services/identity/domain/directory.h"

namespace hotline::identity {

struct UserFilter {
  std::string scope;  // Court path.
  std::string court_id, department_id, role_code, text;
  std::optional<bool> active;
};

struct NewPassword {
  std::string hash;  // PHC string.
  bool must_change = true;
};

class UserStore {
 public:
  explicit UserStore(const crypto::FieldCipher* cipher) : cipher_(cipher) {}

  // By which a name is looked up and locked at login: a keyed hash of its normal form.
  std::string LoginIndex(std::string_view account) const;

  // NOT_FOUND (USER_NOT_FOUND). Lock holds the row until the transaction ends.
  absl::StatusOr<User> Find(db::Tx& tx, const std::string& id) const;
  absl::StatusOr<User> Lock(db::Tx& tx, const std::string& id) const;

  absl::StatusOr<User> FindByAccount(db::Tx& tx, const std::string& account) const;

  // In order of account, after `after`.
  absl::StatusOr<std::vector<User>> List(db::Tx& tx, const UserFilter& filter,
                                         const std::string& after, int limit) const;
  // Active ones; with `permission`, those who hold it.
  absl::StatusOr<std::vector<User>> ListOfDepartment(db::Tx& tx, const std::string& department_id,
                                                     const std::string& permission) const;
  // Active ones of the court itself who hold the permission.
  absl::StatusOr<std::vector<User>> ListOfCourt(db::Tx& tx, const std::string& court_id,
                                                const std::string& permission) const;

  void Insert(db::Tx& tx, const User& user, const NewPassword& password) const;
  // Name, telephone, e-mail address, court, department, active.
  void Update(db::Tx& tx, const User& user) const;
  void SetRoles(db::Tx& tx, const User& user) const;
  void SetPassword(db::Tx& tx, const std::string& id, const NewPassword& password) const;

  // After an event: moves the stream head; an edit also moves version and update time.
  void MarkEdited(db::Tx& tx, const User& user) const;
  void MarkEvent(db::Tx& tx, const User& user) const;
  void MarkLogin(db::Tx& tx, const User& user, absl::Time now) const;
  // Whether `password_hash` still is the user's.
  bool HasPassword(db::Tx& tx, const std::string& id, const std::string& password_hash) const;

 private:
  absl::StatusOr<User> FromRow(const pqxx::row& row) const;
  absl::StatusOr<std::vector<User>> All(const pqxx::result& rows) const;
  std::string Sealed(const std::string& text, const std::string& context) const;  // Empty stays so.
  absl::StatusOr<std::string> Opened(const pqxx::field& sealed, const std::string& context) const;
  const crypto::FieldCipher* cipher_;
};

// Active users of the root court who may manage the directory.
int64_t CountRootAdministrators(db::Tx& tx);
int64_t CountUsers(db::Tx& tx);
int64_t CountDemoUsers(db::Tx& tx);  // Active ones.
void UpdateDemoPasswords(db::Tx& tx, const std::string& hash);

}  // namespace hotline::identity
