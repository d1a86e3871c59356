#include "services/identity/demo/load_demo.h"

#include "services/identity/commands/first_administrator.h"
#include "services/identity/testing/fixture.h"

namespace hotline::identity {
namespace {

using testing::IdentityTest;
using testing::kPassword;

int Count(IdentityTest& test, const std::string& table) {
  pqxx::connection connection(test.database.Conninfo());
  return pqxx::nontransaction(connection)
      .exec1("SELECT count(*) FROM identity." + table)[0]
      .as<int>();
}

TEST_CASE(
    "loading the demo again changes nothing, loading it with another password changes only that") {
  IdentityTest test;
  const int events = Count(test, "event");
  CHECK(Count(test, "user_account") == 16);
  REQUIRE(LoadDemo(test.database.pool(), test.cipher, test.clock, kPassword).ok());
  CHECK(Count(test, "event") == events);
  CHECK(test.Login("handler").ok());
  REQUIRE(LoadDemo(test.database.pool(), test.cipher, test.clock, "another-password").ok());
  CHECK(Count(test, "event") == events + 1);  // The login.
  CHECK(Count(test, "user_account") == 16);
  CHECK(ReasonOf(test.Login("handler").status()) == "INVALID_CREDENTIALS");
  CHECK(test.Login("handler", "another-password").ok());
}

TEST_CASE("the demo has the eight accounts in one court, handler and reviewer in one department") {
  IdentityTest test;
  for (const char* account : {"admin", "agent", "dispatcher", "handler", "reviewer", "callback",
                              "supervisor", "auditor"}) {
    const v1::User user = test.UserOf(account);
    CHECK(user.court_name() == "深圳市中级人民法院");
    CHECK(user.demo());
    CHECK(user.role_codes_size() == 1);
  }
  CHECK(test.UserOf("handler").department_id() == test.UserOf("reviewer").department_id());
  CHECK(test.UserOf("handler").department_name() == "执行局");
  CHECK(test.DepartmentOf("/粤/粤03/", "enforcement-bureau").head_name() == "刘强");
}

TEST_CASE("production refuses demo accounts until they are gone") {
  IdentityTest test;
  CHECK(ReasonOf(RefuseDemoAccounts(test.database.pool())) == "DEMO_ACCOUNTS");
  pqxx::connection connection(test.database.Conninfo());
  pqxx::nontransaction(connection).exec("UPDATE identity.user_account SET active = false");
  CHECK(RefuseDemoAccounts(test.database.pool()).ok());
}

TEST_CASE("the first administrator is made once, in an empty system") {
  IdentityTest test(false);
  CHECK(RefuseDemoAccounts(test.database.pool()).ok());
  FirstAdministrator first{.court_code = "粤", .court_name = "广东省高级人民法院"};
  auto password =
      CreateFirstAdministrator(test.database.pool(), test.cipher, test.clock.Now(), first);
  REQUIRE(password.ok());
  first.account = "another";
  CHECK(
      ReasonOf(CreateFirstAdministrator(test.database.pool(), test.cipher, test.clock.Now(), first)
                   .status()) == "USERS_EXIST");
  CHECK(ReasonOf(LoadDemo(test.database.pool(), test.cipher, test.clock, kPassword)) == "");

  auto login = test.Login("admin", *password);
  REQUIRE(login.ok());
  CHECK(login->must_change_password());
  CHECK(test.CallerOf(login->access_token()).permissions.empty());
}

TEST_CASE("a first administrator needs a proper account and court") {
  IdentityTest test(false);
  CHECK(ReasonOf(CreateFirstAdministrator(test.database.pool(), test.cipher, test.clock.Now(),
                                          {.account = "A B", .court_code = "/", .court_name = "x"})
                     .status()) == "INVALID_INPUT");
}

}  // namespace
}  // namespace hotline::identity
