// Proto methods ⇄ commands and queries.
#pragma once

#include <string>
#include <vector>

#include "platform/events/feed.h"
#include "platform/rpc/page_token.h"
#include "platform/rpc/server.h"
#include "services/identity/api/auth_queries.h"
#include "services/identity/api/directory_queries.h"
#include "services/identity/api/resolve_queries.h"
#include "services/identity/commands/api_keys.h"
#include "services/identity/commands/courts.h"
#include "services/identity/commands/departments.h"
#include "services/identity/commands/roles.h"
#include "services/identity/commands/sign_in.h"
#include "services/identity/commands/users.h"

namespace hotline::identity {

// Outlives the bindings it gives.
class Api {
 public:
  Api(db::Pool* pool, const Context& context, std::string decoy_hash, const rpc::PageTokens& tokens,
      events::Feed* feed);
  std::vector<rpc::ServiceBinding> Bindings();

 private:
  rpc::ServiceBinding Auth();
  rpc::ServiceBinding Directory();
  rpc::ServiceBinding ApiKeys();
  rpc::ServiceBinding Resolve();

  db::Pool* pool_;
  events::Feed* feed_;
  SignIn sign_in_;
  CourtCommands courts_;
  DepartmentCommands departments_;
  UserCommands users_;
  RoleCommands roles_;
  ApiKeyCommands api_keys_;
  AuthQueries auth_queries_;
  DirectoryQueries directory_queries_;
  ResolveQueries resolve_queries_;
};

}  // namespace hotline::identity
