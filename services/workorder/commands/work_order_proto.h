// The aggregate as its message: what commands answer with and keep as their reply, and what reads
// show.
#pragma once

#include <string>

#include "hotline/workorder/v1/work_order.pb.h"
#include "hotline/workorder/v1/work_order_service.pb.h"
#include "platform/base/caller.h"
#include "services/workorder/domain/work_order.h"

namespace hotline::workorder {

enum class Show {
  kMasked,
  kRevealed,  // After a recorded Reveal, only.
};

// The full view for this caller, with the commands the caller may give. The requester of a
// confidential order is left out for those it is kept from.
v1::WorkOrder ToProto(const WorkOrder& order, const Caller& caller, Show show = Show::kMasked);

// The same without the sub-records and allowed commands, for lists.
v1::WorkOrder ToListProto(const WorkOrder& order, const Caller& caller);

v1::WorkOrderForService ToServiceProto(const WorkOrder& order);

inline std::string EtagOf(const WorkOrder& order) { return std::to_string(order.revision); }

}  // namespace hotline::workorder
