#include "gateway/transcode/field_path.h"

#include <set>

#include "gateway/http/text.h"
#include "gateway/transcode/scalar.h"

namespace hotline::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr size_t kMaxQueryDepth = 3;

void Collect(const Descriptor& message, FieldPath* path,
             std::map<std::string, FieldPath, std::less<>>* out) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor* field = message.field(i);
    path->push_back(field);
    bool nested = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                  !IsScalarMessage(*field->message_type());
    if (!nested) {
      out->emplace(JsonPath(*path), *path);
    } else if (!field->is_repeated() && path->size() < kMaxQueryDepth &&
               !IsUnsupportedMessage(*field->message_type())) {
      Collect(*field->message_type(), path, out);
    }
    path->pop_back();
  }
}

}  // namespace

std::string JsonPath(const FieldPath& path) {
  std::string text;
  for (const FieldDescriptor* field : path) text += (text.empty() ? "" : ".") + field->json_name();
  return text;
}

FieldPath FindByProtoName(const Descriptor& message, std::string_view dotted) {
  FieldPath path;
  const Descriptor* in = &message;
  for (std::string_view name : Split(dotted, '.')) {
    const FieldDescriptor* field = in == nullptr ? nullptr : in->FindFieldByName(std::string(name));
    if (field == nullptr) return {};
    path.push_back(field);
    in = field->message_type();
  }
  return path;
}

bool IsScalarMessage(const Descriptor& message) {
  static const std::set<std::string> kNames = {
      "Timestamp",  "Duration",    "DoubleValue", "FloatValue",  "Int64Value", "UInt64Value",
      "Int32Value", "UInt32Value", "BoolValue",   "StringValue", "BytesValue"};
  return message.file()->package() == "google.protobuf" && kNames.contains(message.name());
}

bool IsUnsupportedMessage(const Descriptor& message) {
  return message.file()->package() == "google.protobuf" && !IsScalarMessage(message) &&
         message.name() != "Empty";
}

std::map<std::string, FieldPath, std::less<>> QueryFields(const Descriptor& message) {
  std::map<std::string, FieldPath, std::less<>> fields;
  FieldPath path;
  Collect(message, &path, &fields);
  return fields;
}

google::protobuf::Message* Parent(const FieldPath& path, google::protobuf::Message* message) {
  for (size_t i = 0; i + 1 < path.size(); ++i)
    message = message->GetReflection()->MutableMessage(message, path[i]);
  return message;
}

std::optional<Violation> SetFromText(const FieldPath& path, std::string_view text,
                                     google::protobuf::Message* message) {
  std::optional<ValueError> wrong =
      SetValue(path.back(), Value(text), /*lenient=*/true, Parent(path, message));
  if (!wrong) return std::nullopt;
  return Violation{JsonPath(path), std::string(wrong->reason), wrong->limit};
}

}  // namespace hotline::gateway
