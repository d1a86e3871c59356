#include "services/identity/commands/placement.h"

#include "services/identity/commands/scope.h"
#include "services/identity/store/courts.h"
#include "services/identity/store/departments.h"

namespace hotline::identity {

absl::Status Place(db::Tx& tx, const rpc::Call& call, const std::string& court_id,
                   const std::string& department_id, User& user) {
  std::string place = court_id;
  if (!department_id.empty()) {
    HOTLINE_ASSIGN_OR_RETURN(
        const Department department,
        InScope(call.caller, LockDepartment(tx, department_id), "DEPARTMENT_NOT_FOUND"));
    if (!department.active) return Precondition("DEPARTMENT_INACTIVE");
    if (!court_id.empty() && court_id != department.court_id) return Invalid("COURT_MISMATCH");
    place = department.court_id;
    user.department_name = department.name;
  } else {
    user.department_name.clear();
  }
  HOTLINE_ASSIGN_OR_RETURN(const Court court,
                           InScope(call.caller, FindCourt(tx, place), "COURT_NOT_FOUND"));
  user.court_id = court.id;
  user.court_name = court.name;
  user.court_path = court.path;
  user.department_id = department_id;
  return absl::OkStatus();
}

}  // namespace hotline::identity
