#include "services/identity/domain/credentials.h"

#include "catch2/catch.hpp"

namespace hotline::identity {
namespace {

constexpr char kId[] = "019a0b1c-2d3e-7f40-8a5b-6c7d8e9fa0b1";

TEST_CASE("session tokens are long, different, and kept as a hash") {
  const std::string token = NewSessionToken();
  CHECK(token.size() == 46);
  CHECK(token != NewSessionToken());
  CHECK(HashSessionToken(token).size() == 32);
  CHECK_FALSE(LooksLikeApiKey(token));
}

TEST_CASE("an API key names itself and gives away nothing else") {
  const std::string key = NewApiKey(kId);
  const auto secret = ParseApiKey(key);
  REQUIRE(secret);
  CHECK(secret->id == kId);
  CHECK(secret->hash.size() == 32);
  CHECK(ParseApiKey(NewApiKey(kId))->hash != secret->hash);
}

TEST_CASE("what is not of the form is no key") {
  const std::string key = NewApiKey(kId);
  CHECK_FALSE(ParseApiKey(""));
  CHECK_FALSE(ParseApiKey("hk_"));
  CHECK_FALSE(ParseApiKey(key + "x"));
  CHECK_FALSE(ParseApiKey(key.substr(0, key.size() - 1)));
  std::string other = key;
  other[5] = 'Z';
  CHECK_FALSE(ParseApiKey(other));
}

TEST_CASE("accounts are compared in one form") {
  CHECK(NormalAccount("  Admin ") == "admin");
  CHECK(NewInitialPassword().size() == 12);
}

}  // namespace
}  // namespace hotline::identity
