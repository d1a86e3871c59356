#include "platform/base/status.h"
#include "services/workorder/commands/change_order.h"
#include "services/workorder/commands/commands.h"
#include "services/workorder/sql.h"

namespace hotline::workorder {

OrderReply ConcludeCallbackOf(const Context& context, const rpc::Call& call,
                              const v1::ConcludeCallbackRequest& request) {
  const CallbackResult result{request.round(), request.pass(), request.comment(),
                              request.callback_agent_id(), request.callback_agent_name()};
  Caller agent = call.caller;  // The history names the person, though a service makes the call.
  agent.id = result.agent_id;
  agent.name = result.agent_name;
  return ChangeOrder(
      context, call, request,
      [&](const Change& c) { return ConcludeCallback(c.order, result, c.act); }, Show::kMasked,
      &agent);
}

absl::StatusOr<v1::WorkOrderForService> GetOrderForService(const Context& context, const rpc::Call&,
                                                           const v1::GetRequest& request) {
  return context.commands->pool()->Read<v1::WorkOrderForService>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::WorkOrderForService> {
        HOTLINE_ASSIGN_OR_RETURN(const WorkOrder order, context.store->Load(tx, request.id()));
        return ToServiceProto(order);
      });
}

absl::StatusOr<v1::FindRespondentsReply> FindRespondents(
    const Context& context, const rpc::Call&, const v1::FindRespondentsRequest& request) {
  return context.commands->pool()->Read<v1::FindRespondentsReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::FindRespondentsReply> {
        const pqxx::result found = tx.Exec(sql::kRespondentIndex, request.id());
        if (found.empty()) return NotFound("WORK_ORDER_NOT_FOUND");
        const std::string respondent = db::BytesOf(found[0][0]);  // Nothing has to be unsealed.
        v1::FindRespondentsReply reply;
        for (const std::string& name : request.names()) {
          if (!name.empty() && PersonIndex(*context.store->cipher(), name) == respondent)
            reply.add_names(name);
        }
        return reply;
      });
}

absl::StatusOr<v1::RequesterContact> GetRequesterContactOf(
    const Context& context, const rpc::Call& call, const v1::GetRequesterContactRequest& request) {
  using Reply = absl::StatusOr<v1::RequesterContact>;
  return context.commands->pool()->Transact<v1::RequesterContact>([&](db::Tx& tx) -> Reply {
    HOTLINE_ASSIGN_OR_RETURN(const WorkOrder order, context.store->Load(tx, request.id()));
    v1::RequesterContact contact;
    if (order.requester.anonymous || order.requester.phone.empty()) return contact;
    // Not in the history: a new etag would refuse people who have just read the order.
    tx.Exec(sql::kLogContact, call.now, call.caller.id, order.id, request.reason());
    contact.set_phone(order.requester.phone);
    return contact;
  });
}

}  // namespace hotline::workorder
