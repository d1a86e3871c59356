#include "services/identity/demo/load_demo.h"

#include "platform/crypto/crypto.h"
#include "services/identity/commands/history.h"
#include "services/identity/demo/demo_court.h"
#include "services/identity/store/courts.h"
#include "services/identity/store/departments.h"
#include "services/identity/store/login_guard.h"
#include "services/identity/store/users.h"

namespace hotline::identity {
namespace {

absl::Status AddCourt(db::Tx& tx, const rpc::Call& call, const demo::DemoCourt& row) {
  if (FindCourtByCode(tx, std::string(row.code)).ok()) return absl::OkStatus();
  Court court;
  court.id = crypto::NewUuid(call.now);
  court.code = row.code;
  court.name = row.name;
  court.path = "/";
  if (row.parent_code.empty()) {
    if (FindRootCourt(tx).ok()) return Precondition("ROOT_COURT_EXISTS");
  } else {
    HOTLINE_ASSIGN_OR_RETURN(const Court parent, FindCourtByCode(tx, std::string(row.parent_code)));
    court.parent_id = parent.id;
    court.path = parent.path;
  }
  court.path += court.code + "/";
  court.create_time = court.update_time = call.now;
  Record(tx, call, court.id, court.head, "court.created",
         {{"code", court.code}, {"parentId", court.parent_id}});
  InsertCourt(tx, court);
  return absl::OkStatus();
}

absl::Status AddDepartment(db::Tx& tx, const rpc::Call& call, const demo::DemoDepartment& row) {
  HOTLINE_ASSIGN_OR_RETURN(const Court court, FindCourtByCode(tx, std::string(row.court_code)));
  if (FindDepartmentByCode(tx, court.id, std::string(row.code)).ok()) return absl::OkStatus();
  Department department;
  department.id = crypto::NewUuid(call.now);
  department.court_id = court.id;
  department.code = row.code;
  department.name = row.name;
  department.kind = row.kind;
  department.create_time = call.now;
  Record(tx, call, department.id, department.head, "department.created",
         {{"courtId", court.id},
          {"code", department.code},
          {"kind", department.kind},
          {"headUserId", ""}});
  InsertDepartment(tx, department);
  return absl::OkStatus();
}

absl::Status AddUser(db::Tx& tx, const rpc::Call& call, const UserStore& users,
                     const demo::DemoUser& row, const std::string& password_hash) {
  if (users.FindByAccount(tx, std::string(row.account)).ok()) return absl::OkStatus();
  HOTLINE_ASSIGN_OR_RETURN(const Court court, FindCourtByCode(tx, std::string(row.court_code)));
  User user;
  user.id = crypto::NewUuid(call.now);
  user.account = row.account;
  user.name = row.name;
  user.phone = row.phone;
  user.court_id = court.id;
  if (!row.department_code.empty()) {
    HOTLINE_ASSIGN_OR_RETURN(const Department department,
                             FindDepartmentByCode(tx, court.id, std::string(row.department_code)));
    user.department_id = department.id;
  }
  user.role_codes = {std::string(row.role_code)};
  user.demo = true;
  user.create_time = call.now;
  Record(tx, call, user.id, user.head, "user.created",
         {{"courtId", user.court_id},
          {"departmentId", user.department_id},
          {"roleCodes", user.role_codes}});
  users.Insert(tx, user, {.hash = password_hash, .must_change = false});
  return absl::OkStatus();
}

// Only where nobody was named yet.
absl::Status NameHead(db::Tx& tx, const rpc::Call& call, const UserStore& users,
                      const demo::DemoDepartment& row) {
  if (row.head_account.empty()) return absl::OkStatus();
  HOTLINE_ASSIGN_OR_RETURN(const Court court, FindCourtByCode(tx, std::string(row.court_code)));
  HOTLINE_ASSIGN_OR_RETURN(Department department,
                           FindDepartmentByCode(tx, court.id, std::string(row.code)));
  if (department.head.revision > 1) return absl::OkStatus();
  HOTLINE_ASSIGN_OR_RETURN(const User head, users.FindByAccount(tx, std::string(row.head_account)));
  department.head_user_id = head.id;
  department.update_time = call.now;
  Record(tx, call, department.id, department.head, "department.updated",
         {{"changed", {"headUserId"}}, {"kind", department.kind}, {"headUserId", head.id}});
  UpdateDepartment(tx, department);
  return absl::OkStatus();
}

}  // namespace

absl::Status LoadDemo(db::Pool& pool, const crypto::FieldCipher& cipher, const Clock& clock,
                      const std::string& password) {
  const UserStore users(&cipher);
  crypto::PasswordHasher hasher(1, absl::Seconds(10));
  HOTLINE_ASSIGN_OR_RETURN(const Login admin,
                           pool.Read<Login>([&](db::Tx& tx) -> absl::StatusOr<Login> {
                             return FindLogin(tx, users.LoginIndex(demo::Users()[0].account));
                           }));
  bool fits = false;
  if (!admin.user_id.empty()) {
    HOTLINE_ASSIGN_OR_RETURN(fits, hasher.Verify(password, admin.password_hash));
  }
  std::string hash = admin.password_hash;
  if (!fits) {
    HOTLINE_ASSIGN_OR_RETURN(hash, hasher.Hash(password));
  }
  rpc::Call call;
  call.now = clock.Now();
  return pool.Transact([&](db::Tx& tx) -> absl::Status {
    for (const auto& court : demo::Courts()) HOTLINE_RETURN_IF_ERROR(AddCourt(tx, call, court));
    for (const auto& department : demo::Departments())
      HOTLINE_RETURN_IF_ERROR(AddDepartment(tx, call, department));
    for (const auto& user : demo::Users())
      HOTLINE_RETURN_IF_ERROR(AddUser(tx, call, users, user, hash));
    for (const auto& department : demo::Departments())
      HOTLINE_RETURN_IF_ERROR(NameHead(tx, call, users, department));
    if (!fits) UpdateDemoPasswords(tx, hash);
    return absl::OkStatus();
  });
}

absl::Status RefuseDemoAccounts(db::Pool& pool) {
  HOTLINE_ASSIGN_OR_RETURN(
      const int64_t count,
      pool.Read<int64_t>([](db::Tx& tx) -> absl::StatusOr<int64_t> { return CountDemoUsers(tx); }));
  return count == 0 ? absl::OkStatus()
                    : Precondition("DEMO_ACCOUNTS", {{"count", std::to_string(count)}});
}

}  // namespace hotline::identity
