#include "gateway/rest/rest_handler.h"

#include <algorithm>

#include "gateway/errors/problem.h"
#include "gateway/http/header_values.h"
#include "gateway/rest/api_call.h"
#include "gateway/transcode/scalar.h"
#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/observe/log.h"
#include "platform/observe/metrics.h"

namespace hotline::gateway {
namespace {

std::string AllowList(std::vector<std::string> methods) {
  methods.push_back("OPTIONS");
  std::string list;
  for (const std::string& method : methods) list += (list.empty() ? "" : ", ") + method;
  return list;
}

// Any of them: no such path, or not by this method.
void RefuseMethod(ExchangeScope& scope, std::vector<std::string> allowed) {
  http::Headers allow;
  allow.Add("Allow", AllowList(std::move(allowed)));
  if (scope.head().method == "OPTIONS") {
    http::Response response;
    response.status = 204;
    response.headers = allow;
    return scope.Answer(std::move(response));
  }
  scope.Refuse(Refuse(absl::StatusCode::kInvalidArgument, "METHOD_NOT_ALLOWED"), allow);
}

http::Response Plain(int status, std::string_view type, std::string body) {
  http::Response response;
  response.status = status;
  response.headers.Add("Content-Type", type);
  response.headers.Add("Cache-Control", "no-store");
  response.headers.Add("X-Content-Type-Options", "nosniff");
  response.body = std::move(body);
  return response;
}

bool IsRead(const http::RequestHead& head) { return head.method == "GET" || head.method == "HEAD"; }

std::unique_ptr<ExchangeScope> Scope(const std::shared_ptr<Core>& core,
                                     const std::shared_ptr<http::Exchange>& exchange,
                                     std::string_view route) {
  return std::make_unique<ExchangeScope>(core, exchange, route);
}

}  // namespace

RestHandler::RestHandler(std::shared_ptr<Core> core)
    : core_(std::move(core)), files_(core_->options.static_directory) {}

http::Response RestHandler::OnMalformed(const absl::Status& why) {
  std::string trace_id = observe::NewTraceId();
  http::Response response =
      Problem(why, {.language = "zh", .path = "", .trace_id = trace_id}, core_->messages);
  core_->recorder.Done({.method = "?",
                        .route = "(malformed)",
                        .status = response.status,
                        .reason = ReasonOf(why),
                        .took = absl::ZeroDuration(),
                        .trace_id = trace_id,
                        .outer_trace_id = ""});
  return response;
}

void RestHandler::OnRequest(std::shared_ptr<http::Exchange> exchange) {
  const http::RequestHead& head = exchange->head();
  Routes::Found found = core_->routes.Find(head.method, head.path);
  if (found.route != nullptr) {
    auto scope = Scope(core_, exchange, found.route->pattern);
    return std::make_shared<ApiCall>(std::move(scope), found.route, std::move(found.values))
        ->Start();
  }
  if (!found.allowed.empty())
    return RefuseMethod(*Scope(core_, exchange, "(none)"), std::move(found.allowed));
  if (OwnPage(exchange)) return;
  if (!head.path.starts_with("/api/") && head.path != "/api") {
    std::optional<http::Response> file;
    if (IsRead(head)) {
      file = files_.Get(head);
    } else if (files_.Get({.method = "GET",
                           .path = head.path,
                           .query = {},
                           .headers = {},
                           .client_ip = {}})) {
      return RefuseMethod(*Scope(core_, exchange, "(static)"), {"GET", "HEAD"});
    }
    if (file) return Scope(core_, exchange, "(static)")->Answer(*std::move(file));
  }
  Scope(core_, exchange, "(none)")->Refuse(NotFound("ROUTE_NOT_FOUND"));
}

bool RestHandler::OwnPage(const std::shared_ptr<http::Exchange>& exchange) {
  const http::RequestHead& head = exchange->head();
  const std::string& path = head.path;
  const bool dev = core_->options.dev_clock != nullptr;
  const bool read_page = path == "/livez" || path == "/readyz" || path == "/api/v1/openapi.json" ||
                         (path == "/metrics" && core_->options.admin) ||
                         (path == "/api/v1/dev/clock" && dev);
  const bool advance_page = path == "/api/v1/dev/clock:advance" && dev;
  if (!read_page && !advance_page) return false;
  auto scope = Scope(core_, exchange, path);
  if (read_page && !IsRead(head)) {
    RefuseMethod(*scope, {"GET", "HEAD"});
  } else if (advance_page && head.method != "POST") {
    RefuseMethod(*scope, {"POST"});
  } else if (path == "/livez") {
    scope->Answer(Plain(200, "text/plain; charset=utf-8", "ok\n"));
  } else if (path == "/readyz") {
    Ready(std::move(scope));
  } else if (path == "/metrics") {
    if (!head.from_loopback)
      scope->Refuse(Denied("LOCAL_ONLY"));
    else
      scope->Answer(Plain(200, "text/plain; version=0.0.4; charset=utf-8", observe::MetricsText()));
  } else if (path == "/api/v1/openapi.json") {
    scope->Answer(Plain(200, "application/json; charset=utf-8", core_->openapi));
  } else {
    DevClockPage(std::move(scope), advance_page);
  }
  return true;
}

void RestHandler::Ready(std::unique_ptr<ExchangeScope> scope) {
  std::shared_ptr<ExchangeScope> shared = std::move(scope);
  bool taken = core_->background.Submit([shared, core = core_.get()] {
    absl::Status ready = core->options.ready ? core->options.ready() : absl::OkStatus();
    if (ready.ok()) return shared->Answer(Plain(200, "text/plain; charset=utf-8", "ready\n"));
    observe::Log(observe::Level::kWarn, "gateway.not_ready", {{"reason", ReasonOf(ready)}});
    shared->Answer(Plain(503, "text/plain; charset=utf-8", "not ready\n"), ReasonOf(ready));
  });
  if (!taken) shared->Answer(Plain(503, "text/plain; charset=utf-8", "not ready\n"), "OVERLOADED");
}

void RestHandler::DevClockPage(std::unique_ptr<ExchangeScope> scope, bool advance) {
  auto answer = [](ExchangeScope& s) {
    std::string now = absl::FormatTime("%E4Y-%m-%dT%H:%M:%E*SZ", s.core().options.dev_clock->Now(),
                                       absl::UTCTimeZone());
    s.Answer(Plain(200, "application/json; charset=utf-8", nlohmann::json{{"now", now}}.dump()));
  };
  if (!advance) return answer(*scope);
  if (MediaType(scope->head().headers.Get("Content-Type")) != "application/json") {
    return scope->Refuse(Invalid("UNSUPPORTED_MEDIA_TYPE", {{"expected", "application/json"}}));
  }
  std::shared_ptr<ExchangeScope> shared = std::move(scope);
  shared->exchange().ReadBody(1024, [shared, answer](const absl::StatusOr<std::string>& body) {
    if (!body.ok()) return shared->Refuse(body.status());
    nlohmann::json request = nlohmann::json::parse(*body, nullptr, false);
    std::optional<absl::Duration> by;
    if (request.is_object() && request.size() == 1) {
      if (request.contains("duration") && request["duration"].is_string())
        by = ParseSeconds(request["duration"].get<std::string>());
      if (request.contains("seconds") && request["seconds"].is_number_integer())
        by = absl::Seconds(request["seconds"].get<int64_t>());
    }
    if (!by || *by < absl::ZeroDuration() || *by > absl::Hours(24 * 3660)) {
      return shared->Refuse(RefuseInput({{"duration", "FORMAT", ""}}));
    }
    shared->core().options.dev_clock->Advance(*by);
    answer(*shared);
  });
}

}  // namespace hotline::gateway
