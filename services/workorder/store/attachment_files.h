// Attachments on disk: one sealed file each below DIRECTORY, named by the attachment's id.
//
//   DIRECTORY/incoming/<id>     written and synced, its row perhaps not yet committed
//   DIRECTORY/ab/cd/<id>        settled: its row is committed
//
// A file becomes visible only through its row. What a crash leaves in incoming/ is settled or
// removed by the sweeper, so no file without a row stays, and no row is ever committed before its
// file is safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/crypto/field_cipher.h"

namespace hotline::workorder {

// Thread-safe; several processes may share the directory. `id` is a UUID in lower case.
class AttachmentFiles {
 public:
  // `directory` is made, with its parents, when first written to.
  AttachmentFiles(std::string directory, const crypto::FieldCipher* cipher)
      : directory_(std::move(directory)), cipher_(cipher) {}

  // Seals and writes to incoming/, synced to disk. UNAVAILABLE (STORAGE_FULL), UNAVAILABLE
  // (STORAGE_UNAVAILABLE); then nothing of the file is left.
  absl::Status Write(std::string_view id, std::string_view data) const;
  // Moves an incoming file to its place. Harmless when it is there already.
  absl::Status Settle(std::string_view id) const;
  // From wherever it is; OK when it is nowhere.
  absl::Status Remove(std::string_view id) const;
  // DATA_LOSS (ATTACHMENT_CORRUPT) when the file is missing, was changed, or is not of `sha256`;
  // UNAVAILABLE (STORAGE_UNAVAILABLE) when it cannot be read now.
  absl::StatusOr<std::string> Read(std::string_view id, std::string_view sha256) const;
  // Ids in incoming/.
  absl::StatusOr<std::vector<std::string>> Incoming() const;

 private:
  std::string IncomingPath(std::string_view id) const;
  std::string SettledPath(std::string_view id) const;

  std::string directory_;
  const crypto::FieldCipher* cipher_;
};

}  // namespace hotline::workorder
