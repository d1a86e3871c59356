// The escalation service: how long each step of an order may take, and what happens when it takes
// longer.
#pragma once

#include <memory>

#include "platform/db/migrator.h"
#include "platform/rpc/module.h"

namespace hotline::escalation {

db::Schema Schema();

// Needs the roles "workorder" and "identity".
std::unique_ptr<rpc::Module> MakeModule(const rpc::ModuleContext& context);

}  // namespace hotline::escalation
