#include "platform/base/status.h"

#include "absl/strings/cord.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace hotline {
namespace {

constexpr absl::string_view kPayload = "hotline/refusal";

nlohmann::json PayloadOf(const absl::Status& status) {
  auto payload = status.GetPayload(kPayload);
  return payload ? nlohmann::json::parse(std::string(*payload)) : nlohmann::json::object();
}

absl::Status WithPayload(absl::StatusCode code, std::string message,
                         const nlohmann::json& payload) {
  absl::Status status(code, message);
  status.SetPayload(
      kPayload, absl::Cord(payload.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
  return status;
}

}  // namespace

absl::Status Refuse(absl::StatusCode code, std::string_view reason, const Params& params) {
  std::string message(reason);
  for (const auto& [key, value] : params) message += " " + key + "=" + value;
  return WithPayload(code, message, {{"reason", reason}, {"params", params}});
}

absl::Status RefuseInput(const std::vector<Violation>& violations) {
  nlohmann::json list = nlohmann::json::array();
  std::string message = "INVALID_INPUT";
  for (const Violation& v : violations) {
    list.push_back({{"field", v.field}, {"reason", v.reason}, {"limit", v.limit}});
    message += " " + v.field + ":" + v.reason;
  }
  return WithPayload(absl::StatusCode::kInvalidArgument, message,
                     {{"reason", "INVALID_INPUT"}, {"violations", list}});
}

absl::Status NotFound(std::string_view reason, const Params& params) {
  return Refuse(absl::StatusCode::kNotFound, reason, params);
}
absl::Status Precondition(std::string_view reason, const Params& params) {
  return Refuse(absl::StatusCode::kFailedPrecondition, reason, params);
}
absl::Status Denied(std::string_view reason, const Params& params) {
  return Refuse(absl::StatusCode::kPermissionDenied, reason, params);
}
absl::Status Invalid(std::string_view reason, const Params& params) {
  return Refuse(absl::StatusCode::kInvalidArgument, reason, params);
}
absl::Status Conflict(std::string_view reason, const Params& params) {
  return Refuse(absl::StatusCode::kAlreadyExists, reason, params);
}

std::string ReasonOf(const absl::Status& status) {
  if (status.ok()) return "";
  return PayloadOf(status).value("reason", absl::StatusCodeToString(status.code()));
}

Params ParamsOf(const absl::Status& status) { return PayloadOf(status).value("params", Params{}); }

std::vector<Violation> ViolationsOf(const absl::Status& status) {
  std::vector<Violation> violations;
  for (const auto& v : PayloadOf(status).value("violations", nlohmann::json::array())) {
    violations.push_back({v.value("field", ""), v.value("reason", ""), v.value("limit", "")});
  }
  return violations;
}

}  // namespace hotline
