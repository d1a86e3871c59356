// The secrets people and machines show: their form, and what is kept of them.
//
// A session token is "hs_" and 256 random bits, an API key "hk_<32 hexadecimal digits of its id>_"
// and 256 random bits, both base64url. As they are random, a plain SHA-256 is enough to keep (no
// salt, no slow hash).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace hotline::identity {

inline constexpr absl::Duration kSessionLifetime = absl::Hours(12);
inline constexpr absl::Duration kSessionIdle = absl::Hours(2);
inline constexpr absl::Duration kSessionNote =
    absl::Minutes(1);  // Use is written down at most this often.
inline constexpr absl::Duration kApiKeyNote = absl::Minutes(5);

std::string NewSessionToken();
std::string HashSessionToken(std::string_view token);  // 32 bytes.

struct ApiKeySecret {
  std::string id;    // UUID.
  std::string hash;  // 32 bytes.
};
// The whole key for `id` (a UUID).
std::string NewApiKey(std::string_view id);
bool LooksLikeApiKey(std::string_view credential);
// Empty for anything that is not of the form.
std::optional<ApiKeySecret> ParseApiKey(std::string_view key);

// What a login name is looked up and locked by: without surrounding space, lower case.
std::string NormalAccount(std::string_view account);

// For a person to type once: 12 characters without look-alikes, 59 bits.
std::string NewInitialPassword();

}  // namespace hotline::identity
