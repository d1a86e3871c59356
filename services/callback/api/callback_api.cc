#include "services/callback/api/callback_api.h"

#include <optional>

#include "services/callback/api/messages.h"
#include "services/callback/commands/call_citizen.h"
#include "services/callback/commands/claim.h"
#include "services/callback/commands/set_aside.h"
#include "services/callback/domain/access.h"

namespace hotline::callback {
namespace {

template <class Request>
Acting ActingOf(const rpc::Call& call, const Request& request) {
  return {call.caller, call.now, request.etag()};
}

}  // namespace

rpc::ServiceBinding CallbackApi::Binding() {
  rpc::ServiceBinding binding("hotline.callback.v1.CallbackService");
  const auto bind = [&]<class Request, class Reply>(std::string_view name,
                                                    absl::StatusOr<Reply> (CallbackApi::*handler)(
                                                        const rpc::Call&, const Request&)) {
    binding.Unary<Request, Reply>(name,
                                  [this, handler](const rpc::Call& call, const Request& request) {
                                    return (this->*handler)(call, request);
                                  });
  };
  bind("ListTasks", &CallbackApi::ListTasks);
  bind("GetTask", &CallbackApi::GetTask);
  bind("Claim", &CallbackApi::Claim);
  bind("ClaimNext", &CallbackApi::ClaimNext);
  bind("Release", &CallbackApi::Release);
  bind("RecordAttempt", &CallbackApi::RecordAttempt);
  bind("Complete", &CallbackApi::Complete);
  bind("ListRatings", &CallbackApi::ListRatings);
  bind("RequestSetAside", &CallbackApi::RequestSetAside);
  bind("DecideSetAside", &CallbackApi::DecideSetAside);
  bind("ListSetAsides", &CallbackApi::ListSetAsides);
  binding.Unary<events::v1::PullEventsRequest, events::v1::PullEventsResponse>(
      "PullEvents", [this](const rpc::Call& call, const events::v1::PullEventsRequest& request) {
        return parts_.feed->Pull(call, request);
      });
  return binding;
}

absl::StatusOr<v1::CallbackTask> CallbackApi::View(db::Tx& tx, const Task& task,
                                                   const rpc::Call& call) {
  HOTLINE_ASSIGN_OR_RETURN(std::vector<Attempt> attempts,
                           parts_.stores->tasks.Attempts(tx, task.id));
  std::optional<Rating> rating;
  absl::StatusOr<Rating> found = parts_.stores->ratings.Get(tx, task.id);
  if (!found.ok() && !absl::IsNotFound(found.status())) return found.status();
  if (found.ok()) rating = *std::move(found);
  HOTLINE_ASSIGN_OR_RETURN(std::vector<Rating> refused,
                           parts_.stores->ratings.Refused(tx, task.id));
  return ToMessage(task, call.caller, call.now, attempts,
                   parts_.stores->tasks.PolicyOf(tx, task.court_id), rating, refused);
}

absl::StatusOr<v1::CallbackTask> CallbackApi::GetTask(const rpc::Call& call,
                                                      const v1::GetTaskRequest& request) {
  return parts_.commands->pool()->Transact<v1::CallbackTask>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::CallbackTask> {
        HOTLINE_ASSIGN_OR_RETURN(Task task, parts_.stores->tasks.Get(tx, request.id()));
        HOTLINE_RETURN_IF_ERROR(CheckSees(task, call.caller));
        return View(tx, task, call);
      });
}

absl::StatusOr<v1::CallbackTask> CallbackApi::Claim(const rpc::Call& call,
                                                    const v1::ClaimRequest& request) {
  return parts_.commands->Run<v1::CallbackTask>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::CallbackTask> {
        HOTLINE_ASSIGN_OR_RETURN(
            Task task, callback::Claim(tx, *parts_.stores, ActingOf(call, request), request.id()));
        return View(tx, task, call);
      });
}

absl::StatusOr<v1::CallbackTask> CallbackApi::ClaimNext(const rpc::Call& call,
                                                        const v1::ClaimNextRequest& request) {
  return parts_.commands->Run<v1::CallbackTask>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::CallbackTask> {
        HOTLINE_ASSIGN_OR_RETURN(
            Task task, callback::ClaimNext(tx, *parts_.stores, {call.caller, call.now, ""}));
        return View(tx, task, call);
      });
}

absl::StatusOr<v1::CallbackTask> CallbackApi::Release(const rpc::Call& call,
                                                      const v1::ReleaseRequest& request) {
  return parts_.commands->Run<v1::CallbackTask>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::CallbackTask> {
        HOTLINE_ASSIGN_OR_RETURN(
            Task task,
            callback::Release(tx, *parts_.stores, ActingOf(call, request), request.id()));
        return View(tx, task, call);
      });
}

absl::StatusOr<v1::CallbackTask> CallbackApi::RecordAttempt(
    const rpc::Call& call, const v1::RecordAttemptRequest& request) {
  return parts_.commands->Run<v1::CallbackTask>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::CallbackTask> {
        HOTLINE_ASSIGN_OR_RETURN(
            Task task,
            callback::RecordAttempt(tx, *parts_.stores, ActingOf(call, request), request.id(),
                                    static_cast<Outcome>(request.outcome()), request.comment()));
        return View(tx, task, call);
      });
}

absl::StatusOr<v1::CallbackTask> CallbackApi::Complete(const rpc::Call& call,
                                                       const v1::CompleteRequest& request) {
  const Result result{.decision = static_cast<Decision>(request.decision()),
                      .resolved = static_cast<Resolution>(request.resolved()),
                      .satisfaction = static_cast<Satisfaction>(request.satisfaction()),
                      .comment = request.comment()};
  HOTLINE_ASSIGN_OR_RETURN(v1::CallbackTask stored,
                           parts_.commands->Run<v1::CallbackTask>(
                               call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::CallbackTask> {
                                 HOTLINE_ASSIGN_OR_RETURN(
                                     Task task,
                                     callback::Complete(tx, *parts_.stores, ActingOf(call, request),
                                                        request.id(), result));
                                 return View(tx, task, call);
                               }));
  // The result is safe now. Whether the order could be told at once only decides the state that is
  // answered; a repeated request comes here, too, and sees what became of it.
  const absl::Time deadline = std::min(call.deadline, absl::Now() + kInlineConclusion);
  if (!parts_.conclusion->Conclude(request.id(), call.now, deadline).ok() && parts_.conclude_later)
    parts_.conclude_later();
  absl::StatusOr<v1::CallbackTask> final = parts_.commands->pool()->Transact<v1::CallbackTask>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::CallbackTask> {
        HOTLINE_ASSIGN_OR_RETURN(Task task, parts_.stores->tasks.Get(tx, request.id()));
        return View(tx, task, call);
      });
  return final.ok() ? final : stored;
}

absl::StatusOr<v1::ListRatingsReply> CallbackApi::ListRatings(
    const rpc::Call& call, const v1::ListRatingsRequest& request) {
  return parts_.commands->pool()->Read<v1::ListRatingsReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ListRatingsReply> {
        HOTLINE_ASSIGN_OR_RETURN(std::vector<Rating> ratings,
                                 parts_.stores->ratings.OfOrder(tx, request.id()));
        v1::ListRatingsReply reply;
        for (const Rating& rating : ratings) {
          if (SeesRating(rating, call.caller)) *reply.add_ratings() = ToMessage(rating);
        }
        return reply;
      });
}

absl::StatusOr<v1::Rating> CallbackApi::RequestSetAside(const rpc::Call& call,
                                                        const v1::RequestSetAsideRequest& request) {
  return parts_.commands->Run<v1::Rating>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::Rating> {
        HOTLINE_ASSIGN_OR_RETURN(
            Rating rating,
            callback::RequestSetAside(tx, *parts_.stores, ActingOf(call, request), request.id(),
                                      request.round(), request.reason()));
        return ToMessage(rating);
      });
}

absl::StatusOr<v1::Rating> CallbackApi::DecideSetAside(const rpc::Call& call,
                                                       const v1::DecideSetAsideRequest& request) {
  const SetAsideState decision = request.decision() == v1::DecideSetAsideRequest::APPROVE
                                     ? SetAsideState::kApproved
                                     : SetAsideState::kRejected;
  return parts_.commands->Run<v1::Rating>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::Rating> {
        HOTLINE_ASSIGN_OR_RETURN(
            Rating rating,
            callback::DecideSetAside(tx, *parts_.stores, ActingOf(call, request), request.id(),
                                     request.round(), decision, request.comment()));
        return ToMessage(rating);
      });
}

}  // namespace hotline::callback
