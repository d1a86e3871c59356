// The work order service: a citizen's request from registration to close.
#pragma once

#include <memory>

#include "platform/db/migrator.h"
#include "platform/rpc/module.h"

namespace hotline::workorder {

db::Schema Schema();

// Needs the role "identity" for departments, users and courts.
std::unique_ptr<rpc::Module> MakeModule(const rpc::ModuleContext& context);

}  // namespace hotline::workorder
