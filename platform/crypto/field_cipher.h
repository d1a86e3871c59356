// Encryption of single database fields and of stored replies: AES-256-GCM with a random 96-bit
// nonce per value (NIST SP 800-38D), and keyed blind indexes (HMAC-SHA256) to find encrypted values
// by equality.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace hotline::crypto {

// 32 random bytes per purpose, field keys with an id (1 to 32 of a-z 0-9 _ -) so that old values
// stay readable after a rotation. From a key file:
//
//   {"active": "k2",
//    "keys": {"k1": {"field": "<base64, 32 bytes>"}, "k2": {"field": "…"}},
//    "index": "<base64, 32 bytes>", "caller": "<base64, 32 bytes>", "token": "<base64, 32 bytes>"}
//
// The index key cannot rotate without re-indexing; caller (signed caller context) and token (page
// tokens) keys may change at any restart.
struct KeyRing {
  std::string active;
  std::map<std::string, std::string> field_keys;
  std::string index_key;
  std::string caller_key;
  std::string token_key;

  // Refuses a file that others can read (mode & 077: KEY_FILE_EXPOSED), lacks a key or holds one of
  // the wrong length (KEY_FILE_INVALID); NOT_FOUND (KEY_FILE_MISSING). No message ever quotes the
  // file.
  static absl::StatusOr<KeyRing> Load(const std::string& path);
  // Writes a new random ring with mode 0600; fails if the file exists (KEY_FILE_EXISTS).
  static absl::Status Create(const std::string& path);
  // Adds a new field key to the file and makes it active; old keys stay for reading. Returns its
  // id. The file is replaced as a whole and durably, one rotation after the other; running
  // processes read it at their next start.
  static absl::StatusOr<std::string> Rotate(const std::string& path);
  // A new ring in memory only, for tests.
  static KeyRing Random();
};

// Thread-safe, immutable.
class FieldCipher {
 public:
  // Throws std::invalid_argument for a ring that Load would refuse.
  explicit FieldCipher(const KeyRing& keys);
  ~FieldCipher();

  // `context` is bound as additional data ("workorder/requester/<id>"): a value moved to another
  // row or column does not open. Layout: 1 byte version, 1 byte key id length, key id, 12 bytes
  // nonce, ciphertext, 16 bytes tag.
  std::string Seal(std::string_view plain, std::string_view context) const;
  // DATA_LOSS (SEALED_VALUE_DAMAGED) when the value was tampered with, moved or never sealed;
  // UNAVAILABLE (UNKNOWN_KEY) when its key is missing.
  absl::StatusOr<std::string> Open(std::string_view sealed, std::string_view context) const;

  // The same 32 bytes for the same value and purpose, meaningless without the key. Callers
  // normalise first.
  std::string BlindIndex(std::string_view value, std::string_view purpose) const;

  // The key id a sealed value was made with; empty when it is not a sealed value. For re-encryption
  // after rotation.
  static std::string KeyIdOf(std::string_view sealed);
  const std::string& active_key_id() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::crypto
