// One command = one transaction: lock the row, check that the caller may see it and read it as it
// is, apply the rule, append the event, write the row, answer.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "platform/events/event.h"
#include "platform/rpc/call.h"
#include "services/workorder/commands/commands.h"
#include "services/workorder/commands/context.h"
#include "services/workorder/commands/work_order_proto.h"

namespace hotline::workorder {

// What a rule is given.
struct Change {
  db::Tx& tx;
  WorkOrder& order;
  const Act& act;
};
using Rule = absl::FunctionRef<absl::StatusOr<Event>(const Change&)>;

// `request` has the fields id, request_id and perhaps etag. `actor` is whom the history names when
// it is not the caller.
OrderReply ChangeOrder(const Context& context, const rpc::Call& call,
                       const google::protobuf::Message& request, Rule rule,
                       Show show = Show::kMasked, const Caller* actor = nullptr);

// The pieces, for commands that touch more than one order. Both run in the caller's transaction.
absl::StatusOr<WorkOrder> LockVisible(const Context& context, db::Tx& tx, const std::string& id,
                                      const Caller& caller, const std::string& etag);
// The event as the order's next revision, which `order` then has.
events::Event NextEvent(WorkOrder& order, const Event& event, const Act& act);
// Appends it.
void AppendTo(db::Tx& tx, WorkOrder& order, const Event& event, const Act& act);
void SaveChanged(const Context& context, db::Tx& tx, WorkOrder& order, const Event& event,
                 const Act& act);

}  // namespace hotline::workorder
