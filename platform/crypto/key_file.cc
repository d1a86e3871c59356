#include "platform/crypto/key_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "platform/base/status.h"
#include "platform/crypto/crypto.h"

namespace hotline::crypto {
namespace {

absl::Status Failed(const std::string& what, const std::string& path) {
  return absl::ErrnoToStatus(errno, what + " key file " + path);
}

std::string DirectoryOf(const std::string& path) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  return directory.empty() ? "." : directory;
}

struct Descriptor {
  ~Descriptor() {
    if (fd >= 0) close(fd);
  }
  int fd;
};

// Makes the new name durable as well.
absl::Status SyncDirectory(const std::string& path) {
  Descriptor directory{open(DirectoryOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.fd < 0 || fsync(directory.fd) != 0) return Failed("sync the directory of", path);
  return absl::OkStatus();
}

absl::Status WriteAll(int fd, const std::string& text, const std::string& path) {
  for (size_t done = 0; done < text.size();) {
    const ssize_t written = write(fd, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Failed("write", path);
    done += static_cast<size_t>(written);
  }
  return fsync(fd) == 0 ? absl::OkStatus() : Failed("sync", path);
}

// A finished file beside `path` that only its name is missing to; removed again unless it was
// renamed.
struct Draft {
  explicit Draft(const std::string& path) : name(path + ".new-" + Hex(RandomBytes(8))) {}
  ~Draft() { unlink(name.c_str()); }

  absl::Status Write(const std::string& text, const struct stat* as) {
    Descriptor file{open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (file.fd < 0) return Failed("create", name);
    if (as != nullptr && (fchown(file.fd, as->st_uid, as->st_gid) != 0 ||
                          fchmod(file.fd, as->st_mode & 07777) != 0)) {
      return Failed("keep the owner of", name);
    }
    return WriteAll(file.fd, text, name);
  }

  const std::string name;
};

}  // namespace

absl::StatusOr<std::string> ReadKeyFile(const std::string& path) {
  Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd < 0 && errno == ENOENT) return NotFound("KEY_FILE_MISSING", {{"path", path}});
  struct stat info {};
  if (file.fd < 0 || fstat(file.fd, &info) != 0) return Failed("open", path);
  if (!S_ISREG(info.st_mode))
    return Precondition("KEY_FILE_INVALID", {{"path", path}, {"what", "not a file"}});
  if ((info.st_mode & 077) != 0) return Precondition("KEY_FILE_EXPOSED", {{"path", path}});
  std::string text;
  char buffer[4096];
  for (;;) {
    const ssize_t count = read(file.fd, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Failed("read", path);
    if (count == 0) return text;
    text.append(buffer, static_cast<size_t>(count));
  }
}

absl::Status CreateKeyFile(const std::string& path, const std::string& text) {
  Draft draft(path);
  HOTLINE_RETURN_IF_ERROR(draft.Write(text, nullptr));
  // Unlike rename, link never replaces a file that appeared meanwhile.
  if (link(draft.name.c_str(), path.c_str()) != 0) {
    if (errno == EEXIST) return Conflict("KEY_FILE_EXISTS", {{"path", path}});
    return Failed("create", path);
  }
  return SyncDirectory(path);
}

absl::Status ReplaceKeyFile(const std::string& path, const std::string& text) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return Failed("open", path);
  Draft draft(path);
  HOTLINE_RETURN_IF_ERROR(draft.Write(text, &info));
  if (rename(draft.name.c_str(), path.c_str()) != 0) return Failed("replace", path);
  return SyncDirectory(path);
}

absl::StatusOr<KeyFileLock> KeyFileLock::Take(const std::string& path) {
  // The directory stands for the file, which is another one after each replacement.
  KeyFileLock lock(open(DirectoryOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (lock.directory_ < 0 || flock(lock.directory_, LOCK_EX) != 0) return Failed("lock", path);
  return lock;
}

KeyFileLock::~KeyFileLock() {
  if (directory_ >= 0) close(directory_);
}

}  // namespace hotline::crypto
