#include "services/identity/store/departments.h"

#include "services/identity/sql.h"
#include "services/identity/store/columns.h"

namespace hotline::identity {
namespace {

Department FromRow(const pqxx::row& row) {
  Department department;
  department.id = TextOf(row["id"]);
  department.court_id = TextOf(row["court_id"]);
  department.court_path = TextOf(row["court_path"]);
  department.code = TextOf(row["code"]);
  department.name = TextOf(row["name"]);
  department.kind = TextOf(row["kind"]);
  department.head_user_id = TextOf(row["head_user_id"]);
  department.head_name = TextOf(row["head_name"]);
  department.active = row["active"].as<bool>();
  department.create_time = db::TimeOf(row["create_time"]);
  department.update_time = db::TimeOf(row["update_time"]);
  department.head = HeadOf(row);
  return department;
}

absl::StatusOr<Department> One(const pqxx::result& rows) {
  if (rows.empty()) return NotFound("DEPARTMENT_NOT_FOUND");
  return FromRow(rows[0]);
}

}  // namespace

absl::StatusOr<Department> FindDepartment(db::Tx& tx, const std::string& id) {
  return One(tx.Exec(sql::kFindDepartment, id));
}

absl::StatusOr<Department> LockDepartment(db::Tx& tx, const std::string& id) {
  tx.Exec(sql::kLockDepartment, id);
  return FindDepartment(tx, id);
}

absl::StatusOr<Department> FindDepartmentByCode(db::Tx& tx, const std::string& court_id,
                                                const std::string& code) {
  return One(tx.Exec(sql::kFindDepartmentByCode, court_id, code));
}

absl::StatusOr<Department> FindDepartmentByKind(db::Tx& tx, const std::string& court_id,
                                                const std::string& kind) {
  return One(tx.Exec(sql::kFindDepartmentByKind, court_id, kind));
}

std::vector<Department> ListDepartments(db::Tx& tx, const DepartmentFilter& filter,
                                        const std::string& after_path,
                                        const std::string& after_code, int limit) {
  std::vector<Department> departments;
  for (const auto& row : tx.Exec(sql::kListDepartments, filter.scope, NullIfEmpty(filter.court_id),
                                 NullIfEmpty(filter.kind), filter.active, NullIfEmpty(filter.text),
                                 after_path, after_code, limit)) {
    departments.push_back(FromRow(row));
  }
  return departments;
}

void InsertDepartment(db::Tx& tx, const Department& department) {
  tx.Exec(sql::kInsertDepartment, department.id, department.court_id, department.code,
          department.name, department.kind, NullIfEmpty(department.head_user_id),
          db::Bytes{department.head.hash}, department.create_time);
}

void UpdateDepartment(db::Tx& tx, const Department& department) {
  tx.Exec(sql::kUpdateDepartment, department.id, department.name, department.kind,
          NullIfEmpty(department.head_user_id), department.active, department.head.revision,
          db::Bytes{department.head.hash}, department.update_time);
}

int64_t CountActiveUsers(db::Tx& tx, const std::string& department_id) {
  return tx.Exec(sql::kCountActiveDepartmentUsers, department_id)[0][0].as<int64_t>();
}

}  // namespace hotline::identity
