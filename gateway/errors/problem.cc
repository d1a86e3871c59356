#include "gateway/errors/problem.h"

#include <map>

#include "gateway/http/text.h"
#include "platform/base/status.h"

namespace hotline::gateway {
namespace {

bool IsInner(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

void Member(std::string_view name, std::string_view value, std::string* out) {
  if (out->back() != '{') out->push_back(',');
  AppendJsonString(name, out);
  out->push_back(':');
  AppendJsonString(value, out);
}

int RetryAfter(const Params& params) {
  static constexpr std::pair<const char*, int> kNames[] = {
      {"retryAfter", 1}, {"seconds", 1}, {"minutes", 60}};
  for (const auto& [name, unit] : kNames) {
    auto param = params.find(name);
    if (param == params.end()) continue;
    if (std::optional<int> number = ParseNumber<int>(param->second)) return *number * unit;
  }
  return 1;
}

}  // namespace

int HttpStatusOf(const absl::Status& status) {
  static const std::map<std::string, int, std::less<>> kByReason = {
      {"ETAG_MISMATCH", 412},
      {"REQUEST_ID_REUSED", 422},
      {"METHOD_NOT_ALLOWED", 405},
      {"REQUEST_TIMEOUT", 408},
      {"BODY_TOO_LARGE", 413},
      {"URI_TOO_LONG", 414},
      {"HEADERS_TOO_LARGE", 431},
      {"UNSUPPORTED_MEDIA_TYPE", 415},
      {"TRANSFER_ENCODING_UNSUPPORTED", 501},
  };
  auto special = kByReason.find(ReasonOf(status));
  if (special != kByReason.end()) return special->second;
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kCancelled:
      return 499;
    case absl::StatusCode::kInvalidArgument:
      return 400;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAlreadyExists:
      return 409;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kFailedPrecondition:
      return 400;
    case absl::StatusCode::kAborted:
      return 409;
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kUnavailable:
      return 503;
    default:
      return 500;
  }
}

http::Response Problem(const absl::Status& status, const ProblemContext& context,
                       const Messages& messages) {
  http::Response response;
  response.status = HttpStatusOf(status);
  const std::string code = absl::StatusCodeToString(status.code());
  const std::string reason = IsInner(status.code()) ? "INTERNAL" : ReasonOf(status);
  const Params params = IsInner(status.code()) ? Params() : ParamsOf(status);

  std::string& body = response.body;
  body = "{";
  Member("type", "urn:hotline12368:problem:" + reason, &body);
  Member("title", http::StatusPhrase(response.status), &body);
  body += ",\"status\":" + std::to_string(response.status);
  Member("detail", messages.Text(context.language, reason, params, code), &body);
  if (!context.path.empty()) Member("instance", context.path, &body);
  Member("code", code, &body);
  Member("reason", reason, &body);
  if (std::vector<Violation> violations = ViolationsOf(status); !violations.empty()) {
    body += ",\"violations\":[";
    for (const Violation& violation : violations) {
      body += body.back() == '[' ? "{" : ",{";
      Member("field", violation.field, &body);
      Member("reason", violation.reason, &body);
      if (!violation.limit.empty()) Member("limit", violation.limit, &body);
      Member("detail",
             messages.Text(context.language, violation.reason, {{"limit", violation.limit}},
                           "INVALID_ARGUMENT"),
             &body);
      body += "}";
    }
    body += "]";
  }
  Member("traceId", context.trace_id, &body);
  body += "}";

  response.headers.Add("Content-Type", "application/problem+json; charset=utf-8");
  response.headers.Add("Content-Language", context.language);
  response.headers.Add("Cache-Control", "no-store");
  response.headers.Add("X-Content-Type-Options", "nosniff");
  if (response.status == 429 || response.status == 503) {
    response.headers.Add("Retry-After", std::to_string(RetryAfter(params)));
  }
  if (response.status == 401) {
    response.headers.Add("WWW-Authenticate",
                         reason == "SIGN_IN_REQUIRED"
                             ? "Bearer realm=\"hotline12368\""
                             : "Bearer realm=\"hotline12368\", error=\"invalid_token\"");
  }
  return response;
}

}  // namespace hotline::gateway
