// Which method answers which HTTP request: all of it derived from google.api.http and
// hotline.api.v1.method.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/transcode/field_path.h"
#include "gateway/transcode/path_template.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "hotline/api/v1/options.pb.h"

namespace hotline::gateway {

// One HTTP method and path of one RPC.
struct Route {
  const google::protobuf::MethodDescriptor* method = nullptr;
  const api::v1::Method* options = nullptr;
  std::string rpc;          // "hotline.workorder.v1.WorkOrderService/Dispatch"
  std::string service;      // "hotline.workorder.v1.WorkOrderService"
  std::string http_method;  // "POST"
  std::string pattern;      // "/api/v1/workOrders/{id}:dispatch", with the names that clients use
  PathTemplate path;
  std::vector<FieldPath> path_fields;  // One for each variable.

  enum class Body { kNone, kWhole, kField, kRaw };
  Body body = Body::kNone;
  const google::protobuf::FieldDescriptor* body_field = nullptr;  // kField: a message; kRaw: bytes.
  const google::protobuf::FieldDescriptor* download_field =
      nullptr;                                          // Bytes that are the whole answer.
  std::map<std::string, FieldPath, std::less<>> query;  // Without what path and body give.
  size_t max_body_bytes = 1 << 20;
  int success_status = 200;

  const google::protobuf::FieldDescriptor* request_id = nullptr;  // Idempotency-Key
  const google::protobuf::FieldDescriptor* etag = nullptr;        // If-Match

  bool streaming() const { return method->server_streaming(); }
  bool for_anyone() const { return options->access().anyone(); }
  const google::protobuf::Message* request_prototype = nullptr;
  const google::protobuf::Message* reply_prototype = nullptr;
};

// Every method of the program but those of services made for tests.
std::vector<const google::protobuf::MethodDescriptor*> ServedMethods();

class Routes {
 public:
  // INVALID_ARGUMENT, naming the method, for an annotation that cannot be served: unknown fields,
  // two methods with one path, a request that JSON cannot carry, a route for a services-only
  // method. Methods without route have none.
  static absl::StatusOr<Routes> Make(
      const std::vector<const google::protobuf::MethodDescriptor*>& methods);

  struct Found {
    const Route* route = nullptr;
    std::vector<std::string> values;  // Of the path's variables.
    std::vector<std::string>
        allowed;  // Without route: methods that the path has; none: no such path.
  };
  // HEAD finds GET.
  Found Find(std::string_view http_method, std::string_view path) const;

  const std::vector<std::unique_ptr<Route>>& all() const { return routes_; }

 private:
  absl::Status Add(const google::protobuf::MethodDescriptor* method, const std::string& http_method,
                   const std::string& pattern, const std::string& body,
                   const std::string& response_body);

  std::vector<std::unique_ptr<Route>> routes_;
  std::map<size_t, std::vector<const Route*>> by_size_;  // Segments → literal paths first.
};

}  // namespace hotline::gateway
