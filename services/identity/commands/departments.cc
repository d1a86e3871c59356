#include "services/identity/commands/departments.h"

#include "platform/crypto/crypto.h"
#include "services/identity/commands/history.h"
#include "services/identity/commands/messages.h"
#include "services/identity/commands/scope.h"
#include "services/identity/commands/texts.h"
#include "services/identity/store/courts.h"
#include "services/identity/store/departments.h"

namespace hotline::identity {
namespace {

using Result = absl::StatusOr<v1::Department>;

absl::StatusOr<Department> LockInScope(db::Tx& tx, const rpc::Call& call, const std::string& id,
                                       const std::string& etag) {
  HOTLINE_ASSIGN_OR_RETURN(Department department,
                           InScope(call.caller, LockDepartment(tx, id), "DEPARTMENT_NOT_FOUND"));
  HOTLINE_RETURN_IF_ERROR(CheckEtag(etag, department.head.revision));
  return department;
}

}  // namespace

absl::Status DepartmentCommands::SetHead(db::Tx& tx, const rpc::Call& call,
                                         const std::string& user_id, Department& department) const {
  department.head_user_id = user_id;
  department.head_name.clear();
  if (user_id.empty()) return absl::OkStatus();
  HOTLINE_ASSIGN_OR_RETURN(
      const User head, InScope(call.caller, context_.users.Find(tx, user_id), "USER_NOT_FOUND"));
  if (!head.active) return NotFound("USER_NOT_FOUND");
  department.head_name = head.name;
  return absl::OkStatus();
}

Result DepartmentCommands::Create(const rpc::Call& call,
                                  const v1::CreateDepartmentRequest& request) {
  auto reply = context_.commands->Run<v1::Department>(call, request, [&](db::Tx& tx) -> Result {
    const std::string& court_id =
        request.court_id().empty() ? call.caller.court_id : request.court_id();
    HOTLINE_ASSIGN_OR_RETURN(const Court court,
                             InScope(call.caller, FindCourt(tx, court_id), "COURT_NOT_FOUND"));
    Department department;
    department.id = crypto::NewUuid(call.now);
    department.court_id = court.id;
    department.court_path = court.path;
    department.code = request.code();
    department.name = request.name();
    const auto kind = request.kind() == v1::Department::KIND_UNSPECIFIED ? v1::Department::GENERAL
                                                                         : request.kind();
    department.kind = v1::Department::Kind_Name(kind);
    department.create_time = department.update_time = call.now;
    HOTLINE_RETURN_IF_ERROR(SetHead(tx, call, request.head_user_id(), department));
    Record(tx, call, department.id, department.head, "department.created",
           {{"courtId", court.id},
            {"code", department.code},
            {"kind", department.kind},
            {"headUserId", department.head_user_id}});
    InsertDepartment(tx, department);
    return ToMessage(department);
  });
  if (!reply.ok()) return RenameDuplicate(reply.status(), "DEPARTMENT_EXISTS");
  return reply;
}

Result DepartmentCommands::Update(const rpc::Call& call,
                                  const v1::UpdateDepartmentRequest& request) {
  return context_.commands->Run<v1::Department>(call, request, [&](db::Tx& tx) -> Result {
    HOTLINE_ASSIGN_OR_RETURN(Department department,
                             LockInScope(tx, call, request.id(), request.etag()));
    nlohmann::json changed = nlohmann::json::array();
    if (request.has_name() && request.name() != department.name) {
      HOTLINE_RETURN_IF_ERROR(CheckNotBlank(request.name(), "name"));
      department.name = request.name();
      changed.push_back("name");
    }
    if (request.kind() != v1::Department::KIND_UNSPECIFIED) {
      const std::string kind = v1::Department::Kind_Name(request.kind());
      if (kind != department.kind) changed.push_back("kind");
      department.kind = kind;
    }
    if (request.has_head_user_id() && request.head_user_id() != department.head_user_id) {
      HOTLINE_RETURN_IF_ERROR(SetHead(tx, call, request.head_user_id(), department));
      changed.push_back("headUserId");
    }
    if (changed.empty()) return ToMessage(department);
    department.update_time = call.now;
    Record(
        tx, call, department.id, department.head, "department.updated",
        {{"changed", changed}, {"kind", department.kind}, {"headUserId", department.head_user_id}});
    UpdateDepartment(tx, department);
    return ToMessage(department);
  });
}

Result DepartmentCommands::SetActive(const rpc::Call& call, const v1::ChangeRequest& request,
                                     bool active) {
  return context_.commands->Run<v1::Department>(call, request, [&](db::Tx& tx) -> Result {
    HOTLINE_ASSIGN_OR_RETURN(Department department,
                             LockInScope(tx, call, request.id(), request.etag()));
    if (department.active == active) return ToMessage(department);
    if (!active && CountActiveUsers(tx, department.id) > 0)
      return Precondition("DEPARTMENT_HAS_USERS");
    department.active = active;
    department.update_time = call.now;
    Record(tx, call, department.id, department.head,
           active ? "department.enabled" : "department.disabled");
    UpdateDepartment(tx, department);
    return ToMessage(department);
  });
}

Result DepartmentCommands::Disable(const rpc::Call& call, const v1::ChangeRequest& request) {
  return SetActive(call, request, false);
}

Result DepartmentCommands::Enable(const rpc::Call& call, const v1::ChangeRequest& request) {
  return SetActive(call, request, true);
}

}  // namespace hotline::identity
