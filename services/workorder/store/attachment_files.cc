#include "services/workorder/store/attachment_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "platform/observe/log.h"

namespace hotline::workorder {
namespace {

namespace fs = std::filesystem;

std::string SealContext(std::string_view id) { return "workorder/attachment/" + std::string(id); }

absl::Status StorageError(const char* operation, int error) {
  observe::Log(observe::Level::kError, "attachment.storage_failed",
               {{"operation", operation}, {"error", std::strerror(error)}});
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
    return Refuse(absl::StatusCode::kUnavailable, "STORAGE_FULL");
  }
  return Refuse(absl::StatusCode::kUnavailable, "STORAGE_UNAVAILABLE");
}

class File {
 public:
  File(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool ok() const { return fd_ >= 0; }
  int fd() const { return fd_; }
  // False, with errno, when the file system reports a failed write only now.
  bool Close() { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

// Each of these returns false with errno set.
bool WriteAll(int fd, std::string_view data) {
  while (!data.empty()) {
    const ssize_t written = ::write(fd, data.data(), data.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    data.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

bool ReadAll(int fd, std::string* data) {
  char buffer[64 << 10];
  for (;;) {
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (got == 0) return true;
    data->append(buffer, static_cast<size_t>(got));
  }
}

bool SyncDirectory(const std::string& path) {
  const File directory(path, O_RDONLY | O_DIRECTORY);
  return directory.ok() && ::fsync(directory.fd()) == 0;
}

// Makes `path` with its parents, for nobody else to read.
absl::Status MakeDirectory(const fs::path& path) {
  std::error_code error;
  if (fs::create_directories(path, error)) {
    fs::permissions(path, fs::perms::owner_all, error);
    if (!SyncDirectory(path.parent_path())) return StorageError("mkdir", errno);
  }
  return error ? StorageError("mkdir", error.value()) : absl::OkStatus();
}

absl::Status WriteSynced(const std::string& path, std::string_view data) {
  File file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.ok()) return StorageError("open", errno);
  if (!WriteAll(file.fd(), data)) return StorageError("write", errno);
  if (::fsync(file.fd()) != 0) return StorageError("fsync", errno);
  if (!file.Close()) return StorageError("close", errno);
  return absl::OkStatus();
}

}  // namespace

std::string AttachmentFiles::IncomingPath(std::string_view id) const {
  return directory_ + "/incoming/" + std::string(id);
}

// By the random end of the id: its beginning is the time.
std::string AttachmentFiles::SettledPath(std::string_view id) const {
  const std::string_view tail = id.substr(id.size() - 4);
  return directory_ + "/" + std::string(tail.substr(0, 2)) + "/" + std::string(tail.substr(2)) +
         "/" + std::string(id);
}

absl::Status AttachmentFiles::Write(std::string_view id, std::string_view data) const {
  HOTLINE_RETURN_IF_ERROR(MakeDirectory(directory_ + "/incoming"));
  const std::string path = IncomingPath(id);
  absl::Status status = WriteSynced(path, cipher_->Seal(data, SealContext(id)));
  if (status.ok() && !SyncDirectory(directory_ + "/incoming"))
    status = StorageError("fsync", errno);
  if (!status.ok()) ::unlink(path.c_str());
  return status;
}

absl::Status AttachmentFiles::Settle(std::string_view id) const {
  const fs::path to = SettledPath(id);
  HOTLINE_RETURN_IF_ERROR(MakeDirectory(to.parent_path()));
  if (::rename(IncomingPath(id).c_str(), to.c_str()) != 0) {
    return errno == ENOENT && ::access(to.c_str(), F_OK) == 0 ? absl::OkStatus()
                                                              : StorageError("rename", errno);
  }
  return SyncDirectory(to.parent_path()) ? absl::OkStatus() : StorageError("fsync", errno);
}

absl::Status AttachmentFiles::Remove(std::string_view id) const {
  for (const std::string& path : {IncomingPath(id), SettledPath(id)}) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return StorageError("unlink", errno);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> AttachmentFiles::Read(std::string_view id,
                                                  std::string_view sha256) const {
  // Incoming first: a file that is being settled meanwhile is then found at its place.
  int error = ENOENT;
  for (const std::string& path : {IncomingPath(id), SettledPath(id)}) {
    const File file(path, O_RDONLY);
    if (!file.ok()) {
      error = errno;
      if (error == ENOENT) continue;
      return StorageError("open", error);
    }
    std::string sealed;
    if (!ReadAll(file.fd(), &sealed)) return StorageError("read", errno);
    absl::StatusOr<std::string> data = cipher_->Open(sealed, SealContext(id));
    if (data.ok() && crypto::Sha256(*data) == sha256) return data;
    if (!data.ok() && !absl::IsDataLoss(data.status())) return data.status();
    error = EBADMSG;
    break;
  }
  observe::Log(observe::Level::kError, "attachment.corrupt",
               {{"id", std::string(id)}, {"error", std::strerror(error)}});
  return Refuse(absl::StatusCode::kDataLoss, "ATTACHMENT_CORRUPT");
}

absl::StatusOr<std::vector<std::string>> AttachmentFiles::Incoming() const {
  std::vector<std::string> ids;
  std::error_code error;
  fs::directory_iterator entries(directory_ + "/incoming", error);
  if (error == std::errc::no_such_file_or_directory) return ids;
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    ids.push_back(entries->path().filename().string());
  }
  if (error) return StorageError("list", error.value());
  return ids;
}

}  // namespace hotline::workorder
