// Where a user belongs: a department brings its court along; without one, the user stands directly
// in a court.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "platform/db/pool.h"
#include "platform/rpc/call.h"
#include "services/identity/domain/directory.h"

namespace hotline::identity {

// Sets court and department of `user` to those given. An empty court is the department's; both may
// not be empty. The department is held active until the transaction ends. Refusals:
// COURT_NOT_FOUND, DEPARTMENT_NOT_FOUND, DEPARTMENT_INACTIVE, COURT_MISMATCH (the department is
// another court's).
absl::Status Place(db::Tx& tx, const rpc::Call& call, const std::string& court_id,
                   const std::string& department_id, User& user);

}  // namespace hotline::identity
