// Courts, departments and users: scope, etags, repeated requests.
#include "services/identity/testing/fixture.h"

namespace hotline::identity {
namespace {

using testing::IdentityTest;
using testing::kAuth;
using testing::kDirectory;
using testing::kResolve;

v1::GetRequest Get(const std::string& id) {
  v1::GetRequest request;
  request.set_id(id);
  return request;
}
v1::ChangeRequest Change(const std::string& id, const std::string& etag = "") {
  v1::ChangeRequest request;
  request.set_id(id);
  request.set_etag(etag);
  return request;
}
v1::CreateUserRequest NewUser(const std::string& account, const std::string& role = "agent") {
  v1::CreateUserRequest request;
  request.set_account(account);
  request.set_name("新来的");
  request.set_phone("13912345678");
  request.set_email("newcomer@court.test");
  request.add_role_codes(role);
  return request;
}

TEST_CASE(
    "an administrator sees and manages the own court and those below it, and nothing else exists") {
  IdentityTest test;
  const Caller admin = test.As("admin");  // 粤03
  const std::string guangzhou = test.UserOf("guangzhou_handler").id();
  const std::string above = test.UserOf("gd_admin").id();
  for (const std::string& id : {guangzhou, above}) {
    CHECK(ReasonOf(test.Call<v1::User>(kDirectory, "GetUser", Get(id), admin).status()) ==
          "USER_NOT_FOUND");
    for (const char* method : {"DisableUser", "EnableUser", "UnlockUser"}) {
      CHECK(ReasonOf(test.Call<v1::User>(kDirectory, method, Change(id), admin).status()) ==
            "USER_NOT_FOUND");
    }
    CHECK(ReasonOf(test.Call<v1::ResetPasswordReply>(kDirectory, "ResetPassword", Change(id), admin)
                       .status()) == "USER_NOT_FOUND");
  }
  CHECK(test.Call<v1::User>(kDirectory, "DisableUser", Change(test.UserOf("nanshan_handler").id()),
                            admin)
            .ok());

  auto courts =
      test.Call<v1::ListCourtsReply>(kDirectory, "ListCourts", v1::ListCourtsRequest(), admin);
  REQUIRE(courts.ok());
  REQUIRE(courts->courts_size() == 2);
  CHECK(courts->courts(1).path() == "/粤/粤03/粤0305/");
  const v1::Department foreign = test.DepartmentOf("/粤/粤01/", "enforcement-bureau");
  CHECK(ReasonOf(test.Call<v1::Department>(kDirectory, "GetDepartment", Get(foreign.id()), admin)
                     .status()) == "DEPARTMENT_NOT_FOUND");
  CHECK(ReasonOf(
            test.Call<v1::Department>(kDirectory, "DisableDepartment", Change(foreign.id()), admin)
                .status()) == "DEPARTMENT_NOT_FOUND");
  CHECK(ReasonOf(test.Call<v1::Court>(kDirectory, "GetCourt", Get(foreign.court_id()), admin)
                     .status()) == "COURT_NOT_FOUND");
  v1::CreateUserRequest there = NewUser("spy");
  there.set_department_id(foreign.id());
  CHECK(ReasonOf(test.Call<v1::CreateUserReply>(kDirectory, "CreateUser", there, admin).status()) ==
        "DEPARTMENT_NOT_FOUND");
  there.clear_department_id();
  there.set_court_id(foreign.court_id());
  CHECK(ReasonOf(test.Call<v1::CreateUserReply>(kDirectory, "CreateUser", there, admin).status()) ==
        "COURT_NOT_FOUND");
}

TEST_CASE("only administrators change the directory") {
  IdentityTest test;
  for (const char* account : {"agent", "dispatcher", "handler", "supervisor", "auditor"}) {
    const Caller caller = test.As(account);
    CHECK(ReasonOf(test.Call<v1::CreateUserReply>(kDirectory, "CreateUser", NewUser("spy"), caller)
                       .status()) == "PERMISSION_MISSING");
    CHECK(test.Call<v1::ListDepartmentsReply>(kDirectory, "ListDepartments",
                                              v1::ListDepartmentsRequest(), caller)
              .ok());
  }
  CHECK(ReasonOf(test.Call<v1::ListDepartmentsReply>(kDirectory, "ListDepartments",
                                                     v1::ListDepartmentsRequest(), Caller())
                     .status()) == "SIGN_IN_REQUIRED");
}

TEST_CASE("a new user gets a first password once, also when the request is repeated") {
  IdentityTest test;
  const Caller admin = test.As("admin");
  v1::CreateUserRequest request = NewUser("newcomer");
  request.set_department_id(test.DepartmentOf("/粤/粤03/", "hotline-office").id());
  request.set_request_id("create-1");
  auto created = test.Call<v1::CreateUserReply>(kDirectory, "CreateUser", request, admin);
  REQUIRE(created.ok());
  CHECK(created->user().phone() == "139****5678");
  CHECK(created->user().email() == "n***@court.test");
  CHECK(created->user().must_change_password());
  auto again = test.Call<v1::CreateUserReply>(kDirectory, "CreateUser", request, admin);
  REQUIRE(again.ok());
  CHECK(again->user().id() == created->user().id());
  CHECK(again->initial_password() == created->initial_password());
  request.set_name("另一个");
  CHECK(
      ReasonOf(test.Call<v1::CreateUserReply>(kDirectory, "CreateUser", request, admin).status()) ==
      "REQUEST_ID_REUSED");
  request.set_request_id("create-2");
  CHECK(
      ReasonOf(test.Call<v1::CreateUserReply>(kDirectory, "CreateUser", request, admin).status()) ==
      "ACCOUNT_TAKEN");
  CHECK(test.Login("newcomer", created->initial_password()).ok());
}

TEST_CASE("telephones are sealed in the database") {
  IdentityTest test;
  pqxx::connection connection(test.database.Conninfo());
  pqxx::nontransaction tx(connection);
  const auto rows =
      tx.exec("SELECT position('\\x313338'::bytea IN phone_sealed) FROM identity.user_account");
  REQUIRE(rows.size() == 16);
  for (const auto& row : rows) CHECK(row[0].as<int>() == 0);
}

TEST_CASE("an e-mail address is sealed, shown whole to its owner and told to services only") {
  IdentityTest test;
  const Caller admin = test.As("admin");
  const std::string id = test.UserOf("handler").id();
  CHECK(test.UserOf("handler").email().empty());
  v1::UpdateUserRequest update;
  update.set_id(id);
  for (const char* bad :
       {"nobody", "x@court.test\r\nBcc: y@evil.test", "x@court.test,y@evil.test"}) {
    update.set_email(bad);
    CHECK(ReasonOf(test.Call<v1::User>(kDirectory, "UpdateUser", update, admin).status()) ==
          "INVALID_INPUT");
  }
  update.set_email("zhang.wei@court.test");
  auto updated = test.Call<v1::User>(kDirectory, "UpdateUser", update, admin);
  REQUIRE(updated.ok());
  CHECK(updated->email() == "z***@court.test");
  CHECK_FALSE(updated->phone().empty());
  CHECK(test.Login("handler")->user().email() == "zhang.wei@court.test");

  pqxx::connection connection(test.database.Conninfo());
  {
    pqxx::nontransaction tx(connection);
    const auto row = tx.exec_params1(
        "SELECT position('zhang'::bytea IN email_sealed) FROM identity.user_account WHERE id = $1",
        id);
    CHECK(row[0].as<int>() == 0);
  }

  v1::ResolveRequest request;
  request.set_id(id);
  const Caller service = rpc::ServiceCaller("notification");
  const auto contact = [&] {
    return test.Call<v1::ResolvedContact>(kResolve, "ResolveContact", request, service);
  };
  CHECK(contact()->email() == "zhang.wei@court.test");
  CHECK_FALSE(test.Call<v1::ResolvedContact>(kResolve, "ResolveContact", request, admin).ok());
  REQUIRE(test.Call<v1::User>(kDirectory, "DisableUser", Change(id), admin).ok());
  CHECK(contact()->email().empty());
  REQUIRE(test.Call<v1::User>(kDirectory, "EnableUser", Change(id), admin).ok());
  CHECK(contact()->email() == "zhang.wei@court.test");
  update.set_email("");
  REQUIRE(test.Call<v1::User>(kDirectory, "UpdateUser", update, admin).ok());
  CHECK(contact()->email().empty());
  CHECK_FALSE(test.UserOf("handler").phone().empty());
}

TEST_CASE("a stale etag is refused, signing in does not make one stale") {
  IdentityTest test;
  const Caller admin = test.As("admin");
  const v1::User before = test.UserOf("handler");
  v1::UpdateUserRequest update;
  update.set_id(before.id());
  update.set_etag(before.etag());
  update.set_name("张伟伟");
  REQUIRE(test.Login("handler").ok());
  auto updated = test.Call<v1::User>(kDirectory, "UpdateUser", update, admin);
  REQUIRE(updated.ok());
  CHECK(updated->name() == "张伟伟");
  CHECK(updated->department_id() == before.department_id());
  CHECK(updated->phone() == before.phone());
  update.set_name("张三");
  auto stale = test.Call<v1::User>(kDirectory, "UpdateUser", update, admin);
  CHECK(ReasonOf(stale.status()) == "ETAG_MISMATCH");
  CHECK(stale.status().code() == absl::StatusCode::kAborted);
  CHECK(ReasonOf(test.Call<v1::User>(kDirectory, "DisableUser", Change(before.id(), before.etag()),
                                     admin)
                     .status()) == "ETAG_MISMATCH");
  update.set_etag(updated->etag());
  update.set_name("  ");
  CHECK(ReasonOf(test.Call<v1::User>(kDirectory, "UpdateUser", update, admin).status()) ==
        "INVALID_INPUT");
}

TEST_CASE("a user moves between departments and courts in scope") {
  IdentityTest test;
  const Caller admin = test.As("admin");
  v1::UpdateUserRequest update;
  update.set_id(test.UserOf("handler").id());
  const v1::Department nanshan = test.DepartmentOf("/粤/粤03/粤0305/", "enforcement-bureau");
  update.set_department_id(nanshan.id());
  auto moved = test.Call<v1::User>(kDirectory, "UpdateUser", update, admin);
  REQUIRE(moved.ok());
  CHECK(moved->court_id() == nanshan.court_id());
  update.set_court_id(test.UserOf("admin").court_id());
  CHECK(ReasonOf(test.Call<v1::User>(kDirectory, "UpdateUser", update, admin).status()) ==
        "COURT_MISMATCH");
  update.set_department_id("");
  moved = test.Call<v1::User>(kDirectory, "UpdateUser", update, admin);
  REQUIRE(moved.ok());
  CHECK(moved->department_id().empty());
  CHECK(moved->court_id() == test.UserOf("admin").court_id());
}

TEST_CASE("departments are added, named, headed, closed and opened") {
  IdentityTest test;
  const Caller admin = test.As("admin");
  v1::CreateDepartmentRequest create;
  create.set_code("technology");
  create.set_name("信息技术处");
  auto department = test.Call<v1::Department>(kDirectory, "CreateDepartment", create, admin);
  REQUIRE(department.ok());
  CHECK(department->kind() == v1::Department::GENERAL);
  CHECK(
      ReasonOf(test.Call<v1::Department>(kDirectory, "CreateDepartment", create, admin).status()) ==
      "DEPARTMENT_EXISTS");

  v1::UpdateDepartmentRequest update;
  update.set_id(department->id());
  update.set_head_user_id(test.UserOf("handler2").id());
  update.set_etag(department->etag());
  auto headed = test.Call<v1::Department>(kDirectory, "UpdateDepartment", update, admin);
  REQUIRE(headed.ok());
  CHECK(headed->head_name() == "郑浩");
  CHECK(headed->name() == "信息技术处");
  update.set_etag("");
  update.set_head_user_id(test.UserOf("guangzhou_handler").id());
  CHECK(
      ReasonOf(test.Call<v1::Department>(kDirectory, "UpdateDepartment", update, admin).status()) ==
      "USER_NOT_FOUND");

  const std::string bureau = test.DepartmentOf("/粤/粤03/", "enforcement-bureau").id();
  CHECK(ReasonOf(test.Call<v1::Department>(kDirectory, "DisableDepartment", Change(bureau), admin)
                     .status()) == "DEPARTMENT_HAS_USERS");
  REQUIRE(
      test.Call<v1::Department>(kDirectory, "DisableDepartment", Change(department->id()), admin)
          .ok());
  v1::CreateUserRequest user = NewUser("late");
  user.set_department_id(department->id());
  CHECK(ReasonOf(test.Call<v1::CreateUserReply>(kDirectory, "CreateUser", user, admin).status()) ==
        "DEPARTMENT_INACTIVE");
  REQUIRE(test.Call<v1::Department>(kDirectory, "EnableDepartment", Change(department->id()), admin)
              .ok());
  CHECK(test.EventsOf(department->id()) ==
        std::vector<std::string>{"department.created", "department.updated", "department.disabled",
                                 "department.enabled"});
}

TEST_CASE("courts grow below the caller's") {
  IdentityTest test;
  v1::CreateCourtRequest create;
  create.set_code("粤0304");
  create.set_name("深圳市福田区人民法院");
  auto court = test.Call<v1::Court>(kDirectory, "CreateCourt", create, test.As("admin"));
  REQUIRE(court.ok());
  CHECK(court->path() == "/粤/粤03/粤0304/");
  CHECK(ReasonOf(test.Call<v1::Court>(kDirectory, "CreateCourt", create, test.Root()).status()) ==
        "COURT_EXISTS");
  create.set_code("粤/1");
  CHECK(ReasonOf(test.Call<v1::Court>(kDirectory, "CreateCourt", create, test.Root()).status()) ==
        "INVALID_INPUT");
  v1::UpdateCourtRequest rename;
  rename.set_id(court->id());
  rename.set_name("福田法院");
  rename.set_etag("7");
  CHECK(ReasonOf(test.Call<v1::Court>(kDirectory, "UpdateCourt", rename, test.Root()).status()) ==
        "ETAG_MISMATCH");
  rename.set_etag(court->etag());
  CHECK(test.Call<v1::Court>(kDirectory, "UpdateCourt", rename, test.Root())->name() == "福田法院");
}

TEST_CASE("users are listed by filter, in pages that cannot be forged or carried elsewhere") {
  IdentityTest test;
  const Caller auditor = test.As("auditor");
  v1::ListUsersRequest request;
  request.set_page_size(5);
  std::vector<std::string> accounts;
  std::string token;
  do {
    request.set_page_token(token);
    auto page = test.Call<v1::ListUsersReply>(kDirectory, "ListUsers", request, auditor);
    REQUIRE(page.ok());
    CHECK(page->users_size() <= 5);
    for (const v1::User& user : page->users()) accounts.push_back(user.account());
    token = page->next_page_token();
  } while (!token.empty());
  CHECK(accounts.size() == 14);  // Without 粤 and 粤01.
  CHECK(std::is_sorted(accounts.begin(), accounts.end()));

  request.set_page_token("");
  const std::string next =
      test.Call<v1::ListUsersReply>(kDirectory, "ListUsers", request, auditor)->next_page_token();
  request.set_page_token(next);
  request.set_role_code("handler");
  CHECK(
      ReasonOf(test.Call<v1::ListUsersReply>(kDirectory, "ListUsers", request, auditor).status()) ==
      "INVALID_PAGE_TOKEN");
  request.set_page_token("");
  request.set_court_id(test.UserOf("handler").court_id());
  CHECK(test.Call<v1::ListUsersReply>(kDirectory, "ListUsers", request, auditor)->users_size() ==
        3);
  request.set_active(false);
  CHECK(test.Call<v1::ListUsersReply>(kDirectory, "ListUsers", request, auditor)->users_size() ==
        0);
}

TEST_CASE("colleagues see who is in a department, and nothing personal") {
  IdentityTest test;
  v1::ListMembersRequest request;
  request.set_id(test.DepartmentOf("/粤/粤03/", "enforcement-bureau").id());
  auto members =
      test.Call<v1::ListMembersReply>(kDirectory, "ListMembers", request, test.As("dispatcher"));
  REQUIRE(members.ok());
  REQUIRE(members->members_size() == 2);
  CHECK(members->members(0).name() == "张伟");
  CHECK(ReasonOf(test.Call<v1::ListMembersReply>(kDirectory, "ListMembers", request,
                                                 test.As("guangzhou_handler"))
                     .status()) == "DEPARTMENT_NOT_FOUND");
}

TEST_CASE("other services resolve names, heads and permissions") {
  IdentityTest test;
  const Caller service = rpc::ServiceCaller("workorder");
  v1::ResolveRequest request;
  const v1::User handler = test.UserOf("handler");
  request.set_id(handler.id());
  auto user = test.Call<v1::ResolvedUser>(kResolve, "ResolveUser", request, service);
  REQUIRE(user.ok());
  CHECK(user->name() == "张伟");
  CHECK(user->court_path() == "/粤/粤03/");
  CHECK(user->active());
  CHECK(std::count(user->permissions().begin(), user->permissions().end(), "workorder.handle") ==
        1);
  CHECK_FALSE(test.Call<v1::ResolvedUser>(kResolve, "ResolveUser", request, test.As("admin")).ok());

  v1::FindDepartmentByKindRequest find;
  find.set_court_id(handler.court_id());
  find.set_kind(v1::Department::SUPERVISION_OFFICE);
  auto office = test.Call<v1::ResolvedDepartment>(kResolve, "FindDepartmentByKind", find, service);
  REQUIRE(office.ok());
  CHECK(office->name() == "监察室");
  CHECK(office->head_name() == "马超");
  request.set_id(office->id());
  CHECK(
      test.Call<v1::ResolvedDepartment>(kResolve, "ResolveDepartment", request, service)->kind() ==
      v1::Department::SUPERVISION_OFFICE);
  request.set_id(handler.court_id());
  CHECK(test.Call<v1::ResolvedCourt>(kResolve, "ResolveCourt", request, service)->code() == "粤03");
  CHECK(ReasonOf(test.Call<v1::ResolvedUser>(kResolve, "ResolveUser", request, service).status()) ==
        "USER_NOT_FOUND");

  v1::ListDepartmentUsersRequest list;
  list.set_department_id(handler.department_id());
  CHECK(test.Call<v1::ListDepartmentUsersReply>(kResolve, "ListDepartmentUsers", list, service)
            ->users_size() == 2);
  list.set_permission("workorder.review.department");
  auto reviewers =
      test.Call<v1::ListDepartmentUsersReply>(kResolve, "ListDepartmentUsers", list, service);
  REQUIRE(reviewers->users_size() == 1);
  CHECK(reviewers->users(0).account() == "reviewer");

  v1::ListCourtUsersRequest court;
  court.set_court_id(handler.court_id());
  court.set_permission("workorder.supervise");
  auto supervisors = test.Call<v1::ListCourtUsersReply>(kResolve, "ListCourtUsers", court, service);
  REQUIRE(supervisors.ok());
  REQUIRE(supervisors->users_size() == 1);
  CHECK(supervisors->users(0).account() == "supervisor");
}

}  // namespace
}  // namespace hotline::identity
