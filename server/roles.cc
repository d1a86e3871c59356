#include "server/roles.h"

#include <algorithm>

#include "platform/base/status.h"
#include "services/callback/module.h"
#include "services/escalation/module.h"
#include "services/identity/module.h"
#include "services/notification/module.h"
#include "services/workorder/module.h"

namespace hotline::server {

const std::vector<Role>& AllRoles() {
  // A role is one process in a large court and a part of the only process in a small one. It owns
  // the schema of its name, is reached by one address, and calls only the roles named here.
  static const std::vector<Role> roles = {
      {"identity", identity::Schema, identity::MakeModule, {}},
      {"workorder", workorder::Schema, workorder::MakeModule, {"identity"}},
      {"callback", callback::Schema, callback::MakeModule, {"workorder"}},
      {"escalation", escalation::Schema, escalation::MakeModule, {"workorder", "identity"}},
      {"notification",
       notification::Schema,
       notification::MakeModule,
       {"identity", "workorder", "callback"}},
      {"gateway", nullptr, nullptr, {"*"}},
  };
  return roles;
}

const Role* FindRole(std::string_view name) {
  const auto& roles = AllRoles();
  const auto it =
      std::find_if(roles.begin(), roles.end(), [&](const Role& role) { return role.name == name; });
  return it == roles.end() ? nullptr : &*it;
}

std::vector<db::Schema> AllSchemas() {
  std::vector<db::Schema> schemas;
  for (const Role& role : AllRoles()) {
    if (role.schema != nullptr) schemas.push_back(role.schema());
  }
  return schemas;
}

absl::StatusOr<std::vector<const Role*>> RolesOf(const std::vector<std::string>& names) {
  std::vector<const Role*> roles;
  for (const std::string& name : names) {
    if (name == "all") {
      for (const Role& role : AllRoles()) roles.push_back(&role);
    } else if (const Role* role = FindRole(name)) {
      roles.push_back(role);
    } else {
      return Invalid("UNKNOWN_ROLE", {{"role", name}});
    }
  }
  return roles;
}

}  // namespace hotline::server
