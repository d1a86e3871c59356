// A demo court to try everything with, and the check that keeps it out of production.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "platform/clock/clock.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"

namespace hotline::identity {

// Adds what is missing of the demo court; what is there stays as it is, but all demo accounts get
// `password` when `admin` does not have it. `pool` is the identity service's. FAILED_PRECONDITION
// (ROOT_COURT_EXISTS) in a system with a root court of its own.
absl::Status LoadDemo(db::Pool& pool, const crypto::FieldCipher& cipher, const Clock& clock,
                      const std::string& password);

// FAILED_PRECONDITION (DEMO_ACCOUNTS) while there are active demo accounts. Production calls it
// before it serves.
absl::Status RefuseDemoAccounts(db::Pool& pool);

}  // namespace hotline::identity
