// What a password must be (OWASP ASVS 5.0, 6.2): at least 8 characters, not made of what
// everybody tries first. No composition rules (6.2.5) and no rotation (6.2.10). At most 256
// characters, which is what the API accepts.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace hotline::identity {

// INVALID_ARGUMENT: PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORD_TOO_COMMON. Lengths count
// Unicode characters.
absl::Status CheckPassword(std::string_view password, std::string_view account);

}  // namespace hotline::identity
