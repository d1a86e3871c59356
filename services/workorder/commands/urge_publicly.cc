#include "platform/base/status.h"
#include "services/workorder/commands/change_order.h"
#include "services/workorder/commands/commands.h"
#include "services/workorder/commands/proto_time.h"
#include "services/workorder/commands/public_access.h"
#include "services/workorder/domain/dictionary.h"
#include "services/workorder/domain/names.h"

namespace hotline::workorder {
namespace {

v1::UrgePublicReply ToReply(const WorkOrder& order, absl::Time urge_time, bool counted) {
  v1::UrgePublicReply reply;
  reply.set_number(order.number);
  reply.set_state(static_cast<v1::State>(order.state));
  reply.set_state_name(std::string(ChineseNameOf(order.state)));
  reply.set_counted(counted);
  SetTime(reply.mutable_urge_time(), urge_time);
  const CitizenTexts& texts = TextsForCitizen();
  reply.set_message(std::string(counted ? texts.urged : texts.urged_before));
  return reply;
}

absl::StatusOr<v1::UrgePublicReply> Urged(const Context& context, db::Tx& tx, const std::string& id,
                                          const std::string& comment, const Act& act) {
  HOTLINE_ASSIGN_OR_RETURN(WorkOrder order, context.store->LoadForUpdate(tx, id));
  if (const Urge* urge = RecentCitizenUrge(order, act.now))
    return ToReply(order, urge->urge_time, false);
  HOTLINE_ASSIGN_OR_RETURN(const Event event, UrgeByCitizen(order, comment, act));
  SaveChanged(context, tx, order, event, act);
  return ToReply(order, act.now, true);
}

}  // namespace

absl::StatusOr<v1::UrgePublicReply> UrgePublicly(const Context& context, const rpc::Call& call,
                                                 const v1::UrgePublicRequest& request) {
  Caller citizen = call.caller;
  citizen.name = std::string(TextsForCitizen().name);
  const Act act{citizen, call.now};
  PublicAccess access;
  HOTLINE_ASSIGN_OR_RETURN(
      v1::UrgePublicReply reply,
      context.commands->Run<v1::UrgePublicReply>(
          call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::UrgePublicReply> {
            HOTLINE_ASSIGN_OR_RETURN(access, OpenByCode(tx, *context.store, request.number(),
                                                        request.extraction_code(), call.now));
            if (!access.order) return v1::UrgePublicReply();
            return Urged(context, tx, access.order->id, request.comment(), act);
          }));
  if (!access.order) return RefusalOf(access, call.now);
  return reply;
}

}  // namespace hotline::workorder
