#include "services/workorder/api/bind_commands.h"

#include <string_view>

#include "services/workorder/commands/commands.h"
#include "services/workorder/commands/timer_commands.h"

namespace hotline::workorder {
namespace {

template <class Request, class Reply>
void Bind(rpc::ServiceBinding& binding, const Context* context, std::string_view method,
          absl::StatusOr<Reply> (*command)(const Context&, const rpc::Call&, const Request&)) {
  binding.Unary<Request, Reply>(method,
                                [context, command](const rpc::Call& call, const Request& request) {
                                  return command(*context, call, request);
                                });
}

}  // namespace

void BindCommands(rpc::ServiceBinding& binding, const Context* context, events::Feed* feed) {
  const auto bind = [&](std::string_view method, auto command) {
    Bind(binding, context, method, command);
  };
  bind("Register", RegisterOrder);
  bind("Answer", AnswerOrder);
  bind("Dispatch", DispatchOrder);
  bind("Cancel", CancelOrder);
  bind("Merge", MergeOrder);
  bind("SignIn", SignInOrder);
  bind("Assign", AssignOrder);
  bind("AddCoHandler", AddCoHandlerTo);
  bind("ReportCoHandling", ReportCoHandlingOf);
  bind("SubmitFeedback", SubmitFeedbackOn);
  bind("RequestReturn", RequestReturnOf);
  bind("DecideReturn", DecideReturnOf);
  bind("RequestExtension", RequestExtensionOf);
  bind("DecideExtension", DecideExtensionOf);
  bind("RequestSuspension", RequestSuspensionOf);
  bind("DecideSuspension", DecideSuspensionOf);
  bind("Resume", ResumeOrder);
  bind("ReviewByDepartment", ReviewOrderByDepartment);
  bind("ReviewByHotline", ReviewOrderByHotline);
  bind("AddUrge", UrgeOrder);
  bind("Supervise", SuperviseOrder);
  bind("ReplySupervision", ReplyToSupervision);
  bind("AddNote", AddNoteTo);
  bind("Reveal", RevealOrder);
  bind("UrgePublic", UrgePublicly);
  bind("ConcludeCallback", ConcludeCallbackOf);
  bind("GetForService", GetOrderForService);
  bind("FindRespondents", FindRespondents);
  bind("GetRequesterContact", GetRequesterContactOf);
  binding.Unary<events::v1::PullEventsRequest, events::v1::PullEventsResponse>(
      "PullEvents", [feed](const rpc::Call& call, const events::v1::PullEventsRequest& request) {
        return feed->Pull(call, request);
      });
}

rpc::ServiceBinding BindTimerService(const Context* context) {
  rpc::ServiceBinding binding("hotline.workorder.v1.TimerService");
  Bind(binding, context, "ApplyTimerEffects", ApplyTimerEffects);
  Bind(binding, context, "SetDueTimes", SetDueTimes);
  return binding;
}

}  // namespace hotline::workorder
