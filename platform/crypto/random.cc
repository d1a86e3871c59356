// Random bytes, codes for people, and identifiers.
#include <algorithm>
#include <cstdint>

#include "platform/crypto/crypto.h"
#include "platform/crypto/sodium_ready.h"

namespace hotline::crypto {
namespace {

// Of 16 bytes, with version and variant set as RFC 9562 has them.
std::string UuidText(std::string bytes, int version) {
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | (version << 4));
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  std::string text = Hex(bytes);
  for (size_t hyphen : {8, 13, 18, 23}) text.insert(hyphen, 1, '-');
  return text;
}

}  // namespace

std::string RandomBytes(size_t count) {
  SodiumReady();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string RandomCode(size_t length) {
  static constexpr std::string_view kAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  static_assert(kAlphabet.size() == 31);
  SodiumReady();
  std::string code(length, '\0');
  for (char& c : code)
    c = kAlphabet[randombytes_uniform(kAlphabet.size())];  // Rejects, so no letter is favoured.
  return code;
}

std::string NewUuid(absl::Time now) {
  std::string bytes = RandomBytes(16);
  const auto millis = static_cast<uint64_t>(std::max<int64_t>(absl::ToUnixMillis(now), 0));
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<char>(millis >> (40 - 8 * i));
  return UuidText(std::move(bytes), 7);
}

std::string HashUuid(std::string_view text) { return UuidText(Sha256(text).substr(0, 16), 8); }

}  // namespace hotline::crypto
