#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "services/workorder/commands/change_order.h"
#include "services/workorder/commands/commands.h"
#include "services/workorder/commands/targets.h"
#include "services/workorder/domain/dictionary.h"

namespace hotline::workorder {
namespace {

Decision DecisionOf(v1::ReviewDecision decision) { return static_cast<Decision>(decision); }

}  // namespace

OrderReply RequestReturnOf(const Context& context, const rpc::Call& call,
                           const v1::RequestReturnRequest& request) {
  if (!request.suggested_department_id().empty()) {
    HOTLINE_RETURN_IF_ERROR(
        context.directory->FindDepartment(request.suggested_department_id()).status());
  }
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return RequestReturn(c.order, crypto::NewUuid(call.now), request.reason(),
                         request.suggested_department_id(), c.act);
  });
}

OrderReply DecideReturnOf(const Context& context, const rpc::Call& call,
                          const v1::DecideReturnRequest& request) {
  std::optional<Targets> target;
  if (!request.department_id().empty()) {
    HOTLINE_ASSIGN_OR_RETURN(target, ResolveTargets(context, request.department_id()));
  }
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return DecideReturn(c.order, DecisionOf(request.decision()), target, request.designate(),
                        request.comment(), c.act);
  });
}

OrderReply RequestExtensionOf(const Context& context, const rpc::Call& call,
                              const v1::RequestExtensionRequest& request) {
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return RequestExtension(c.order, crypto::NewUuid(call.now), request.working_days(),
                            request.legal_basis(), request.reason(), context.policy, c.act);
  });
}

OrderReply DecideExtensionOf(const Context& context, const rpc::Call& call,
                             const v1::DecideExtensionRequest& request) {
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return DecideExtension(c.order, DecisionOf(request.decision()), request.working_days(),
                           request.comment(), c.act);
  });
}

OrderReply RequestSuspensionOf(const Context& context, const rpc::Call& call,
                               const v1::RequestSuspensionRequest& request) {
  if (!IsSuspensionReason(request.reason_code())) {
    return Invalid("SUSPENSION_REASON_UNKNOWN", {{"reasonCode", request.reason_code()}});
  }
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return RequestSuspension(c.order, crypto::NewUuid(call.now), request.reason_code(),
                             request.reason(), c.act);
  });
}

OrderReply DecideSuspensionOf(const Context& context, const rpc::Call& call,
                              const v1::DecideSuspensionRequest& request) {
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return DecideSuspension(c.order, DecisionOf(request.decision()), request.comment(), c.act);
  });
}

OrderReply ResumeOrder(const Context& context, const rpc::Call& call,
                       const v1::ResumeRequest& request) {
  return ChangeOrder(context, call, request,
                     [&](const Change& c) { return Resume(c.order, request.comment(), c.act); });
}

}  // namespace hotline::workorder
