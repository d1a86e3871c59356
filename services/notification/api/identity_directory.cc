#include "services/notification/api/identity_directory.h"

#include "hotline/identity/v1/resolve_service.pb.h"
#include "platform/base/status.h"

namespace hotline::notification {
namespace {

// An empty reply for what does not exist.
template <class Reply>
absl::StatusOr<Reply> Ask(rpc::Channel* channel, const std::string& method,
                          const google::protobuf::Message& request) {
  absl::StatusOr<Reply> reply = channel->Call<Reply>(
      "hotline.identity.v1.ResolveService/" + method, request,
      {.caller = rpc::ServiceCaller("notification"), .deadline = absl::Now() + absl::Seconds(3)});
  if (absl::IsNotFound(reply.status())) return Reply();
  return reply;
}

}  // namespace

absl::StatusOr<std::string> IdentityDirectory::HeadOf(const std::string& department_id) {
  if (auto recent = heads_.Find(department_id)) return *recent;
  identity::v1::ResolveRequest request;
  request.set_id(department_id);
  HOTLINE_ASSIGN_OR_RETURN(
      const identity::v1::ResolvedDepartment department,
      Ask<identity::v1::ResolvedDepartment>(channel_, "ResolveDepartment", request));
  heads_.Keep(department_id, department.head_user_id());
  return department.head_user_id();
}

absl::StatusOr<std::string> IdentityDirectory::HotlineOffice(const std::string& court_id) {
  if (auto recent = offices_.Find(court_id)) return *recent;
  identity::v1::FindDepartmentByKindRequest request;
  request.set_court_id(court_id);
  request.set_kind(identity::v1::Department::HOTLINE_OFFICE);
  HOTLINE_ASSIGN_OR_RETURN(
      const identity::v1::ResolvedDepartment office,
      Ask<identity::v1::ResolvedDepartment>(channel_, "FindDepartmentByKind", request));
  offices_.Keep(court_id, office.id());
  return office.id();
}

absl::StatusOr<std::string> IdentityDirectory::NameOf(const std::string& user_id) {
  if (auto recent = names_.Find(user_id)) return *recent;
  identity::v1::ResolveRequest request;
  request.set_id(user_id);
  HOTLINE_ASSIGN_OR_RETURN(const identity::v1::ResolvedUser user,
                           Ask<identity::v1::ResolvedUser>(channel_, "ResolveUser", request));
  names_.Keep(user_id, user.name());
  return user.name();
}

absl::StatusOr<std::vector<Member>> IdentityDirectory::MembersOf(const std::string& department_id) {
  if (auto recent = members_.Find(department_id)) return *recent;
  identity::v1::ListDepartmentUsersRequest request;
  request.set_department_id(department_id);
  HOTLINE_ASSIGN_OR_RETURN(
      const identity::v1::ListDepartmentUsersReply reply,
      Ask<identity::v1::ListDepartmentUsersReply>(channel_, "ListDepartmentUsers", request));
  std::vector<Member> members;
  for (const identity::v1::ResolvedUser& user : reply.users())
    members.push_back({user.id(), user.name()});
  members_.Keep(department_id, members);
  return members;
}

absl::StatusOr<std::vector<Supervisor>> IdentityDirectory::Supervisors(
    const std::string& court_id) {
  if (auto recent = supervisors_.Find(court_id)) return *recent;
  identity::v1::ListCourtUsersRequest request;
  request.set_court_id(court_id);
  request.set_permission("workorder.supervise");
  HOTLINE_ASSIGN_OR_RETURN(
      const identity::v1::ListCourtUsersReply reply,
      Ask<identity::v1::ListCourtUsersReply>(channel_, "ListCourtUsers", request));
  std::vector<Supervisor> users;
  for (const identity::v1::ResolvedUser& user : reply.users())
    users.push_back({user.id(), user.department_id()});
  supervisors_.Keep(court_id, users);
  return users;
}

}  // namespace hotline::notification
