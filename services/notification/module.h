// The notification service: who is told what, through which channel.
#pragma once

#include <memory>

#include "platform/db/migrator.h"
#include "platform/rpc/module.h"

namespace hotline::notification {

db::Schema Schema();

// Needs the roles "identity", "workorder" and "callback". Throws std::invalid_argument when its
// settings are wrong.
std::unique_ptr<rpc::Module> MakeModule(const rpc::ModuleContext& context);

}  // namespace hotline::notification
