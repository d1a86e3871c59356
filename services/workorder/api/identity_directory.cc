#include "services/workorder/api/identity_directory.h"

#include <algorithm>

#include "platform/base/status.h"

namespace hotline::workorder {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(3);

identity::v1::ResolveRequest RequestFor(std::string_view id) {
  identity::v1::ResolveRequest request;
  request.set_id(std::string(id));
  return request;
}

// What the caller named does not exist: their input is wrong, not the resource they asked for
// missing.
absl::Status Unknown(const absl::Status& status, std::string_view reason) {
  return absl::IsNotFound(status) ? Invalid(reason) : status;
}

Department DepartmentOf(const identity::v1::ResolvedDepartment& d) {
  return {d.id(), d.name(), d.court_id(), d.active()};
}

}  // namespace

template <class Reply>
absl::StatusOr<Reply> IdentityDirectory::Ask(std::string_view method,
                                             const google::protobuf::Message& request) {
  return channel_->Call<Reply>(
      "hotline.identity.v1.ResolveService/" + std::string(method), request,
      {.caller = rpc::ServiceCaller("workorder"), .deadline = absl::Now() + kPatience});
}

absl::StatusOr<Court> IdentityDirectory::FindCourt(std::string_view id) {
  const std::string key(id);
  if (auto recent = courts_.Find(key)) return *recent;
  auto reply = Ask<identity::v1::ResolvedCourt>("ResolveCourt", RequestFor(id));
  if (!reply.ok()) return Unknown(reply.status(), "COURT_UNKNOWN");
  const Court court{reply->id(), reply->path(), reply->name()};
  courts_.Keep(key, court);
  return court;
}

absl::StatusOr<Department> IdentityDirectory::FindDepartment(std::string_view id) {
  const std::string key(id);
  if (auto recent = departments_.Find(key)) return *recent;
  auto reply = Ask<identity::v1::ResolvedDepartment>("ResolveDepartment", RequestFor(id));
  if (!reply.ok()) return Unknown(reply.status(), "DEPARTMENT_UNKNOWN");
  const Department department = DepartmentOf(*reply);
  departments_.Keep(key, department);
  return department;
}

absl::StatusOr<User> IdentityDirectory::FindUser(std::string_view id) {
  const std::string key(id);
  if (auto recent = users_.Find(key)) return *recent;
  auto reply = Ask<identity::v1::ResolvedUser>("ResolveUser", RequestFor(id));
  if (!reply.ok()) return Unknown(reply.status(), "USER_UNKNOWN");
  const User user{reply->id(), reply->name(), reply->department_id(), reply->active(),
                  std::ranges::count(reply->permissions(), "workorder.handle") > 0};
  users_.Keep(key, user);
  return user;
}

absl::StatusOr<std::optional<Department>> IdentityDirectory::FindSupervisionOffice(
    std::string_view court_id) {
  const std::string key(court_id);
  if (auto recent = supervision_offices_.Find(key)) return *recent;
  identity::v1::FindDepartmentByKindRequest request;
  request.set_court_id(key);
  request.set_kind(identity::v1::Department::SUPERVISION_OFFICE);
  auto reply = Ask<identity::v1::ResolvedDepartment>("FindDepartmentByKind", request);
  if (!reply.ok() && !absl::IsNotFound(reply.status())) return reply.status();
  std::optional<Department> office;
  if (reply.ok()) office = DepartmentOf(*reply);
  supervision_offices_.Keep(key, office);
  return office;
}

}  // namespace hotline::workorder
