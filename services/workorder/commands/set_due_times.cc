#include <optional>
#include <set>

#include "platform/base/status.h"
#include "services/workorder/commands/order_batch.h"
#include "services/workorder/commands/proto_time.h"
#include "services/workorder/commands/timer_commands.h"
#include "services/workorder/store/timer_store.h"

namespace hotline::workorder {
namespace {

DueTime DueTimeOf(const v1::SetDueTimesRequest::Item& item) {
  DueTime due{.time = std::nullopt,
              .provisional = item.provisional(),
              .sequence = item.sequence(),
              .reason = item.reason()};
  if (item.has_due_time()) due.time = TimeOf(item.due_time());
  return due;
}

absl::StatusOr<v1::SetDueTimesReply> SetAll(const Context& context, db::Tx& tx,
                                            const v1::SetDueTimesRequest& request, const Act& act) {
  std::set<std::string> order_ids;
  for (const auto& item : request.items()) order_ids.insert(item.work_order_id());
  HOTLINE_ASSIGN_OR_RETURN(OrderBatch batch, OrderBatch::Lock(tx, *context.store, order_ids));

  v1::SetDueTimesReply reply;
  for (const auto& item : request.items()) {
    auto* result = reply.add_results();
    result->set_work_order_id(item.work_order_id());
    result->set_sequence(item.sequence());
    const WorkOrder* order = batch.Find(item.work_order_id());
    if (order != nullptr && item.sequence() <= order->due_sequence) continue;
    const auto revision = batch.Change(item.work_order_id(), act, [&](WorkOrder& changed) {
      return SetDueTime(changed, DueTimeOf(item), act);
    });
    if (!revision.ok()) result->set_reason(ReasonOf(revision.status()));
  }
  if (batch.changed().empty()) return reply;
  SaveDueTimes(tx, batch.changed(), act.now);
  batch.Append(tx);
  return reply;
}

}  // namespace

absl::StatusOr<v1::SetDueTimesReply> SetDueTimes(const Context& context, const rpc::Call& call,
                                                 const v1::SetDueTimesRequest& request) {
  const Caller timer = TimerOf(call.caller);
  return context.commands->Run<v1::SetDueTimesReply>(call, request, [&](db::Tx& tx) {
    return SetAll(context, tx, request, Act{timer, call.now});
  });
}

}  // namespace hotline::workorder
