#include "platform/rpc/error.h"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "platform/base/status.h"

namespace hotline::rpc {
namespace {

constexpr char kDomain[] = "hotline12368";

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  // What an exception or a library said stays inside; refusals were made to be shown.
  const bool inner =
      status.code() == absl::StatusCode::kInternal || status.code() == absl::StatusCode::kUnknown;
  details.set_message(inner ? "internal error" : std::string(status.message()));

  google::rpc::ErrorInfo info;
  info.set_reason(ReasonOf(status));
  info.set_domain(kDomain);
  for (const auto& [key, value] : ParamsOf(status)) (*info.mutable_metadata())[key] = value;
  details.add_details()->PackFrom(info);

  google::rpc::BadRequest bad;
  for (const Violation& violation : ViolationsOf(status)) {
    auto* entry = bad.add_field_violations();
    entry->set_field(violation.field);
    entry->set_description(violation.limit.empty() ? violation.reason
                                                   : violation.reason + " " + violation.limit);
  }
  if (bad.field_violations_size() > 0) details.add_details()->PackFrom(bad);

  if (status.code() == absl::StatusCode::kResourceExhausted ||
      status.code() == absl::StatusCode::kUnavailable) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(1);
    details.add_details()->PackFrom(retry);
  }
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), details.message(),
                      details.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad;
  if (!status.error_details().empty() && details.ParseFromString(status.error_details())) {
    for (const auto& detail : details.details()) {
      if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
      if (detail.Is<google::rpc::BadRequest>()) detail.UnpackTo(&bad);
    }
  }
  if (bad.field_violations_size() > 0) {
    std::vector<Violation> violations;
    for (const auto& entry : bad.field_violations()) {
      const std::string& text = entry.description();
      const size_t space = text.find(' ');
      violations.push_back({entry.field(), text.substr(0, space),
                            space == std::string::npos ? "" : text.substr(space + 1)});
    }
    return RefuseInput(violations);
  }
  if (info.reason().empty() || info.reason() == absl::StatusCodeToString(code)) {
    return absl::Status(code, status.error_message());
  }
  return Refuse(code, info.reason(), Params(info.metadata().begin(), info.metadata().end()));
}

}  // namespace hotline::rpc
