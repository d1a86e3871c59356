#include "platform/base/status.h"
#include "services/workorder/commands/change_order.h"
#include "services/workorder/commands/commands.h"
#include "services/workorder/store/attachment_store.h"

namespace hotline::workorder {

OrderReply SignInOrder(const Context& context, const rpc::Call& call,
                       const v1::SignInRequest& request) {
  return ChangeOrder(context, call, request,
                     [](const Change& c) { return SignIn(c.order, c.act); });
}

OrderReply AssignOrder(const Context& context, const rpc::Call& call,
                       const v1::AssignRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(const User handler, context.directory->FindUser(request.handler_id()));
  return ChangeOrder(context, call, request,
                     [&](const Change& c) { return Assign(c.order, handler, c.act); });
}

OrderReply AddCoHandlerTo(const Context& context, const rpc::Call& call,
                          const v1::AddCoHandlerRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(const Department department,
                           context.directory->FindDepartment(request.department_id()));
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return AddCoHandler(c.order, department, request.task(), c.act);
  });
}

OrderReply ReportCoHandlingOf(const Context& context, const rpc::Call& call,
                              const v1::ReportCoHandlingRequest& request) {
  return ChangeOrder(context, call, request, [&](const Change& c) {
    return ReportCoHandling(c.order, request.report(), c.act);
  });
}

OrderReply SubmitFeedbackOn(const Context& context, const rpc::Call& call,
                            const v1::SubmitFeedbackRequest& request) {
  const std::vector<std::string> attachments(request.attachment_ids().begin(),
                                             request.attachment_ids().end());
  return ChangeOrder(context, call, request, [&](const Change& c) -> absl::StatusOr<Event> {
    HOTLINE_ASSIGN_OR_RETURN(
        Event event, SubmitFeedback(c.order, static_cast<Feedback::Channel>(request.channel()),
                                    request.content(), attachments, c.act));
    if (!attachments.empty()) {
      HOTLINE_RETURN_IF_ERROR(
          AttachToWorkOrder(c.tx, attachments, c.order.id, c.act.actor.id, c.act.now));
    }
    return event;
  });
}

}  // namespace hotline::workorder
