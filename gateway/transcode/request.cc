#include "gateway/transcode/request.h"

#include <memory>
#include <set>

#include "gateway/http/header_values.h"
#include "gateway/http/text.h"
#include "gateway/transcode/json_reader.h"
#include "platform/base/status.h"

namespace hotline::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status InvalidHeader(std::string_view name) {
  return Invalid("INVALID_HEADER", {{"header", std::string(name)}});
}

bool IsJson(const http::RequestHead& head) {
  std::string type = MediaType(head.headers.Get("Content-Type"));
  if (type != "application/json") return false;
  std::string_view full = head.headers.Get("Content-Type");
  for (std::string_view parameter :
       Split(full.substr(std::min(full.find(';'), full.size())), ';')) {
    parameter = Trim(parameter);
    if (!StartsWithIgnoreCase(parameter, "charset=")) continue;
    std::string_view charset = parameter.substr(8);
    if (charset.starts_with('"') && charset.ends_with('"') && charset.size() > 1)
      charset = charset.substr(1, charset.size() - 2);
    if (!EqualsIgnoreCase(charset, "utf-8")) return false;
  }
  return true;
}

// Sets a string that may also have come by the body; two different values are a conflict.
void SetOnce(const FieldDescriptor* field, const std::string& value, Message* message,
             std::vector<Violation>* violations) {
  const auto* reflection = message->GetReflection();
  std::string given = reflection->GetString(*message, field);
  if (!given.empty() && given != value) violations->push_back({field->json_name(), "CONFLICT", ""});
  reflection->SetString(message, field, value);
}

void BindPath(const Route& route, const std::vector<std::string>& values, Message* message,
              std::vector<Violation>* violations) {
  for (size_t i = 0; i < values.size(); ++i) {
    const FieldPath& path = route.path_fields[i];
    if (path.back()->cpp_type() == FieldDescriptor::CPPTYPE_STRING && path.size() == 1) {
      SetOnce(path[0], values[i], message, violations);
    } else if (auto wrong = SetFromText(path, values[i], message)) {
      violations->push_back(*std::move(wrong));
    }
  }
}

absl::Status BindQuery(const Route& route, std::string_view query, Message* message,
                       std::vector<Violation>* violations) {
  if (query.empty()) return absl::OkStatus();
  std::set<std::string> seen;
  std::vector<std::string_view> pairs = Split(query, '&');
  if (pairs.size() > 200) return Invalid("TOO_MANY_PARAMETERS", {{"limit", "200"}});
  for (std::string_view pair : pairs) {
    if (pair.empty()) continue;
    size_t equals = pair.find('=');
    std::optional<std::string> name = PercentDecode(pair.substr(0, equals), true);
    std::optional<std::string> value = PercentDecode(
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!name || !value || !IsUtf8(*name) || !IsUtf8(*value)) return Invalid("MALFORMED_QUERY");
    auto field = route.query.find(*name);
    if (field == route.query.end()) {
      name->resize(std::min<size_t>(name->size(), 64));
      violations->push_back({IsUtf8(*name) ? *name : "?", "UNKNOWN_PARAMETER", ""});
    } else if (!seen.insert(*name).second && !field->second.back()->is_repeated()) {
      violations->push_back({*name, "DUPLICATE_FIELD", ""});
    } else if (auto wrong = SetFromText(field->second, *value, message)) {
      violations->push_back(*std::move(wrong));
    }
    if (violations->size() >= 50) break;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckBeforeBody(const Route& route, const http::RequestHead& head) {
  switch (route.body) {
    case Route::Body::kNone:
      if (head.has_body) return Invalid("BODY_NOT_EXPECTED");
      break;
    case Route::Body::kWhole:
    case Route::Body::kField:
      if (head.headers.Has("Content-Encoding") || (head.has_body && !IsJson(head))) {
        return Invalid("UNSUPPORTED_MEDIA_TYPE", {{"expected", "application/json"}});
      }
      break;
    case Route::Body::kRaw:
      if (head.headers.Has("Content-Encoding"))
        return Invalid("UNSUPPORTED_MEDIA_TYPE", {{"expected", "identity"}});
      break;
  }
  if (head.headers.Has("Idempotency-Key") && route.request_id != nullptr &&
      (head.headers.Count("Idempotency-Key") > 1 ||
       !ParseIdempotencyKey(head.headers.Get("Idempotency-Key")))) {
    return InvalidHeader("Idempotency-Key");
  }
  if (head.headers.Has("If-Match") && route.http_method != "GET") {
    if (head.headers.Count("If-Match") > 1 || !ParseIfMatch(head.headers.Get("If-Match")))
      return InvalidHeader("If-Match");
    // Somebody who asks for the check must not believe that it was made.
    if (route.etag == nullptr) return Invalid("IF_MATCH_NOT_SUPPORTED");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> BuildRequest(const Route& route, const http::RequestHead& head,
                                         const std::vector<std::string>& path_values,
                                         std::string body) {
  std::unique_ptr<Message> message(route.request_prototype->New());
  std::vector<Violation> violations;
  if (route.body == Route::Body::kRaw) {
    message->GetReflection()->SetString(message.get(), route.body_field, std::move(body));
    const FieldDescriptor* type = message->GetDescriptor()->FindFieldByName("content_type");
    if (type != nullptr) {
      message->GetReflection()->SetString(message.get(), type,
                                          std::string(head.headers.Get("Content-Type")));
    }
  } else if (route.body != Route::Body::kNone && !body.empty()) {
    Message* target = route.body == Route::Body::kWhole ? message.get()
                                                        : message->GetReflection()->MutableMessage(
                                                              message.get(), route.body_field);
    absl::Status read = ReadJson(body, target);
    if (!read.ok() && ReasonOf(read) != "INVALID_INPUT") return read;
    violations = ViolationsOf(read);
  }
  BindPath(route, path_values, message.get(), &violations);
  HOTLINE_RETURN_IF_ERROR(BindQuery(route, head.query, message.get(), &violations));
  if (route.request_id != nullptr && head.headers.Has("Idempotency-Key")) {
    std::optional<std::string> key = ParseIdempotencyKey(head.headers.Get("Idempotency-Key"));
    if (key) SetOnce(route.request_id, *key, message.get(), &violations);
  }
  if (route.etag != nullptr && head.headers.Has("If-Match")) {
    std::optional<std::string> etag = ParseIfMatch(head.headers.Get("If-Match"));
    if (etag && !etag->empty()) SetOnce(route.etag, *etag, message.get(), &violations);
  }
  if (!violations.empty()) return RefuseInput(violations);
  std::string serialized;
  if (!message->SerializeToString(&serialized)) return Invalid("MALFORMED_REQUEST");
  return serialized;
}

}  // namespace hotline::gateway
