// Who a token or a key stands for, in one round trip to the database.
#pragma once

#include "absl/status/statusor.h"
#include "hotline/identity/v1/auth_service.pb.h"
#include "platform/db/pool.h"
#include "platform/rpc/call.h"

namespace hotline::identity {

// UNAUTHENTICATED (INVALID_TOKEN) for everything that does not hold now. Notes the use of sessions
// and keys as seldom as domain/credentials.h says; the note is no command and no event.
absl::StatusOr<v1::AuthenticateReply> Authenticate(db::Pool& pool, const rpc::Call& call,
                                                   const v1::AuthenticateRequest& request);

}  // namespace hotline::identity
