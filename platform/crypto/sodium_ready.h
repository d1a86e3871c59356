// Internal to platform/crypto.
#pragma once

#include <sodium.h>

#include <cstdlib>

namespace hotline::crypto {

// libsodium's random numbers and hashes are thread-safe only after sodium_init(). Cheap after the
// first call.
inline void SodiumReady() {
  static const int ready = sodium_init();
  if (ready < 0) std::abort();  // No source of random numbers: nothing may go on.
}

}  // namespace hotline::crypto
