#include "services/identity/store/roles.h"

#include "services/identity/sql.h"
#include "services/identity/store/columns.h"

namespace hotline::identity {
namespace {

Role FromRow(const pqxx::row& row) {
  Role role;
  role.id = TextOf(row["id"]);
  role.code = TextOf(row["code"]);
  role.name = TextOf(row["name"]);
  role.permissions = CodesOf(row["permissions"]);
  role.built_in = row["built_in"].as<bool>();
  role.update_time = db::TimeOf(row["update_time"]);
  role.head = HeadOf(row);
  return role;
}

std::vector<Role> All(const pqxx::result& rows) {
  std::vector<Role> roles;
  for (const auto& row : rows) roles.push_back(FromRow(row));
  return roles;
}

void WritePermissions(db::Tx& tx, const Role& role) {
  tx.Exec(sql::kClearRolePermissions, role.id);
  tx.Exec(sql::kAddRolePermissions, role.id, db::ArrayOf(role.permissions));
}

}  // namespace

absl::StatusOr<Role> FindRole(db::Tx& tx, const std::string& id) {
  const pqxx::result rows = tx.Exec(sql::kFindRole, id);
  if (rows.empty()) return NotFound("ROLE_NOT_FOUND");
  return FromRow(rows[0]);
}

std::vector<Role> FindRoles(db::Tx& tx, const std::vector<std::string>& codes) {
  return All(tx.Exec(sql::kFindRolesByCode, db::ArrayOf(codes)));
}

std::vector<Role> ListRoles(db::Tx& tx) { return All(tx.Exec(sql::kListRoles)); }

void InsertRole(db::Tx& tx, const Role& role) {
  tx.Exec(sql::kInsertRole, role.id, role.code, role.name, db::Bytes{role.head.hash},
          role.update_time);
  WritePermissions(tx, role);
}

void UpdateRole(db::Tx& tx, const Role& role) {
  tx.Exec(sql::kUpdateRole, role.id, role.name, role.head.revision, db::Bytes{role.head.hash},
          role.update_time);
  WritePermissions(tx, role);
}

void DeleteRole(db::Tx& tx, const std::string& id) { tx.Exec(sql::kDeleteRole, id); }

int64_t CountRoleUsers(db::Tx& tx, const std::string& role_id) {
  return tx.Exec(sql::kCountRoleUsers, role_id)[0][0].as<int64_t>();
}

std::vector<std::set<std::string>> PermissionsOfHolders(db::Tx& tx, const std::string& role_id) {
  std::vector<std::set<std::string>> sets;
  for (const auto& row : tx.Exec(sql::kRoleUserPermissions, role_id)) {
    const std::vector<std::string> codes = CodesOf(row["permissions"]);
    sets.emplace_back(codes.begin(), codes.end());
  }
  return sets;
}

}  // namespace hotline::identity
