// What commands work with. All pointers outlive the commands.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "hotline/workorder/v1/work_order_service.pb.h"
#include "platform/events/command.h"
#include "services/workorder/domain/directory.h"
#include "services/workorder/domain/rules.h"
#include "services/workorder/store/work_order_store.h"

namespace hotline::workorder {

struct Context {
  events::Commands* commands = nullptr;
  const WorkOrderStore* store = nullptr;
  Directory* directory = nullptr;
  Policy policy;
  // Open orders about the same matter that the caller may see, asked before a registration under
  // the id that it will have; may be empty (tests).
  std::function<absl::StatusOr<std::vector<v1::Duplicate>>(const rpc::Call&,
                                                           const WorkOrder& draft)>
      find_duplicates;
};

}  // namespace hotline::workorder
