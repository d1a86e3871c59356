// The map of the system: every role, what it owns and whom it calls.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/migrator.h"
#include "platform/rpc/module.h"

namespace hotline::server {

struct Role {
  std::string name;        // Also the proto package: role "workorder" serves hotline.workorder.v1.*
  db::Schema (*schema)();  // Null: owns no data.
  std::unique_ptr<rpc::Module> (*make)(const rpc::ModuleContext&);  // Null: the gateway.
  std::vector<std::string> calls;  // Roles it needs; "*" is every one.
};

const std::vector<Role>& AllRoles();
const Role* FindRole(std::string_view name);  // Null when there is none.
std::vector<db::Schema> AllSchemas();

// "all" or role names; INVALID_ARGUMENT (UNKNOWN_ROLE).
absl::StatusOr<std::vector<const Role*>> RolesOf(const std::vector<std::string>& names);

}  // namespace hotline::server
