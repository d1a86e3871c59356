// Guessing passwords.
#include <thread>

#include "services/identity/testing/fixture.h"

namespace hotline::identity {
namespace {

using testing::IdentityTest;
using testing::kDirectory;
using testing::kPassword;

std::string Try(IdentityTest& test, const std::string& account,
                const std::string& password = "not-the-password") {
  return ReasonOf(test.Login(account, password).status());
}

TEST_CASE("five failures lock a name for a growing time, whether it exists or not") {
  IdentityTest test;
  const std::string account = GENERATE("agent", "nobody-of-that-name");
  for (int i = 0; i < 5; ++i) CHECK(Try(test, account) == "INVALID_CREDENTIALS");
  auto locked = test.Login(account, kPassword);  // Even the right one.
  CHECK(ReasonOf(locked.status()) == "ACCOUNT_LOCKED");
  CHECK(locked.status().code() == absl::StatusCode::kResourceExhausted);
  CHECK(ParamsOf(locked.status())["seconds"] == "30");
  test.clock.Advance(absl::Seconds(29));
  test.Start();  // Locks survive a restart.
  CHECK(Try(test, account) == "ACCOUNT_LOCKED");
  test.clock.Advance(absl::Seconds(1));
  CHECK(Try(test, account) == "INVALID_CREDENTIALS");
  CHECK(ParamsOf(test.Login(account).status())["seconds"] == "60");
  test.clock.Advance(absl::Seconds(60));
  CHECK(Try(test, account) == "INVALID_CREDENTIALS");
  CHECK(ParamsOf(test.Login(account).status())["seconds"] == "120");
}

TEST_CASE("the right password after the lock starts anew") {
  IdentityTest test;
  for (int i = 0; i < 5; ++i) Try(test, "agent");
  test.clock.Advance(absl::Seconds(30));
  CHECK(test.Login("agent").ok());
  for (int i = 0; i < 4; ++i) CHECK(Try(test, "agent") == "INVALID_CREDENTIALS");
  CHECK(test.Login("agent").ok());
}

TEST_CASE("the name is locked however it is written") {
  IdentityTest test;
  for (const char* account : {"agent", "AGENT", " agent", "Agent ", "aGent"}) Try(test, account);
  CHECK(Try(test, "agent", kPassword) == "ACCOUNT_LOCKED");
}

TEST_CASE("guesses made at once count no less than guesses in turn") {
  IdentityTest test;
  std::vector<std::thread> threads;
  for (int i = 0; i < 24; ++i) threads.emplace_back([&] { Try(test, "agent"); });
  for (std::thread& thread : threads) thread.join();
  CHECK(Try(test, "agent", kPassword) == "ACCOUNT_LOCKED");
  // Only five were told that they were wrong; the others learned nothing.
  const std::vector<std::string> events = test.EventsOf(test.UserOf("agent").id());
  CHECK(std::count(events.begin(), events.end(), "user.sign_in_failed") == 4);
  CHECK(std::count(events.begin(), events.end(), "user.locked_out") == 1);
}

TEST_CASE("an administrator sees the lock and lifts it") {
  IdentityTest test;
  for (int i = 0; i < 5; ++i) Try(test, "handler");
  const Caller admin = test.As("admin");
  v1::GetRequest get;
  get.set_id(test.UserOf("handler").id());
  auto user = test.Call<v1::User>(kDirectory, "GetUser", get, admin);
  REQUIRE(user.ok());
  CHECK(user->locked_until().seconds() == absl::ToUnixSeconds(test.clock.Now()) + 30);
  v1::ChangeRequest unlock;
  unlock.set_id(get.id());
  REQUIRE(test.Call<v1::User>(kDirectory, "UnlockUser", unlock, admin).ok());
  CHECK(test.Login("handler").ok());
}

TEST_CASE("after a quiet day failures are forgotten, and their rows go away") {
  IdentityTest test;
  for (int i = 0; i < 5; ++i) Try(test, "agent");
  test.clock.Advance(absl::Hours(24) + absl::Seconds(1));
  for (int i = 0; i < 4; ++i) CHECK(Try(test, "agent") == "INVALID_CREDENTIALS");
  CHECK(test.Login("agent").ok());

  for (int i = 0; i < 3; ++i) Try(test, "somebody" + std::to_string(i));
  (void)test.Login("agent");
  test.clock.Advance(absl::Hours(24) + absl::Seconds(1));
  for (const auto& worker : test.module->Workers()) REQUIRE(worker->Tick(test.clock.Now()).ok());
  pqxx::connection connection(test.database.Conninfo());
  pqxx::nontransaction tx(connection);
  CHECK(tx.exec1("SELECT count(*) FROM identity.login_guard")[0].as<int>() == 0);
  CHECK(tx.exec1("SELECT count(*) FROM identity.session")[0].as<int>() == 0);
}

}  // namespace
}  // namespace hotline::identity
