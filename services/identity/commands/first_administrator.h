// The way into an empty system: `hotline create-admin`.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"

namespace hotline::identity {

struct FirstAdministrator {
  std::string account = "admin";
  std::string name = "系统管理员";
  std::string court_code;  // Of the root court, which is made when there is none: "粤".
  std::string court_name;
};

// Makes an administrator of the root court and returns the first password, which must be changed at
// the first login and is kept nowhere. FAILED_PRECONDITION (USERS_EXIST) when there is any user;
// INVALID_INPUT for a court or account that the API would refuse.
absl::StatusOr<std::string> CreateFirstAdministrator(db::Pool& pool,
                                                     const crypto::FieldCipher& cipher,
                                                     absl::Time now,
                                                     const FirstAdministrator& administrator);

}  // namespace hotline::identity
