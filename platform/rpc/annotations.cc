#include "platform/rpc/annotations.h"

#include <algorithm>

#include "hotline/api/v1/options.pb.h"
#include "hotline/proto_files.h"
#include "nlohmann/json.hpp"
#include "platform/base/status.h"

namespace hotline::rpc {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using nlohmann::json;

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const char* name : kProtoFiles) {
    const auto* file = DescriptorPool::generated_pool()->FindFileByName(name);
    if (file == nullptr) continue;
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m)
        methods.push_back(file->service(s)->method(m));
    }
  }
  std::sort(methods.begin(), methods.end(),
            [](const auto* a, const auto* b) { return a->full_name() < b->full_name(); });
  return methods;
}

absl::Status CheckAccess(const MethodDescriptor& method, const Caller& caller) {
  const api::v1::Access& access = method.options().GetExtension(api::v1::method).access();
  const bool anonymous = caller.kind == Caller::Kind::kAnonymous;
  const bool service = caller.kind == Caller::Kind::kService;
  switch (access.who_case()) {
    case api::v1::Access::kAnyone:
      return absl::OkStatus();
    case api::v1::Access::kServices:
      if (service) return absl::OkStatus();
      break;
    case api::v1::Access::kSignedIn:
      if (!anonymous) return absl::OkStatus();
      break;
    case api::v1::Access::kPermissions:
      for (const std::string& permission : access.permissions().any_of()) {
        if (caller.Has(permission)) return absl::OkStatus();
      }
      break;
    case api::v1::Access::WHO_NOT_SET:
      break;
  }
  if (anonymous) return Refuse(absl::StatusCode::kUnauthenticated, "SIGN_IN_REQUIRED");
  return Denied("PERMISSION_MISSING");
}

namespace {

json LogValue(const Message& message, const FieldDescriptor* field, int index) {
  const auto* reflection = message.GetReflection();
  const bool repeated = index >= 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      if (field->type() == FieldDescriptor::TYPE_BYTES) return "<bytes>";
      std::string scratch;
      std::string text =
          repeated ? reflection->GetRepeatedStringReference(message, field, index, &scratch)
                   : reflection->GetStringReference(message, field, &scratch);
      constexpr size_t kLongest = 200;
      if (text.size() > kLongest) text = text.substr(0, kLongest) + "…";
      return text;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return LogForm(repeated ? reflection->GetRepeatedMessage(message, field, index)
                              : reflection->GetMessage(message, field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return (repeated ? reflection->GetRepeatedEnum(message, field, index)
                       : reflection->GetEnum(message, field))
          ->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return repeated ? reflection->GetRepeatedBool(message, field, index)
                      : reflection->GetBool(message, field);
    case FieldDescriptor::CPPTYPE_INT32:
      return repeated ? reflection->GetRepeatedInt32(message, field, index)
                      : reflection->GetInt32(message, field);
    case FieldDescriptor::CPPTYPE_INT64:
      return repeated ? reflection->GetRepeatedInt64(message, field, index)
                      : reflection->GetInt64(message, field);
    default:
      return "<number>";
  }
}

}  // namespace

json LogForm(const Message& message) {
  json form = json::object();
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->options().GetExtension(api::v1::sensitivity) != api::v1::SENSITIVITY_UNSPECIFIED) {
      form[field->json_name()] = "***";
    } else if (field->is_repeated()) {
      json list = json::array();
      const int size = message.GetReflection()->FieldSize(message, field);
      for (int i = 0; i < std::min(size, 20); ++i) list.push_back(LogValue(message, field, i));
      form[field->json_name()] = std::move(list);
    } else {
      form[field->json_name()] = LogValue(message, field, -1);
    }
  }
  return form;
}

}  // namespace hotline::rpc
