#include "services/identity/domain/lockout.h"

#include <algorithm>

namespace hotline::identity {

absl::Duration LockAfter(int failures) {
  if (failures <= kFreeFailures) return absl::ZeroDuration();
  const int doublings = std::min(failures - kFreeFailures - 1, 16);
  return std::min(absl::Seconds(30) * (1 << doublings), absl::Hours(1));
}

}  // namespace hotline::identity
