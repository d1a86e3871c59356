#include "services/workorder/commands/proto_time.h"
#include "services/workorder/commands/public_access.h"
#include "services/workorder/domain/dictionary.h"
#include "services/workorder/domain/names.h"
#include "services/workorder/queries/queries.h"

namespace hotline::workorder {
namespace {

// What was answered at once, or the feedback that passed both reviews.
std::string AnswerOf(const WorkOrder& order) {
  if (!order.detail.answer.empty()) return order.detail.answer;
  const bool reviewed = order.state == State::kCallback || order.state == State::kClosed;
  if (!reviewed || order.detail.feedbacks.empty()) return "";
  return order.detail.feedbacks.back().content;
}

v1::QueryPublicReply ToReply(const WorkOrder& order) {
  v1::QueryPublicReply reply;
  reply.set_number(order.number);
  reply.set_state(static_cast<v1::State>(order.state));
  reply.set_state_name(std::string(ChineseNameOf(order.state)));
  reply.set_type_name(std::string(TypeName(order.type)));
  SetTime(reply.mutable_create_time(), order.create_time);
  SetTime(reply.mutable_update_time(), order.update_time);
  if (order.due_time) SetTime(reply.mutable_due_time(), *order.due_time);
  if (order.close_time) SetTime(reply.mutable_close_time(), *order.close_time);
  reply.set_round(order.round);
  reply.set_answer(AnswerOf(order));
  return reply;
}

}  // namespace

absl::StatusOr<v1::QueryPublicReply> QueryPublicly(const QueryContext& context,
                                                   const rpc::Call& call,
                                                   const v1::QueryPublicRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(const PublicAccess access,
                           context.pool->Transact<PublicAccess>([&](db::Tx& tx) {
                             return OpenByCode(tx, *context.store, request.number(),
                                               request.extraction_code(), call.now);
                           }));
  if (!access.order) return RefusalOf(access, call.now);
  return ToReply(*access.order);
}

}  // namespace hotline::workorder
