// Small pieces of cryptography used in many places; OpenSSL and libsodium behind them. All thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace hotline::crypto {

std::string Sha256(std::string_view data);                                // 32 bytes
std::string HmacSha256(std::string_view key, std::string_view data);      // 32 bytes
bool EqualConstantTime(std::string_view a, std::string_view b);           // Length may leak, content does not.
std::string RandomBytes(size_t count);                                    // From the kernel, by libsodium.
// `length` characters of "23456789ABCDEFGHJKMNPQRSTUVWXYZ" less I L O (no look-alikes): 31 letters, evenly distributed.
std::string RandomCode(size_t length);
// 122 bits of RFC 9562 version 7: 48 bits of Unix milliseconds from `now`, the rest random. Sorts by time.
std::string NewUuid(absl::Time now);
std::string Hex(std::string_view bytes);                                  // Lower case.
std::string Base64Url(std::string_view bytes);                            // RFC 4648 section 5, no padding.
absl::StatusOr<std::string> FromBase64Url(std::string_view text);         // Strict: no padding, no whitespace.

// argon2id (RFC 9106) in PHC string form. 19 MiB, t=2, p=1 as OWASP gives it; ~30 ms.
// At most `max_concurrent` hashes run at once; further calls wait their turn up to `max_wait`, then fail with
// RESOURCE_EXHAUSTED (BUSY): a flood of logins may neither take all memory nor all processors.
class PasswordHasher {
 public:
  PasswordHasher(int max_concurrent, absl::Duration max_wait);
  ~PasswordHasher();
  absl::StatusOr<std::string> Hash(std::string_view password);
  absl::StatusOr<bool> Verify(std::string_view password, std::string_view phc);

 private:
  struct Impl;
  Impl* impl_;
};

}  // namespace hotline::crypto
