#include "gateway/rest/exchange_scope.h"

#include "gateway/errors/problem.h"
#include "gateway/http/header_values.h"
#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/observe/log.h"

namespace hotline::gateway {

ExchangeScope::ExchangeScope(std::shared_ptr<Core> core, std::shared_ptr<http::Exchange> exchange,
                             std::string_view route)
    : core_(std::move(core)),
      exchange_(std::move(exchange)),
      route_(route),
      trace_id_(observe::NewTraceId()),
      started_(absl::Now()) {
  // A new trace at the public edge: what the outside calls its own is only noted.
  const http::Headers& headers = head().headers;
  if (headers.Count("traceparent") == 1)
    outer_trace_id_ = TraceIdOf(headers.Get("traceparent")).value_or("");
  ++core_->calls;
}

ExchangeScope::~ExchangeScope() { --core_->calls; }

std::string_view ExchangeScope::language() const {
  return PreferredLanguage(head().headers.Get("Accept-Language"));
}

absl::StatusOr<Credentials> ExchangeScope::ReadCredentials() const {
  const http::Headers& headers = head().headers;
  if (headers.Count("Authorization") > 1 || headers.Count("X-Api-Key") > 1) {
    return hotline::Refuse(absl::StatusCode::kUnauthenticated, "MALFORMED_CREDENTIALS");
  }
  return gateway::ReadCredentials(headers.Get("Authorization"), headers.Get("X-Api-Key"));
}

void ExchangeScope::SetAdmitted(const Admitted& admitted) {
  caller_ = admitted.caller;
  policy_ = admitted.policy;
  decision_ = admitted.decision;
}

void ExchangeScope::AddHeaders(http::Response* response) const {
  if (policy_ != nullptr && policy_->rate.quantity > 0) {
    const Rate& rate = policy_->rate;
    auto seconds = [](absl::Duration d) {
      return std::to_string(absl::ToInt64Seconds(absl::Ceil(d, absl::Seconds(1))));
    };
    response->headers.Add("RateLimit-Policy", "\"" + policy_->name +
                                                  "\";q=" + std::to_string(rate.quantity) +
                                                  ";w=" + seconds(rate.window));
    response->headers.Add("RateLimit", "\"" + policy_->name +
                                           "\";r=" + std::to_string(decision_.remaining) +
                                           ";t=" + seconds(decision_.until_full));
  }
  response->headers.Add("X-Trace-Id", trace_id_);
}

http::Response ExchangeScope::ProblemFor(const absl::Status& status) const {
  return Problem(status, {.language = language(), .path = head().path, .trace_id = trace_id_},
                 core_->messages);
}

void ExchangeScope::Answer(http::Response response, std::string_view reason) {
  AddHeaders(&response);
  Write(response.status, reason, response.body.size());
  exchange_->Respond(std::move(response));
}

void ExchangeScope::Refuse(const absl::Status& status, const http::Headers& more) {
  http::Response response = ProblemFor(status);
  for (const auto& [name, value] : more.fields()) response.headers.Add(name, value);
  if (response.status == 500) {
    observe::Log(
        observe::Level::kError, "gateway.internal",
        {{"route", route_}, {"traceId", trace_id_}, {"error", std::string(status.message())}});
  }
  Answer(std::move(response), ReasonOf(status));
}

void ExchangeScope::BeginStream(http::Response head, http::Exchange::KeepAlive keep_alive,
                                std::function<void()> on_gone) {
  AddHeaders(&head);
  bytes_streamed_ += head.body.size();
  exchange_->StartStream(std::move(head), std::move(keep_alive), std::move(on_gone));
}

void ExchangeScope::WriteStream(std::string data) {
  bytes_streamed_ += data.size();
  exchange_->Write(std::move(data));
}

void ExchangeScope::EndStream() {
  exchange_->End();
  Write(200, "", bytes_streamed_);
}

void ExchangeScope::Write(int status, std::string_view reason, size_t bytes_out) {
  core_->recorder.Done({.protocol = "http",
                        .method = head().method,
                        .route = route_,
                        .status = status,
                        .reason = reason,
                        .took = absl::Now() - started_,
                        .bytes_in = bytes_in_,
                        .bytes_out = bytes_out,
                        .caller = caller_.get(),
                        .trace_id = trace_id_,
                        .outer_trace_id = outer_trace_id_});
}

}  // namespace hotline::gateway
