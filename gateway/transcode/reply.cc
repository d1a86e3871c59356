#include "gateway/transcode/reply.h"

#include <memory>

#include "gateway/http/header_values.h"
#include "gateway/transcode/json_writer.h"

namespace hotline::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string StringOf(const Message& message, const std::string& name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->type() != FieldDescriptor::TYPE_STRING || field->is_repeated())
    return "";
  return message.GetReflection()->GetString(message, field);
}

// A stored type is what somebody said it is: only a plain one reaches a header.
std::string SafeContentType(const std::string& type) {
  bool plain = !type.empty() && type.size() <= 127 &&
               type.find_first_not_of(
                   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&^_.+-/;= ") ==
                   std::string::npos;
  return plain ? type : "application/octet-stream";
}

http::Response Download(const Route& route, const Message& message) {
  http::Response response;
  response.status = route.success_status;
  response.headers.Add("Content-Type", SafeContentType(StringOf(message, "content_type")));
  response.headers.Add("Content-Disposition", Attachment(StringOf(message, "file_name")));
  response.headers.Add("X-Content-Type-Options", "nosniff");
  response.headers.Add("Content-Security-Policy", "sandbox; default-src 'none'");
  response.headers.Add("Cache-Control", "no-store");
  response.body = message.GetReflection()->GetString(message, route.download_field);
  return response;
}

}  // namespace

std::string EtagOf(const Message& message) {
  std::string etag = StringOf(message, "etag");
  if (!etag.empty()) return etag;
  const google::protobuf::Descriptor* type = message.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->message_type() == nullptr || field->is_repeated() ||
        !message.GetReflection()->HasField(message, field))
      continue;
    std::string inner = StringOf(message.GetReflection()->GetMessage(message, field), "etag");
    if (inner.empty()) continue;
    if (!etag.empty()) return "";  // Two of them: neither stands for the whole.
    etag = inner;
  }
  return etag;
}

absl::StatusOr<http::Response> BuildResponse(const Route& route, const http::RequestHead& head,
                                             const std::string& reply) {
  std::unique_ptr<Message> message(route.reply_prototype->New());
  if (!message->ParseFromString(reply)) return absl::InternalError("reply does not parse");
  if (route.download_field != nullptr) return Download(route, *message);
  http::Response response;
  response.status = route.success_status;
  response.headers.Add("Cache-Control", "no-store");
  if (std::string etag = EtagOf(*message); !etag.empty()) {
    response.headers.Add("ETag", "\"" + etag + "\"");
    if (route.http_method == "GET" && NoneMatchHas(head.headers.Get("If-None-Match"), etag)) {
      response.status = 304;
      return response;
    }
  }
  response.headers.Add("Content-Type", "application/json; charset=utf-8");
  response.headers.Add("X-Content-Type-Options", "nosniff");
  response.body.reserve(reply.size() * 2 + 256);
  AppendJson(*message, &response.body);
  return response;
}

}  // namespace hotline::gateway
