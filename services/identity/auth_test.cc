// Signing in, sessions and passwords, as the gateway sees them.
#include <thread>

#include "platform/events/event.h"
#include "services/identity/testing/fixture.h"

namespace hotline::identity {
namespace {

using testing::IdentityTest;
using testing::kAuth;
using testing::kDirectory;
using testing::kPassword;

absl::Status Logout(IdentityTest& test, const Caller& caller) {
  return test.Call<v1::LogoutReply>(kAuth, "Logout", v1::LogoutRequest(), caller).status();
}

absl::StatusOr<v1::ChangePasswordReply> ChangePassword(IdentityTest& test, const Caller& caller,
                                                       const std::string& old_password,
                                                       const std::string& new_password) {
  v1::ChangePasswordRequest request;
  request.set_old_password(old_password);
  request.set_new_password(new_password);
  return test.Call<v1::ChangePasswordReply>(kAuth, "ChangePassword", request, caller);
}

v1::ChangeRequest Target(const std::string& id) {
  v1::ChangeRequest request;
  request.set_id(id);
  return request;
}

TEST_CASE("a user signs in, is known by the token, and signs out") {
  IdentityTest test;
  auto login = test.Login(" Handler ");
  REQUIRE(login.ok());
  CHECK(login->token_type() == "Bearer");
  CHECK(login->user().phone() == "13800000004");
  auto known = test.Authenticate(login->access_token());
  REQUIRE(known.ok());
  const Caller caller = rpc::FromMessage(known->caller());
  CHECK(caller.kind == Caller::Kind::kUser);
  CHECK(caller.account == "handler");
  CHECK(caller.court_path == "/粤/粤03/");
  CHECK(caller.Has("workorder.handle"));
  CHECK_FALSE(caller.Has("workorder.dispatch"));
  CHECK(caller.department_id == login->user().department_id());

  auto me = test.Call<v1::Me>(kAuth, "GetMe", v1::GetMeRequest(), caller);
  REQUIRE(me.ok());
  CHECK(me->department().name() == "执行局");
  CHECK(me->court().code() == "粤03");
  CHECK(me->roles(0).name() == "承办人");
  CHECK(me->permissions_size() == static_cast<int>(caller.permissions.size()));

  REQUIRE(Logout(test, caller).ok());
  CHECK(ReasonOf(test.Authenticate(login->access_token()).status()) == "INVALID_TOKEN");
  CHECK(Logout(test, caller).ok());  // Nothing left to end.
  CHECK(test.EventsOf(caller.id) ==
        std::vector<std::string>{"user.created", "user.signed_in", "user.signed_out"});
}

TEST_CASE("only services may authenticate, and nonsense is no token") {
  IdentityTest test;
  v1::AuthenticateRequest request;
  request.set_access_token("hs_x");
  CHECK_FALSE(
      test.Call<v1::AuthenticateReply>(kAuth, "Authenticate", request, test.As("admin")).ok());
  for (const char* token : {"", "hs_", "hk_", "eyJhbGciOiJub25lIn0.e30.", "' OR 1=1 --"}) {
    CHECK(ReasonOf(test.Authenticate(token).status()) == "INVALID_TOKEN");
  }
}

TEST_CASE("a session ends when idle for two hours and after twelve hours, and survives a restart") {
  IdentityTest test;
  const std::string token = test.Login("agent")->access_token();
  test.clock.Advance(absl::Minutes(119));
  CHECK(test.Authenticate(token).ok());
  test.Start();
  test.clock.Advance(absl::Minutes(119));
  CHECK(test.Authenticate(token).ok());
  for (int i = 0; i < 4; ++i) {
    test.clock.Advance(absl::Minutes(110));
    REQUIRE(test.Authenticate(token).ok());
  }
  test.clock.Advance(absl::Minutes(50));  // 12 h 8 min after login, in use all the time.
  CHECK(ReasonOf(test.Authenticate(token).status()) == "INVALID_TOKEN");

  const std::string idle = test.Login("agent")->access_token();
  test.clock.Advance(absl::Hours(2));
  CHECK(ReasonOf(test.Authenticate(idle).status()) == "INVALID_TOKEN");
}

TEST_CASE("the use of a session is noted at most once a minute") {
  IdentityTest test;
  const std::string token = test.Login("agent")->access_token();
  auto version = [&] {
    pqxx::connection connection(test.database.Conninfo());
    return pqxx::nontransaction(connection)
        .exec1("SELECT xmin::text FROM identity.session")[0]
        .as<std::string>();
  };
  const std::string first = version();
  test.clock.Advance(absl::Seconds(59));
  REQUIRE(test.Authenticate(token).ok());
  CHECK(version() == first);
  test.clock.Advance(absl::Seconds(1));
  REQUIRE(test.Authenticate(token).ok());
  CHECK(version() != first);
}

TEST_CASE("changing the password ends the other sessions and keeps this one") {
  IdentityTest test;
  const std::string other = test.Login("agent")->access_token();
  const std::string token = test.Login("agent")->access_token();
  const Caller caller = test.CallerOf(token);
  CHECK(ReasonOf(ChangePassword(test, caller, kPassword, "short").status()) == "INVALID_INPUT");
  CHECK(ReasonOf(ChangePassword(test, caller, kPassword, "qwertyuiop").status()) ==
        "PASSWORD_TOO_COMMON");
  CHECK(ReasonOf(ChangePassword(test, caller, kPassword, kPassword).status()) ==
        "PASSWORD_UNCHANGED");
  CHECK(ReasonOf(ChangePassword(test, caller, "wrong-one", "a-new-password").status()) ==
        "INVALID_CREDENTIALS");
  auto changed = ChangePassword(test, caller, kPassword, "a-new-password");
  REQUIRE(changed.ok());
  CHECK(changed->revoked_sessions() == 1);
  CHECK(test.Authenticate(token).ok());
  CHECK_FALSE(test.Authenticate(other).ok());
  CHECK(ReasonOf(test.Login("agent").status()) == "INVALID_CREDENTIALS");
  CHECK(test.Login("agent", "a-new-password").ok());
}

TEST_CASE("disabling a user and resetting the password end all sessions") {
  IdentityTest test;
  const Caller admin = test.As("admin");
  const std::string token = test.Login("handler")->access_token();
  const std::string id = test.UserOf("handler").id();
  SECTION("disabled") {
    REQUIRE(test.Call<v1::User>(kDirectory, "DisableUser", Target(id), admin).ok());
    CHECK_FALSE(test.Authenticate(token).ok());
    CHECK(ReasonOf(test.Login("handler").status()) == "INVALID_CREDENTIALS");
    REQUIRE(test.Call<v1::User>(kDirectory, "EnableUser", Target(id), admin).ok());
    CHECK_FALSE(test.Authenticate(token).ok());
    CHECK(test.Login("handler").ok());
  }
  SECTION("reset") {
    auto reset = test.Call<v1::ResetPasswordReply>(kDirectory, "ResetPassword", Target(id), admin);
    REQUIRE(reset.ok());
    CHECK_FALSE(test.Authenticate(token).ok());
    CHECK(ReasonOf(test.Login("handler").status()) == "INVALID_CREDENTIALS");
    // Until the password is changed there is nothing one may do.
    const Caller caller = test.As("handler", reset->initial_password());
    CHECK(caller.permissions.empty());
    REQUIRE(ChangePassword(test, caller, reset->initial_password(), "my-own-password").ok());
    CHECK(test.As("handler", "my-own-password").Has("workorder.handle"));
  }
}

TEST_CASE("a role taken away holds at the very next call") {
  IdentityTest test;
  const std::string token = test.Login("handler")->access_token();
  v1::SetUserRolesRequest request;
  request.set_id(test.UserOf("handler").id());
  request.add_role_codes("department_reviewer");
  REQUIRE(test.Call<v1::User>(kDirectory, "SetUserRoles", request, test.As("admin")).ok());
  const Caller caller = test.CallerOf(token);
  CHECK(caller.Has("workorder.review.department"));
  CHECK_FALSE(caller.Has("workorder.handle"));
}

TEST_CASE(
    "sessions are listed and revoked by their user and by an administrator in scope, by nobody "
    "else") {
  IdentityTest test;
  const std::string token = test.Login("nanshan_handler")->access_token();
  const Caller owner = test.CallerOf(token);
  v1::RevokeSessionRequest revoke;
  revoke.set_id(owner.session_id);
  v1::ListSessionsRequest of_owner;
  of_owner.set_user_id(owner.id);

  CHECK(
      ReasonOf(test.Call<v1::RevokeSessionReply>(kAuth, "RevokeSession", revoke, test.As("handler"))
                   .status()) == "SESSION_NOT_FOUND");
  CHECK(
      ReasonOf(test.Call<v1::ListSessionsReply>(kAuth, "ListSessions", of_owner, test.As("auditor"))
                   .status()) == "USER_NOT_FOUND");
  auto own =
      test.Call<v1::ListSessionsReply>(kAuth, "ListSessions", v1::ListSessionsRequest(), owner);
  REQUIRE(own.ok());
  REQUIRE(own->sessions_size() == 1);
  CHECK(own->sessions(0).current());

  // 粤03 stands above 粤0305.
  const Caller admin = test.As("admin");
  CHECK(test.Call<v1::ListSessionsReply>(kAuth, "ListSessions", of_owner, admin)->sessions_size() ==
        1);
  revoke.set_request_id("r1");
  CHECK(test.Call<v1::RevokeSessionReply>(kAuth, "RevokeSession", revoke, admin).ok());
  CHECK_FALSE(test.Authenticate(token).ok());
  CHECK(test.Call<v1::RevokeSessionReply>(kAuth, "RevokeSession", revoke, admin)
            .ok());  // The first answer again.
  revoke.set_request_id("r2");
  CHECK(
      ReasonOf(test.Call<v1::RevokeSessionReply>(kAuth, "RevokeSession", revoke, admin).status()) ==
      "SESSION_NOT_FOUND");
}

TEST_CASE("sixteen people of one account sign in at once, and the history still verifies") {
  IdentityTest test;
  std::atomic<int> in = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i)
    threads.emplace_back([&] { in += test.Login("agent").ok() ? 1 : 0; });
  for (std::thread& thread : threads) thread.join();
  CHECK(in == 16);
  auto report = events::VerifyHistory(test.database.pool());
  REQUIRE(report.ok());
  CHECK(report->broken.empty());
}

TEST_CASE("the feed tells other services, without secrets or personal data") {
  IdentityTest test;
  (void)test.Login("agent", "a-wrong-password");
  const Caller agent = test.As("agent");
  for (const auto& worker : test.module->Workers()) REQUIRE(worker->Tick(test.clock.Now()).ok());
  hotline::events::v1::PullEventsRequest pull;
  pull.set_limit(1000);
  auto events = test.Call<hotline::events::v1::PullEventsResponse>(
      testing::kResolve, "PullEvents", pull, rpc::ServiceCaller("workorder"));
  REQUIRE(events.ok());
  std::vector<std::string> types;
  for (const auto& event : events->events()) {
    if (event.stream_id() == agent.id) types.push_back(event.type());
    CHECK(event.payload().find("13800000002") == std::string::npos);
    CHECK(event.payload().find("李婷") == std::string::npos);
    CHECK(event.payload().find(kPassword) == std::string::npos);
  }
  CHECK(types == std::vector<std::string>{"user.created", "user.sign_in_failed", "user.signed_in"});
}

}  // namespace
}  // namespace hotline::identity
