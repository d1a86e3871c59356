// Rows of login_guard: how often a login name was tried in vain. Functions run in the caller's
// transaction and throw what libpqxx throws.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "platform/db/pool.h"

namespace hotline::identity {

// What is known of a login name before the password is looked at. `user_id` is empty for unknown
// names.
struct Login {
  std::optional<absl::Time> locked_until;
  std::string user_id, password_hash;
  bool active = false;
};
Login FindLogin(db::Tx& tx, const std::string& login_index);

// Holds the guard's row, if there is one, until the transaction ends. True when the name is locked
// at `now`.
bool LockGuard(db::Tx& tx, const std::string& login_index, absl::Time now);
// Counts one more failure and returns how many there are now; failures before `forget` no longer
// count.
int CountFailure(db::Tx& tx, const std::string& login_index, absl::Time now, absl::Time forget);
void SetGuardLock(db::Tx& tx, const std::string& login_index, absl::Time until);
void DeleteGuard(db::Tx& tx, const std::string& login_index);
int DeleteUserGuard(db::Tx& tx, const std::string& user_id);  // The failures it had counted.

// Until when the user is locked out, if so at `now`.
std::optional<absl::Time> FindUserLock(db::Tx& tx, const std::string& user_id, absl::Time now);
// Guards without failure since `before` and without lock at `now`; at most 1,000. Returns how many.
int DeleteOldGuards(db::Tx& tx, absl::Time before, absl::Time now);

}  // namespace hotline::identity
