// Who am I, and which sessions are open.
#pragma once

#include "hotline/identity/v1/auth_service.pb.h"
#include "platform/db/pool.h"
#include "platform/rpc/call.h"
#include "services/identity/store/users.h"

namespace hotline::identity {

class AuthQueries {
 public:
  AuthQueries(db::Pool* pool, UserStore users) : pool_(pool), users_(users) {}
  absl::StatusOr<v1::Me> GetMe(const rpc::Call& call, const v1::GetMeRequest& request);
  // USER_NOT_FOUND for another's sessions unless the caller manages that user.
  absl::StatusOr<v1::ListSessionsReply> ListSessions(const rpc::Call& call,
                                                     const v1::ListSessionsRequest& request);

 private:
  db::Pool* pool_;
  UserStore users_;
};

}  // namespace hotline::identity
