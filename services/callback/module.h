// The callback service: every citizen is called back before an order closes.
#pragma once

#include <memory>

#include "platform/db/migrator.h"
#include "platform/rpc/module.h"

namespace hotline::callback {

db::Schema Schema();

// Needs the role "workorder".
std::unique_ptr<rpc::Module> MakeModule(const rpc::ModuleContext& context);

}  // namespace hotline::callback
