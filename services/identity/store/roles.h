// Rows of role with their permissions. Functions run in the caller's transaction and throw what
// libpqxx throws.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/db/pool.h"
#include "services/identity/domain/directory.h"

namespace hotline::identity {

absl::StatusOr<Role> FindRole(db::Tx& tx, const std::string& id);  // NOT_FOUND (ROLE_NOT_FOUND)
std::vector<Role> FindRoles(db::Tx& tx, const std::vector<std::string>& codes);
std::vector<Role> ListRoles(db::Tx& tx);

void InsertRole(db::Tx& tx, const Role& role);
void UpdateRole(db::Tx& tx, const Role& role);  // Name, permissions, head.
void DeleteRole(db::Tx& tx, const std::string& id);

int64_t CountRoleUsers(db::Tx& tx, const std::string& role_id);
// The different sets of permissions that holders of the role have in all.
std::vector<std::set<std::string>> PermissionsOfHolders(db::Tx& tx, const std::string& role_id);

}  // namespace hotline::identity
