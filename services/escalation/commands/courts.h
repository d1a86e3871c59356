// What this service asks about courts.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace hotline::escalation {

struct Court {
  std::string id;
  std::string path;  // "/粤/粤03/"
};

// Thread-safe.
class Courts {
 public:
  virtual ~Courts() = default;
  // NOT_FOUND (COURT_NOT_FOUND).
  virtual absl::StatusOr<Court> Find(const std::string& id) = 0;
};

}  // namespace hotline::escalation
