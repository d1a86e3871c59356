#include "services/workorder/commands/change_order.h"

#include "platform/base/status.h"
#include "services/workorder/domain/visibility.h"

namespace hotline::workorder {
namespace {

std::string TextField(const google::protobuf::Message& message, const char* name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? std::string() : message.GetReflection()->GetString(message, field);
}

}  // namespace

absl::StatusOr<WorkOrder> LockVisible(const Context& context, db::Tx& tx, const std::string& id,
                                      const Caller& caller, const std::string& etag) {
  HOTLINE_ASSIGN_OR_RETURN(WorkOrder order, context.store->LoadForUpdate(tx, id));
  if (!MaySee(order, caller)) return NotFound("WORK_ORDER_NOT_FOUND");
  if (!etag.empty() && etag != EtagOf(order))
    return Refuse(absl::StatusCode::kAborted, "ETAG_MISMATCH");
  return order;
}

events::Event NextEvent(WorkOrder& order, const Event& event, const Act& act) {
  return {.stream_id = order.id,
          .revision = ++order.revision,
          .type = event.type,
          .actor_id = act.actor.id,
          .actor_name = act.actor.name,
          .occurred_at = act.now,
          .payload = event.payload.dump()};
}

void AppendTo(db::Tx& tx, WorkOrder& order, const Event& event, const Act& act) {
  order.history_hash = events::Append(tx, order.history_hash, NextEvent(order, event, act));
}

void SaveChanged(const Context& context, db::Tx& tx, WorkOrder& order, const Event& event,
                 const Act& act) {
  AppendTo(tx, order, event, act);
  context.store->Update(tx, order);
}

OrderReply ChangeOrder(const Context& context, const rpc::Call& call,
                       const google::protobuf::Message& request, Rule rule, Show show,
                       const Caller* actor) {
  const Act act{actor == nullptr ? call.caller : *actor, call.now};
  const std::string id = TextField(request, "id");
  const std::string etag = TextField(request, "etag");
  return context.commands->Run<v1::WorkOrder>(call, request, [&](db::Tx& tx) -> OrderReply {
    HOTLINE_ASSIGN_OR_RETURN(WorkOrder order, LockVisible(context, tx, id, call.caller, etag));
    HOTLINE_ASSIGN_OR_RETURN(const Event event, rule({tx, order, act}));
    SaveChanged(context, tx, order, event, act);
    return ToProto(order, call.caller, show);
  });
}

}  // namespace hotline::workorder
