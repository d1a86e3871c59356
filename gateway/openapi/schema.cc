#include "gateway/openapi/schema.h"

#include <algorithm>

#include "gateway/transcode/field_path.h"
#include "hotline/api/v1/options.pb.h"

namespace hotline::gateway::openapi {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

const api::v1::Rules& RulesOf(const FieldDescriptor& field) {
  return field.options().GetExtension(api::v1::rules);
}

Json EnumSchema(const EnumDescriptor& type, bool required) {
  Json names = Json::array();
  for (int i = 0; i < type.value_count(); ++i) {
    if (required && type.value(i)->number() == 0) continue;
    names.push_back(type.value(i)->name());
  }
  return {{"type", "string"}, {"enum", names}};
}

// RE2 writes scripts as \p{Han}, ECMA-262 as \p{Script=Han}; general categories have one or two
// letters in both.
std::string EcmaPattern(std::string pattern) {
  for (size_t at = 0; (at = pattern.find("\\p{", at)) != std::string::npos; at += 3) {
    size_t end = pattern.find('}', at);
    if (end != std::string::npos && end - at > 5) pattern.insert(at + 3, "Script=");
  }
  return pattern;
}

void AddStringRules(const api::v1::Rules& rules, Json* schema) {
  int min = std::max(rules.min_length(), rules.required() ? 1 : 0);
  if (min > 0) (*schema)["minLength"] = min;
  if (rules.max_length() > 0) (*schema)["maxLength"] = rules.max_length();
  std::string pattern = rules.pattern().empty() ? "" : "^(?:" + EcmaPattern(rules.pattern()) + ")$";
  switch (rules.format()) {
    case api::v1::UUID:
      (*schema)["format"] = "uuid";
      pattern = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
      break;
    case api::v1::CHINESE_PHONE:
      (*schema)["format"] = "chinese-phone";
      break;
    case api::v1::CHINESE_ID:
      (*schema)["format"] = "chinese-id";
      break;
    case api::v1::CASE_NUMBER:
      (*schema)["format"] = "case-number";
      break;
    case api::v1::EMAIL:
      (*schema)["format"] = "email";
      break;
    case api::v1::ACCOUNT:
      pattern = "^[a-z0-9._-]{2,32}$";
      break;
    default:
      break;
  }
  // What is not required may be empty; a pattern would forbid that.
  if (!pattern.empty() && !rules.required()) pattern = "^$|" + pattern;
  if (!pattern.empty()) (*schema)["pattern"] = pattern;
}

void AddNumberRules(const api::v1::Rules& rules, Json* schema) {
  if (rules.minimum() == 0 && rules.maximum() == 0) return;
  (*schema)["minimum"] = rules.minimum();
  if (rules.maximum() != 0) (*schema)["maximum"] = rules.maximum();
}

Json ScalarMessage(const Descriptor& type, bool request, Schemas* schemas) {
  if (type.name() == "Timestamp") return {{"type", "string"}, {"format", "date-time"}};
  if (type.name() == "Duration")
    return {{"type", "string"}, {"pattern", "^-?[0-9]+(\\.[0-9]{1,9})?s$"}};
  return schemas->Field(*type.field(0), request);
}

}  // namespace

std::string ComponentName(const std::string& full_name) {
  std::string name = full_name;
  if (name.starts_with("hotline.")) name = name.substr(8);
  size_t version = name.find(".v1.");
  if (version != std::string::npos) name.erase(version, 3);
  return name;
}

Json Schemas::Value(const FieldDescriptor& field, bool request) {
  static const api::v1::Rules kNone;
  const api::v1::Rules& rules = request ? RulesOf(field) : kNone;
  Json schema;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      schema = {{"type", "integer"}, {"format", "int32"}};
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      schema = {{"type", "integer"}, {"format", "int64"}, {"minimum", 0}};
      break;
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      return {{"type", "string"}, {"format", "int64"}, {"pattern", "^-?[0-9]{1,20}$"}};
    case FieldDescriptor::CPPTYPE_DOUBLE:
      schema = {{"type", "number"}, {"format", "double"}};
      break;
    case FieldDescriptor::CPPTYPE_FLOAT:
      schema = {{"type", "number"}, {"format", "float"}};
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      return {{"type", "boolean"}};
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumSchema(*field.enum_type(), rules.required());
    case FieldDescriptor::CPPTYPE_STRING:
      schema = {{"type", "string"}};
      if (field.type() == FieldDescriptor::TYPE_BYTES) {
        schema["contentEncoding"] = "base64";
        return schema;
      }
      AddStringRules(rules, &schema);
      return schema;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (IsScalarMessage(*field.message_type()))
        return ScalarMessage(*field.message_type(), request, this);
      return RefTo(*field.message_type(), request);
  }
  AddNumberRules(rules, &schema);
  return schema;
}

Json Schemas::Field(const FieldDescriptor& field, bool request) {
  if (field.is_map())
    return {{"type", "object"},
            {"additionalProperties", Value(*field.message_type()->map_value(), request)}};
  if (!field.is_repeated()) return Value(field, request);
  Json schema = {{"type", "array"}, {"items", Value(field, request)}};
  if (request) {
    const api::v1::Rules& rules = RulesOf(field);
    schema["maxItems"] = rules.max_items() > 0 ? rules.max_items() : 100;
    if (rules.required()) schema["minItems"] = 1;
  }
  return schema;
}

Json Schemas::Object(const Descriptor& message, bool request,
                     const std::vector<const FieldDescriptor*>& without) {
  Json properties = Json::object();
  Json required = Json::array();
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (std::find(without.begin(), without.end(), &field) != without.end()) continue;
    properties[field.json_name()] = Field(field, request);
    bool always =
        request ? RulesOf(field).required() : field.is_repeated() || !field.has_presence();
    if (always) required.push_back(field.json_name());
  }
  Json schema = {{"type", "object"}, {"properties", properties}};
  if (!required.empty()) schema["required"] = required;
  if (request) schema["additionalProperties"] = false;
  return schema;
}

Json Schemas::RefTo(const Descriptor& message, bool request) {
  std::string name = ComponentName(message.full_name()) +
                     (request && !message.name().ends_with("Request") ? ".Input" : "");
  if (!components_.contains(name)) {
    components_[name] = Json::object();  // Messages may hold themselves.
    Json schema = Object(message, request, {});
    components_[name] = std::move(schema);
  }
  return {{"$ref", "#/components/schemas/" + name}};
}

}  // namespace hotline::gateway::openapi
