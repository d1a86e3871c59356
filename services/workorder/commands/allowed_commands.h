// What a caller may do with an order now: legal by the state machine and permitted by the method's
// annotation.
#pragma once

#include <string>
#include <vector>

#include "platform/base/caller.h"
#include "services/workorder/domain/work_order.h"

namespace hotline::workorder {

// In the words of the REST routes: "dispatch", "signIn".
std::vector<std::string> AllowedCommandNames(const WorkOrder& order, const Caller& caller);

}  // namespace hotline::workorder
