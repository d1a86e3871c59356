#include "platform/base/status.h"
#include "services/workorder/commands/change_order.h"
#include "services/workorder/commands/commands.h"
#include "services/workorder/commands/targets.h"

namespace hotline::workorder {

OrderReply AnswerOrder(const Context& context, const rpc::Call& call,
                       const v1::AnswerRequest& request) {
  return ChangeOrder(context, call, request,
                     [&](const Change& c) { return Answer(c.order, request.answer(), c.act); });
}

OrderReply DispatchOrder(const Context& context, const rpc::Call& call,
                         const v1::DispatchRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(
      const Targets targets,
      ResolveTargets(context, request.department_id(),
                     {request.co_department_ids().begin(), request.co_department_ids().end()}));
  std::optional<Urgency> urgency;
  if (request.urgency() != v1::URGENCY_UNSPECIFIED)
    urgency = static_cast<Urgency>(request.urgency());
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return Dispatch(c.order, targets, urgency, request.comment(), c.act);
  });
}

OrderReply CancelOrder(const Context& context, const rpc::Call& call,
                       const v1::CancelRequest& request) {
  return ChangeOrder(context, call, request,
                     [&](const Change& c) { return Cancel(c.order, request.reason(), c.act); });
}

OrderReply MergeOrder(const Context& context, const rpc::Call& call,
                      const v1::MergeRequest& request) {
  if (request.id() == request.into_id()) return Invalid("MERGE_WITH_ITSELF");
  const Act act{call.caller, call.now};
  return context.commands->Run<v1::WorkOrder>(call, request, [&](db::Tx& tx) -> OrderReply {
    // Both rows are locked in one order, so that two merges of the same pair cannot wait for each
    // other.
    absl::StatusOr<WorkOrder> order, into;
    auto lock_order = [&] {
      order = LockVisible(context, tx, request.id(), call.caller, request.etag());
    };
    auto lock_into = [&] { into = LockVisible(context, tx, request.into_id(), call.caller, ""); };
    if (request.id() < request.into_id()) {
      lock_order(), lock_into();
    } else {
      lock_into(), lock_order();
    }
    if (!order.ok()) return order.status();
    if (!into.ok()) return into.status();
    HOTLINE_ASSIGN_OR_RETURN(const Merged merged, Merge(*order, *into, request.comment(), act));
    SaveChanged(context, tx, *order, merged.from, act);
    SaveChanged(context, tx, *into, merged.into, act);
    return ToProto(*order, call.caller);
  });
}

}  // namespace hotline::workorder
