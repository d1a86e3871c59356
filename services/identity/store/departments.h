// Rows of department. Functions run in the caller's transaction and throw what libpqxx throws.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/db/pool.h"
#include "services/identity/domain/directory.h"

namespace hotline::identity {

// NOT_FOUND (DEPARTMENT_NOT_FOUND). LockDepartment holds the row until the transaction ends.
absl::StatusOr<Department> FindDepartment(db::Tx& tx, const std::string& id);
absl::StatusOr<Department> LockDepartment(db::Tx& tx, const std::string& id);
absl::StatusOr<Department> FindDepartmentByCode(db::Tx& tx, const std::string& court_id,
                                                const std::string& code);
// The first active one by code.
absl::StatusOr<Department> FindDepartmentByKind(db::Tx& tx, const std::string& court_id,
                                                const std::string& kind);

struct DepartmentFilter {
  std::string scope;  // Court path.
  std::string court_id, kind, text;
  std::optional<bool> active;
};
// In order of court path and code, after these.
std::vector<Department> ListDepartments(db::Tx& tx, const DepartmentFilter& filter,
                                        const std::string& after_path,
                                        const std::string& after_code, int limit);

void InsertDepartment(db::Tx& tx, const Department& department);
void UpdateDepartment(db::Tx& tx,
                      const Department& department);  // Name, kind, head, active and stream head.
int64_t CountActiveUsers(db::Tx& tx, const std::string& department_id);

}  // namespace hotline::identity
