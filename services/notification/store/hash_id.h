// Ids that say what a row is of, so that a second application of an event inserts nothing.
#pragma once

#include <string>
#include <string_view>

#include "platform/crypto/crypto.h"

namespace hotline::notification {

// The same UUID for the same text (RFC 9562 version 8).
inline std::string HashId(std::string_view text) {
  std::string hash = crypto::Sha256(text);
  hash[6] = static_cast<char>((hash[6] & 0x0f) | 0x80);
  hash[8] = static_cast<char>((hash[8] & 0x3f) | 0x80);
  std::string id = crypto::Hex(hash.substr(0, 16));
  for (const size_t dash : {8, 13, 18, 23}) id.insert(dash, 1, '-');  // As the database writes it.
  return id;
}

}  // namespace hotline::notification
