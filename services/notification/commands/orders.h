// What this service needs of the work order service; a gRPC client in production, a fake in tests.
// Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "hotline/workorder/v1/work_order_service.pb.h"

namespace hotline::notification {

class Orders {
 public:
  virtual ~Orders() = default;
  virtual absl::StatusOr<std::string> NumberOf(const std::string& order_id) = 0;
  // Those of the names, of people of its court, whom the order complains about.
  virtual absl::StatusOr<std::vector<std::string>> RespondentsAmong(
      const std::string& order_id, const std::vector<std::string>& names) = 0;
};

}  // namespace hotline::notification
