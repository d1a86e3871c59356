// Reading and replacing the key file without ever showing or losing a key. Internal to
// platform/crypto, but for ReadKeyFile, which will do for any small secret.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace hotline::crypto {

// The whole file. Refuses one that others than its owner can read.
absl::StatusOr<std::string> ReadKeyFile(const std::string& path);
// Writes a new file with mode 0600, whole or not at all; KEY_FILE_EXISTS when there is one.
absl::Status CreateKeyFile(const std::string& path, const std::string& text);
// Replaces the file, whole or not at all, keeping owner and mode.
absl::Status ReplaceKeyFile(const std::string& path, const std::string& text);

// Held while a key file is read, changed and replaced: two rotations at once must not lose a key.
class KeyFileLock {
 public:
  static absl::StatusOr<KeyFileLock> Take(const std::string& path);
  ~KeyFileLock();
  KeyFileLock(KeyFileLock&& other) noexcept : directory_(other.directory_) {
    other.directory_ = -1;
  }
  KeyFileLock& operator=(KeyFileLock&&) = delete;

 private:
  explicit KeyFileLock(int directory) : directory_(directory) {}
  int directory_;
};

}  // namespace hotline::crypto
