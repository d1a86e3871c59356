// Small pieces of cryptography used in many places; OpenSSL and libsodium behind them. All
// thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace hotline::crypto {

std::string Sha256(std::string_view data);                            // 32 bytes
std::string HmacSha256(std::string_view key, std::string_view data);  // 32 bytes
// The length may leak, the content does not.
bool EqualConstantTime(std::string_view a, std::string_view b);
std::string RandomBytes(size_t count);  // From the kernel, by libsodium.
// `length` characters, each of the 31 of "23456789ABCDEFGHJKMNPQRSTUVWXYZ" equally likely (no
// look-alikes: 0 1 I L O are left out). 4.95 bits per character.
std::string RandomCode(size_t length);
// RFC 9562 version 7: 48 bits of Unix milliseconds from `now`, then 74 random bits. Sorts by time
// to the millisecond.
std::string NewUuid(absl::Time now);
// RFC 9562 version 8, of a hash: the same for the same text.
std::string HashUuid(std::string_view text);
std::string Hex(std::string_view bytes);        // Lower case.
std::string Base64Url(std::string_view bytes);  // RFC 4648 section 5, no padding.
// Strict: no padding, no whitespace, no stray bits; else INVALID_ARGUMENT (BAD_BASE64).
absl::StatusOr<std::string> FromBase64Url(std::string_view text);

// argon2id (RFC 9106) in PHC string form. 19 MiB, t=2, p=1 as OWASP gives it; ~30 ms.
// At most `max_concurrent` hashes run at once; further calls wait their turn up to `max_wait`, then
// fail with RESOURCE_EXHAUSTED (BUSY): a flood of logins may neither take all memory nor all
// processors.
class PasswordHasher {
 public:
  PasswordHasher(int max_concurrent, absl::Duration max_wait);
  ~PasswordHasher();
  PasswordHasher(const PasswordHasher&) = delete;
  PasswordHasher& operator=(const PasswordHasher&) = delete;

  absl::StatusOr<std::string> Hash(std::string_view password);
  // Any parameters that `phc` states, so that old hashes stay usable. False for a wrong password;
  // DATA_LOSS (PASSWORD_HASH_DAMAGED) when `phc` is not an argon2id string.
  absl::StatusOr<bool> Verify(std::string_view password, std::string_view phc);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::crypto
