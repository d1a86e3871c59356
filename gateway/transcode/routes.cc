#include "gateway/transcode/routes.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "google/api/annotations.pb.h"
#include "platform/base/status.h"
#include "platform/rpc/annotations.h"

namespace hotline::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

const FieldDescriptor* StringField(const Descriptor& message, const std::string& name) {
  const FieldDescriptor* field = message.FindFieldByName(name);
  return field != nullptr && field->type() == FieldDescriptor::TYPE_STRING && !field->is_repeated()
             ? field
             : nullptr;
}

// Whether JSON can carry a message of this type without any of the types whose reading is expensive
// or ambiguous.
bool FitsJson(const Descriptor& message, std::set<const Descriptor*>* seen) {
  if (!seen->insert(&message).second) return true;
  if (IsUnsupportedMessage(message)) return false;
  for (int i = 0; i < message.field_count(); ++i) {
    const Descriptor* type = message.field(i)->message_type();
    if (type != nullptr && !FitsJson(*type, seen)) return false;
  }
  return true;
}

const google::protobuf::Message* Prototype(const Descriptor* type) {
  return google::protobuf::MessageFactory::generated_factory()->GetPrototype(type);
}

}  // namespace

std::vector<const MethodDescriptor*> ServedMethods() {
  std::vector<const MethodDescriptor*> methods = rpc::AllMethods();
  std::erase_if(methods, [](const MethodDescriptor* method) {
    return method->full_name().starts_with("hotline.testing.");
  });
  return methods;
}

absl::StatusOr<Routes> Routes::Make(const std::vector<const MethodDescriptor*>& methods) {
  Routes routes;
  for (const MethodDescriptor* method : methods) {
    if (!method->options().HasExtension(google::api::http)) continue;
    const google::api::HttpRule& rule = method->options().GetExtension(google::api::http);
    std::vector<const google::api::HttpRule*> rules = {&rule};
    for (const google::api::HttpRule& more : rule.additional_bindings()) rules.push_back(&more);
    for (const google::api::HttpRule* one : rules) {
      std::string http_method, pattern;
      switch (one->pattern_case()) {
        case google::api::HttpRule::kGet:
          http_method = "GET", pattern = one->get();
          break;
        case google::api::HttpRule::kPost:
          http_method = "POST", pattern = one->post();
          break;
        case google::api::HttpRule::kPut:
          http_method = "PUT", pattern = one->put();
          break;
        case google::api::HttpRule::kPatch:
          http_method = "PATCH", pattern = one->patch();
          break;
        case google::api::HttpRule::kDelete:
          http_method = "DELETE", pattern = one->delete_();
          break;
        default:
          return absl::InvalidArgumentError(
              absl::StrCat(method->full_name(), ": HTTP rule not supported"));
      }
      absl::Status added =
          routes.Add(method, http_method, pattern, one->body(), one->response_body());
      if (!added.ok())
        return absl::InvalidArgumentError(absl::StrCat(method->full_name(), ": ", added.message()));
    }
  }
  for (auto& [size, group] : routes.by_size_) {
    std::stable_sort(group.begin(), group.end(), [](const Route* a, const Route* b) {
      return a->path.literals() > b->path.literals();
    });
  }
  return routes;
}

absl::Status Routes::Add(const MethodDescriptor* method, const std::string& http_method,
                         const std::string& pattern, const std::string& body,
                         const std::string& response_body) {
  auto route = std::make_unique<Route>();
  const Descriptor& request = *method->input_type();
  route->method = method;
  route->options = &method->options().GetExtension(api::v1::method);
  route->service = method->service()->full_name();
  route->rpc = route->service + "/" + method->name();
  route->http_method = http_method;
  if (route->options->access().services())
    return absl::InvalidArgumentError("is for services only and has a route");
  if (method->client_streaming()) return absl::InvalidArgumentError("client streams have no route");
  HOTLINE_ASSIGN_OR_RETURN(route->path, PathTemplate::Parse(pattern));

  route->query = QueryFields(request);
  std::vector<std::string> names;
  for (const std::string& variable : route->path.variables()) {
    FieldPath field = FindByProtoName(request, variable);
    if (field.empty() || field.back()->is_repeated())
      return absl::InvalidArgumentError("no field " + variable);
    names.push_back(JsonPath(field));
    route->query.erase(names.back());
    route->path_fields.push_back(std::move(field));
  }
  route->pattern = route->path.Text(names);
  route->request_id = StringField(request, "request_id");
  route->etag = StringField(request, "etag");
  if (route->request_id != nullptr) route->query.erase("requestId");
  if (route->etag != nullptr) route->query.erase("etag");

  if (body == "*") {
    std::set<const Descriptor*> seen;
    if (!FitsJson(request, &seen))
      return absl::InvalidArgumentError("request has types that JSON requests may not have");
    route->body = Route::Body::kWhole;
    route->query.clear();
  } else if (!body.empty()) {
    route->body_field = request.FindFieldByName(body);
    if (route->body_field == nullptr || route->body_field->is_repeated())
      return absl::InvalidArgumentError("no body " + body);
    if (route->body_field->type() == FieldDescriptor::TYPE_BYTES) {
      route->body = Route::Body::kRaw;
    } else if (route->body_field->type() == FieldDescriptor::TYPE_MESSAGE) {
      route->body = Route::Body::kField;
    } else {
      return absl::InvalidArgumentError("body is neither message nor bytes");
    }
    std::string prefix = route->body_field->json_name();
    std::erase_if(route->query, [&](const auto& entry) {
      return entry.first == prefix || entry.first.starts_with(prefix + ".");
    });
    if (route->body == Route::Body::kRaw) route->query.erase("contentType");
  }
  if (!response_body.empty()) {
    route->download_field = method->output_type()->FindFieldByName(response_body);
    if (route->download_field == nullptr ||
        route->download_field->type() != FieldDescriptor::TYPE_BYTES ||
        route->download_field->is_repeated()) {
      return absl::InvalidArgumentError("response_body is not a bytes field");
    }
  }
  if (route->options->max_body_bytes() > 0)
    route->max_body_bytes = route->options->max_body_bytes();
  if (route->options->success_status() > 0)
    route->success_status = route->options->success_status();
  route->request_prototype = Prototype(&request);
  route->reply_prototype = Prototype(method->output_type());

  for (const auto& other : routes_) {
    if (other->http_method == http_method && other->path.Shape() == route->path.Shape()) {
      return absl::InvalidArgumentError("same path as " + other->rpc);
    }
  }
  by_size_[route->path.size()].push_back(route.get());
  routes_.push_back(std::move(route));
  return absl::OkStatus();
}

Routes::Found Routes::Find(std::string_view http_method, std::string_view path) const {
  Found found;
  SplitPath cut = CutPath(path);
  auto group = by_size_.find(cut.segments.size());
  if (group == by_size_.end()) return found;
  std::string_view wanted = http_method == "HEAD" ? "GET" : http_method;
  for (const Route* route : group->second) {
    if (route->http_method != wanted && !found.allowed.empty() &&
        std::find(found.allowed.begin(), found.allowed.end(), route->http_method) !=
            found.allowed.end()) {
      continue;
    }
    std::optional<std::vector<std::string>> values = route->path.Match(cut);
    if (!values) continue;
    if (route->http_method == wanted) return {route, *std::move(values), {}};
    found.allowed.push_back(route->http_method);
    if (route->http_method == "GET") found.allowed.push_back("HEAD");
  }
  return found;
}

}  // namespace hotline::gateway
