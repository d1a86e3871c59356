// Free texts of agents and departments: encrypted at rest, because they may hold what a citizen
// said. Nothing stays nothing.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/crypto/field_cipher.h"

namespace hotline::callback {

inline std::string SealText(const crypto::FieldCipher& cipher, std::string_view text,
                            std::string_view context) {
  return text.empty() ? std::string() : cipher.Seal(text, context);
}

inline absl::StatusOr<std::string> OpenText(const crypto::FieldCipher& cipher,
                                            std::string_view sealed, std::string_view context) {
  if (sealed.empty()) return std::string();
  return cipher.Open(sealed, context);
}

}  // namespace hotline::callback
