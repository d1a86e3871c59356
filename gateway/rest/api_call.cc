#include "gateway/rest/api_call.h"

#include "gateway/stream/sse.h"
#include "gateway/transcode/reply.h"
#include "gateway/transcode/request.h"
#include "platform/base/status.h"

namespace hotline::gateway {

void ApiCall::Start() {
  absl::Status fits = CheckBeforeBody(*route_, scope_->head());
  if (!fits.ok()) return scope_->Refuse(fits);
  scope_->core().admission->Admit(
      *route_->method, scope_->ReadCredentials(), scope_->head().client_ip,
      [self = shared_from_this()](const Admitted& admitted) { self->OnAdmitted(admitted); });
}

void ApiCall::OnAdmitted(const Admitted& admitted) {
  scope_->SetAdmitted(admitted);
  if (!admitted.status.ok()) return scope_->Refuse(admitted.status);
  if (!scope_->head().has_body) return OnBody(std::string());
  scope_->exchange().ReadBody(route_->max_body_bytes,
                              [self = shared_from_this()](absl::StatusOr<std::string> body) {
                                self->OnBody(std::move(body));
                              });
}

void ApiCall::OnBody(absl::StatusOr<std::string> body) {
  if (!body.ok()) return scope_->Refuse(body.status());
  scope_->SetBytesIn(body->size());
  absl::StatusOr<std::string> request =
      BuildRequest(*route_, scope_->head(), path_values_, *std::move(body));
  if (!request.ok()) return scope_->Refuse(request.status());
  rpc::Channel* channel = scope_->core().options.channel(route_->service);
  if (channel == nullptr)
    return scope_->Refuse(Refuse(absl::StatusCode::kUnavailable, "NO_BACKEND"));
  if (route_->streaming()) {
    return StartSse(std::move(scope_), route_, channel, *std::move(request));
  }
  rpc::CallOptions options;
  options.caller = *scope_->caller();
  options.deadline = absl::Now() + scope_->core().options.call_timeout;
  options.trace_id = scope_->trace_id();
  channel->CallRaw(route_->rpc, *std::move(request), options,
                   [self = shared_from_this()](const absl::StatusOr<std::string>& reply) {
                     self->OnReply(reply);
                   });
}

void ApiCall::OnReply(const absl::StatusOr<std::string>& reply) {
  // Also after an error: a call that timed out may have had its effect.
  if (route_->options->changes_access()) scope_->core().AccessChanged();
  if (ReasonOf(reply.status()) == "CALLER_UNSIGNED") {
    return scope_->Refuse(
        absl::InternalError("the service does not accept this gateway's signature"));
  }
  if (!reply.ok()) return scope_->Refuse(reply.status());
  absl::StatusOr<http::Response> response = BuildResponse(*route_, scope_->head(), *reply);
  if (!response.ok()) return scope_->Refuse(response.status());
  scope_->Answer(*std::move(response));
}

}  // namespace hotline::gateway
