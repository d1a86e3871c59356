#include "services/identity/domain/password_policy.h"

#include "catch2/catch.hpp"
#include "platform/base/status.h"

namespace hotline::identity {
namespace {

TEST_CASE("length counts characters, and composition does not matter") {
  CHECK(ReasonOf(CheckPassword("kz7mqpw", "agent")) == "PASSWORD_TOO_SHORT");
  CHECK(CheckPassword("kz7mqpwx", "agent").ok());
  CHECK(CheckPassword("correct horse battery staple", "agent").ok());
  CHECK(ReasonOf(CheckPassword("热线服务为人民", "agent")) == "PASSWORD_TOO_SHORT");
  CHECK(CheckPassword("热线服务为人民心", "agent").ok());
  std::string longest;
  for (int i = 0; i < 64; ++i) longest += i % 2 == 0 ? "a" : "法";
  CHECK(CheckPassword(longest, "agent").ok());
  CHECK(ReasonOf(CheckPassword(std::string(256, 'x') + "y", "agent")) == "PASSWORD_TOO_LONG");
}

TEST_CASE("what everybody tries first is refused, in any case") {
  for (const char* common : {"password", "PassWord", "12345678", "qwertyuiop", "woaini1314",
                             "admin@123", "1qaz2wsx", "hotline12368", "zzzzzzzz", "P@ssw0rd2026",
                             "Fayuan12368!", "1qaz2wsx3edc", "agentagent99"}) {
    CHECK(ReasonOf(CheckPassword(common, "agent")) == "PASSWORD_TOO_COMMON");
  }
  CHECK(ReasonOf(CheckPassword("Dispatcher.01", "dispatcher.01")) == "PASSWORD_TOO_COMMON");
}

}  // namespace
}  // namespace hotline::identity
