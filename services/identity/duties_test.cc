// Roles as data and the separation of duties.
#include <thread>

#include "services/identity/testing/fixture.h"

namespace hotline::identity {
namespace {

using testing::IdentityTest;
using testing::kDirectory;

absl::StatusOr<v1::User> SetRoles(IdentityTest& test, const Caller& caller,
                                  const std::string& account,
                                  const std::vector<std::string>& roles) {
  v1::SetUserRolesRequest request;
  request.set_id(test.UserOf(account).id());
  request.mutable_role_codes()->Assign(roles.begin(), roles.end());
  return test.Call<v1::User>(kDirectory, "SetUserRoles", request, caller);
}

absl::StatusOr<v1::Role> SetPermissions(IdentityTest& test, const Caller& caller,
                                        const std::string& role,
                                        const std::vector<std::string>& permissions) {
  v1::UpdateRoleRequest request;
  request.set_id(test.RoleOf(role).id());
  request.mutable_permissions()->Assign(permissions.begin(), permissions.end());
  return test.Call<v1::Role>(kDirectory, "UpdateRole", request, caller);
}

v1::ChangeRequest Target(const std::string& id) {
  v1::ChangeRequest request;
  request.set_id(id);
  return request;
}

TEST_CASE("combinations of roles that break the separation of duties are refused") {
  IdentityTest test;
  const Caller admin = test.As("admin");
  CHECK(ReasonOf(SetRoles(test, admin, "handler", {"handler", "administrator"}).status()) ==
        "ROLES_CONFLICT");
  CHECK(ReasonOf(SetRoles(test, admin, "handler", {"auditor", "administrator"}).status()) ==
        "ROLES_CONFLICT");
  CHECK(ReasonOf(SetRoles(test, admin, "auditor", {"auditor", "agent"}).status()) ==
        "ROLES_CONFLICT");
  CHECK(ReasonOf(SetRoles(test, admin, "handler", {"no_such_role"}).status()) == "UNKNOWN_ROLE");
  CHECK(SetRoles(test, admin, "agent", {"agent", "dispatcher"}).ok());
  CHECK(SetRoles(test, admin, "agent", {}).ok());
}

TEST_CASE("nobody edits the own roles or disables the own account") {
  IdentityTest test;
  const Caller admin = test.As("admin");
  CHECK(ReasonOf(SetRoles(test, admin, "admin", {"auditor"}).status()) == "OWN_ROLES");
  for (const char* method : {"DisableUser", "ResetPassword"}) {
    CHECK(ReasonOf(test.Call<v1::User>(kDirectory, method, Target(admin.id), admin).status()) ==
          "OWN_ACCOUNT");
  }
  CHECK(
      ReasonOf(SetPermissions(test, test.Root(), "administrator", {"identity.manage"}).status()) ==
      "OWN_ROLES");
}

TEST_CASE("what a role may do is data, kept by the root court, and holds at once") {
  IdentityTest test;
  const std::string token = test.Login("agent")->access_token();
  CHECK(
      ReasonOf(SetPermissions(test, test.As("admin"), "agent", {"workorder.register"}).status()) ==
      "ROOT_COURT_ONLY");
  REQUIRE(SetPermissions(test, test.Root(), "agent", {"workorder.register", "workorder.register"})
              .ok());
  CHECK(test.CallerOf(token).permissions ==
        std::set<std::string, std::less<>>{"workorder.register"});
  CHECK(ReasonOf(SetPermissions(test, test.Root(), "agent", {"no.such"}).status()) ==
        "UNKNOWN_PERMISSION");
  CHECK(
      ReasonOf(SetPermissions(test, test.Root(), "agent", {"workorder.register", "identity.manage"})
                   .status()) == "ROLES_CONFLICT");
}

TEST_CASE("a role is not changed so that one of its holders breaks the separation") {
  IdentityTest test;
  v1::CreateRoleRequest create;
  create.set_code("reader");
  create.set_name("阅览员");
  create.add_permissions("workorder.read.court");
  REQUIRE(test.Call<v1::Role>(kDirectory, "CreateRole", create, test.Root()).ok());
  CHECK(ReasonOf(test.Call<v1::Role>(kDirectory, "CreateRole", create, test.Root()).status()) ==
        "ROLE_EXISTS");
  REQUIRE(SetRoles(test, test.Root(), "auditor", {"auditor", "reader"}).ok());
  CHECK(ReasonOf(SetPermissions(test, test.Root(), "reader", {"workorder.note"}).status()) ==
        "ROLES_CONFLICT");
  CHECK(test.RoleOf("reader").permissions(0) == "workorder.read.court");

  const std::string id = test.RoleOf("reader").id();
  CHECK(ReasonOf(test.Call<v1::DeleteRoleReply>(kDirectory, "DeleteRole", Target(id), test.Root())
                     .status()) == "ROLE_IN_USE");
  REQUIRE(SetRoles(test, test.Root(), "auditor", {"auditor"}).ok());
  CHECK(test.Call<v1::DeleteRoleReply>(kDirectory, "DeleteRole", Target(id), test.Root()).ok());
  CHECK(ReasonOf(test.Call<v1::DeleteRoleReply>(kDirectory, "DeleteRole",
                                                Target(test.RoleOf("agent").id()), test.Root())
                     .status()) == "BUILT_IN_ROLE");
}

TEST_CASE(
    "the root court never loses its last administrator, also when two remove each other at once") {
  IdentityTest test;
  v1::CreateUserRequest create;
  create.set_account("second");
  create.set_name("第二人");
  create.add_role_codes("administrator");
  auto second = test.Call<v1::CreateUserReply>(kDirectory, "CreateUser", create, test.Root());
  REQUIRE(second.ok());
  // As one who has changed the first password.
  Caller other = test.Root();
  other.id = second->user().id();
  other.session_id.clear();

  std::vector<std::string> reasons(2);
  std::thread one([&] {
    reasons[0] = ReasonOf(
        test.Call<v1::User>(kDirectory, "DisableUser", Target(other.id), test.Root()).status());
  });
  std::thread two([&] {
    reasons[1] = ReasonOf(
        test.Call<v1::User>(kDirectory, "DisableUser", Target(test.Root().id), other).status());
  });
  one.join();
  two.join();
  std::sort(reasons.begin(), reasons.end());
  CHECK(reasons == std::vector<std::string>{"", "LAST_ADMINISTRATOR"});
}

}  // namespace
}  // namespace hotline::identity
