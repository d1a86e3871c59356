// The identity service: courts, departments, users, roles, sessions and API keys.
#pragma once

#include <memory>

#include "platform/db/migrator.h"
#include "platform/rpc/module.h"

namespace hotline::identity {

db::Schema Schema();

// Needs no other role. Takes some 30 ms: it hashes a decoy password as login does real ones.
std::unique_ptr<rpc::Module> MakeModule(const rpc::ModuleContext& context);

}  // namespace hotline::identity
