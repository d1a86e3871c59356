#include <thread>
#include <vector>

#include "catch2/catch.hpp"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"

namespace hotline::crypto {
namespace {

constexpr absl::Duration kPatient = absl::Minutes(5);

TEST_CASE("Hashes made by the reference argon2id verify") {
  PasswordHasher hasher(1, kPatient);
  // By the reference command: salts "somesalt" and "somesalt123456", 64, 19 and 46 MiB.
  for (std::string_view phc :
       {"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQxMjM0NTY"
        "$XlLhYy891g+T16mYEZ+SMBUYHzIIOD15rQ9B8kJy8C0",
        "$argon2id$v=19$m=47104,t=1,p=1$c29tZXNhbHQxMjM0NTY"
        "$tcUfQBdz4IsitNuJThYLfht77+XZwAt1vYyih46SSqs"}) {
    CAPTURE(phc);
    CHECK(hasher.Verify("password", phc).value());
    CHECK_FALSE(hasher.Verify("Password", phc).value());
  }
}

TEST_CASE("A password verifies against its own hash only") {
  PasswordHasher hasher(1, kPatient);
  const std::string password = "正确的马 电池 订书钉";
  const std::string phc = hasher.Hash(password).value();
  CHECK(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(hasher.Hash(password).value() != phc);  // Another salt.
  CHECK(hasher.Verify(password, phc).value());
  CHECK_FALSE(hasher.Verify(password + " ", phc).value());
  CHECK_FALSE(hasher.Verify("", phc).value());
}

TEST_CASE("What is no argon2id string is damage, not a wrong password") {
  PasswordHasher hasher(1, kPatient);
  for (std::string_view phc :
       {"", "password", "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQxMjM0NTY", "$2b$10$abcdefgh",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"}) {
    CAPTURE(phc);
    const auto verified = hasher.Verify("password", phc);
    CHECK(verified.status().code() == absl::StatusCode::kDataLoss);
    CHECK(ReasonOf(verified.status()) == "PASSWORD_HASH_DAMAGED");
  }
}

TEST_CASE("A hash that finds no place in time is refused as busy") {
  PasswordHasher full(0, absl::ZeroDuration());
  CHECK(full.Hash("password").status().code() == absl::StatusCode::kResourceExhausted);
  CHECK(ReasonOf(full.Hash("password").status()) == "BUSY");
  CHECK(ReasonOf(full.Verify("password", "").status()) == "BUSY");
}

TEST_CASE("More hashes than places all get their turn") {
  PasswordHasher hasher(2, absl::InfiniteDuration());
  std::vector<std::string> made(8);
  std::vector<std::thread> threads;
  for (std::string& phc : made) {
    threads.emplace_back([&hasher, &phc] { phc = hasher.Hash("password").value_or(""); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& phc : made) CHECK(phc.starts_with("$argon2id$"));
}

}  // namespace
}  // namespace hotline::crypto
