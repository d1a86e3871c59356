#include "platform/clock/clock.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "absl/status/status.h"

namespace hotline {

absl::StatusOr<std::unique_ptr<DevClock>> DevClock::Open(const std::string& path) {
  int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return absl::ErrnoToStatus(errno, "dev clock " + path);
  void* memory = MAP_FAILED;
  if (ftruncate(fd, sizeof(int64_t)) == 0) {
    memory = mmap(nullptr, sizeof(int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  }
  const int error = errno;
  close(fd);
  if (memory == MAP_FAILED) return absl::ErrnoToStatus(error, "dev clock " + path);
  return std::unique_ptr<DevClock>(new DevClock(static_cast<std::atomic<int64_t>*>(memory)));
}

DevClock::~DevClock() { munmap(offset_us_, sizeof(int64_t)); }

absl::Time DevClock::Now() const { return absl::Now() + absl::Microseconds(offset_us_->load()); }

void DevClock::Advance(absl::Duration by) { offset_us_->fetch_add(absl::ToInt64Microseconds(by)); }

}  // namespace hotline
