#include "services/workorder/commands/change_order.h"
#include "services/workorder/commands/commands.h"
#include "services/workorder/commands/proto_time.h"
#include "services/workorder/domain/court_time.h"

namespace hotline::workorder {
namespace {

Decision DecisionOf(v1::ReviewDecision decision) { return static_cast<Decision>(decision); }

}  // namespace

OrderReply ReviewOrderByDepartment(const Context& context, const rpc::Call& call,
                                   const v1::ReviewRequest& request) {
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return ReviewByDepartment(c.order, DecisionOf(request.decision()), request.comment(), c.act);
  });
}

OrderReply ReviewOrderByHotline(const Context& context, const rpc::Call& call,
                                const v1::ReviewRequest& request) {
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return ReviewByHotline(c.order, DecisionOf(request.decision()), request.comment(), c.act);
  });
}

OrderReply UrgeOrder(const Context& context, const rpc::Call& call,
                     const v1::UrgeRequest& request) {
  const auto source = request.source() == v1::Urge::SOURCE_UNSPECIFIED
                          ? Urge::Source::kAgent
                          : static_cast<Urge::Source>(request.source());
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return AddUrge(c.order, source, request.comment(), c.act);
  });
}

OrderReply SuperviseOrder(const Context& context, const rpc::Call& call,
                          const v1::SuperviseRequest& request) {
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return Supervise(c.order, context.store->NextSupervisionNumber(c.tx, CourtYear(call.now)),
                     request.requirement(), TimeOf(request.deadline()), c.act);
  });
}

OrderReply ReplyToSupervision(const Context& context, const rpc::Call& call,
                              const v1::ReplySupervisionRequest& request) {
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return ReplySupervision(c.order, request.number(), request.reply(), c.act);
  });
}

OrderReply AddNoteTo(const Context& context, const rpc::Call& call,
                     const v1::AddNoteRequest& request) {
  return ChangeOrder(context, call, request,
                     [&](const Change& c) { return AddNote(c.order, request.content(), c.act); });
}

OrderReply RevealOrder(const Context& context, const rpc::Call& call,
                       const v1::RevealRequest& request) {
  return ChangeOrder(
      context, call, request,
      [&](const Change& c) { return Reveal(c.order, request.reason(), c.act); }, Show::kRevealed);
}

}  // namespace hotline::workorder
