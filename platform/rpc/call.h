// What a method handler is told besides its request.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "platform/base/caller.h"

namespace hotline::rpc {

struct Call {
  std::string method;   // "hotline.workorder.v1.WorkOrderService/Dispatch"
  Caller caller;        // Verified; may call this method.
  absl::Time now;       // The injected clock's time at arrival: decisions take this and no other.
  absl::Time deadline;  // Real time by which the answer is of use; passed on to further calls.
  std::string trace_id;
};

}  // namespace hotline::rpc
