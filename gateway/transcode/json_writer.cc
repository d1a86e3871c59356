#include "gateway/transcode/json_writer.h"

#include <cmath>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gateway/http/text.h"
#include "gateway/transcode/field_path.h"

namespace hotline::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void AppendReal(double value, bool narrow, std::string* out) {
  if (std::isnan(value)) {
    *out += "\"NaN\"";
  } else if (std::isinf(value)) {
    *out += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  } else {
    char buffer[40];
    auto end = narrow ? std::to_chars(buffer, buffer + sizeof buffer, static_cast<float>(value)).ptr
                      : std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out->append(buffer, end);
  }
}

// 0, 3, 6 or 9 digits, as the proto3 mapping has it.
void AppendFraction(int32_t nanos, std::string* out) {
  if (nanos == 0) return;
  int digits = nanos % 1'000'000 == 0 ? 3 : nanos % 1'000 == 0 ? 6 : 9;
  std::string text = std::to_string(nanos);
  text.insert(0, 9 - text.size(), '0');
  out->append(".").append(text, 0, digits);
}

void AppendScalarMessage(const Message& message, std::string* out);

struct Item {
  const Message& message;
  const FieldDescriptor* field;
  int index;  // -1 for singular fields.
};

void AppendItem(const Item& item, std::string* out) {
  const Reflection* r = item.message.GetReflection();
  const FieldDescriptor* f = item.field;
  const Message& m = item.message;
  const int i = item.index;
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      absl::StrAppend(out, i < 0 ? r->GetInt32(m, f) : r->GetRepeatedInt32(m, f, i));
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      absl::StrAppend(out, i < 0 ? r->GetUInt32(m, f) : r->GetRepeatedUInt32(m, f, i));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      absl::StrAppend(out, "\"", i < 0 ? r->GetInt64(m, f) : r->GetRepeatedInt64(m, f, i), "\"");
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      absl::StrAppend(out, "\"", i < 0 ? r->GetUInt64(m, f) : r->GetRepeatedUInt64(m, f, i), "\"");
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      AppendReal(i < 0 ? r->GetDouble(m, f) : r->GetRepeatedDouble(m, f, i), false, out);
      break;
    case FieldDescriptor::CPPTYPE_FLOAT:
      AppendReal(i < 0 ? r->GetFloat(m, f) : r->GetRepeatedFloat(m, f, i), true, out);
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      *out += (i < 0 ? r->GetBool(m, f) : r->GetRepeatedBool(m, f, i)) ? "true" : "false";
      break;
    case FieldDescriptor::CPPTYPE_ENUM: {
      int number = i < 0 ? r->GetEnumValue(m, f) : r->GetRepeatedEnumValue(m, f, i);
      const auto* value = f->enum_type()->FindValueByNumber(number);
      if (value == nullptr)
        absl::StrAppend(out, number);
      else
        out->append("\"").append(value->name()).append("\"");
      break;
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      const std::string& text = i < 0 ? r->GetStringReference(m, f, &scratch)
                                      : r->GetRepeatedStringReference(m, f, i, &scratch);
      if (f->type() == FieldDescriptor::TYPE_BYTES)
        absl::StrAppend(out, "\"", absl::Base64Escape(text), "\"");
      else
        AppendJsonString(text, out);
      break;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      AppendJson(i < 0 ? r->GetMessage(m, f) : r->GetRepeatedMessage(m, f, i), out);
      break;
  }
}

void AppendMap(const Message& message, const FieldDescriptor* field, std::string* out) {
  const Reflection* reflection = message.GetReflection();
  const FieldDescriptor* key = field->message_type()->map_key();
  const FieldDescriptor* value = field->message_type()->map_value();
  out->push_back('{');
  for (int i = 0, size = reflection->FieldSize(message, field); i < size; ++i) {
    const Message& entry = reflection->GetRepeatedMessage(message, field, i);
    if (i > 0) out->push_back(',');
    std::string name;
    AppendItem({entry, key, -1}, &name);
    if (name.starts_with('"'))
      *out += name;
    else
      absl::StrAppend(out, "\"", name, "\"");
    out->push_back(':');
    AppendItem({entry, value, -1}, out);
  }
  out->push_back('}');
}

void AppendScalarMessage(const Message& message, std::string* out) {
  const google::protobuf::Descriptor* type = message.GetDescriptor();
  const Reflection* reflection = message.GetReflection();
  bool time = type->name() == "Timestamp";
  if (!time && type->name() != "Duration")
    return AppendItem({message, type->FindFieldByNumber(1), -1}, out);
  int64_t seconds = reflection->GetInt64(message, type->FindFieldByNumber(1));
  int32_t nanos = reflection->GetInt32(message, type->FindFieldByNumber(2));
  out->push_back('"');
  if (time) {
    *out += absl::FormatTime("%E4Y-%m-%dT%H:%M:%S", absl::FromUnixSeconds(seconds),
                             absl::UTCTimeZone());
    AppendFraction(nanos, out);
    out->push_back('Z');
  } else {
    if (seconds < 0 || nanos < 0) out->push_back('-');
    absl::StrAppend(out, std::abs(seconds));
    AppendFraction(std::abs(nanos), out);
    out->push_back('s');
  }
  out->push_back('"');
}

}  // namespace

void AppendJson(const Message& message, std::string* out) {
  const google::protobuf::Descriptor* type = message.GetDescriptor();
  const Reflection* reflection = message.GetReflection();
  if (IsScalarMessage(*type)) return AppendScalarMessage(message, out);
  bool first = true;
  out->push_back('{');
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    // What has presence is printed when it is there, everything else always.
    if (!field->is_repeated() && field->has_presence() && !reflection->HasField(message, field))
      continue;
    if (!first) out->push_back(',');
    first = false;
    out->append("\"").append(field->json_name()).append("\":");
    if (field->is_map()) {
      AppendMap(message, field, out);
    } else if (field->is_repeated()) {
      out->push_back('[');
      for (int k = 0, size = reflection->FieldSize(message, field); k < size; ++k) {
        if (k > 0) out->push_back(',');
        AppendItem({message, field, k}, out);
      }
      out->push_back(']');
    } else {
      AppendItem({message, field, -1}, out);
    }
  }
  out->push_back('}');
}

std::string ToJson(const Message& message) {
  std::string out;
  AppendJson(message, &out);
  return out;
}

}  // namespace hotline::gateway
