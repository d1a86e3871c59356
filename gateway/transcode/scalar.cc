#include "gateway/transcode/scalar.h"

#include <cmath>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/http/text.h"

namespace hotline::gateway {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

ValueError WrongType(std::string_view expected) { return {"WRONG_TYPE", std::string(expected)}; }

// "7", "7.0" and "70e-1" are the same integer to JSON.
template <class Integer>
std::optional<ValueError> ReadInteger(std::string_view text, Integer* out) {
  if (auto exact = ParseNumber<Integer>(text)) {
    *out = *exact;
    return std::nullopt;
  }
  if (text.starts_with("-") && std::is_unsigned_v<Integer>) return ValueError{"RANGE", "0"};
  std::optional<double> number = ParseNumber<double>(text);
  if (!number || std::isnan(*number)) return WrongType("integer");
  if (*number != std::trunc(*number)) return WrongType("integer");
  if (std::abs(*number) > 9007199254740992.0 ||
      *number < static_cast<double>(std::numeric_limits<Integer>::min()) ||
      *number > static_cast<double>(std::numeric_limits<Integer>::max())) {
    return ValueError{"RANGE", absl::StrCat(sizeof(Integer) * 8, " bits")};
  }
  *out = static_cast<Integer>(*number);
  return std::nullopt;
}

std::string EnumNames(const google::protobuf::EnumDescriptor& type) {
  std::string names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0 && type.value(i)->name().ends_with("UNSPECIFIED")) continue;
    absl::StrAppend(&names, names.empty() ? "" : ", ", type.value(i)->name());
  }
  return names;
}

// Strict: the alphabet of RFC 4648 section 4 or 5, with or without padding.
std::optional<std::string> Base64(std::string_view text) {
  std::string out;
  absl::string_view view(text.data(), text.size());
  if (absl::Base64Unescape(view, &out) || absl::WebSafeBase64Unescape(view, &out)) return out;
  return std::nullopt;
}

template <class Integer, class Set>
std::optional<ValueError> SetInteger(const std::string_view* text, Set set) {
  if (text == nullptr) return WrongType("integer");
  Integer number{};
  if (auto wrong = ReadInteger<Integer>(*text, &number)) return wrong;
  set(number);
  return std::nullopt;
}

std::optional<ValueError> SetScalarMessage(const FieldDescriptor* field, const Value& value,
                                           bool lenient, Message* message) {
  const Reflection* reflection = message->GetReflection();
  const google::protobuf::Descriptor* type = field->message_type();
  auto target = [&] {
    return field->is_repeated() ? reflection->AddMessage(message, field)
                                : reflection->MutableMessage(message, field);
  };
  auto set = [&](int64_t seconds, int32_t nanos) {
    Message* sub = target();
    sub->GetReflection()->SetInt64(sub, type->FindFieldByNumber(1), seconds);
    sub->GetReflection()->SetInt32(sub, type->FindFieldByNumber(2), nanos);
  };
  const std::string_view* text = std::get_if<std::string_view>(&value);
  if (type->full_name() == "google.protobuf.Timestamp") {
    if (text == nullptr) return WrongType("RFC 3339 time");
    std::optional<absl::Time> time = ParseTimestamp(*text);
    if (!time) return ValueError{"FORMAT", "RFC 3339 time"};
    int64_t seconds = absl::ToUnixSeconds(*time);
    set(seconds,
        static_cast<int32_t>(absl::ToInt64Nanoseconds(*time - absl::FromUnixSeconds(seconds))));
    return std::nullopt;
  }
  if (type->full_name() == "google.protobuf.Duration") {
    if (text == nullptr) return WrongType("duration");
    std::optional<absl::Duration> duration = ParseSeconds(*text);
    if (!duration) return ValueError{"FORMAT", "duration"};
    int64_t seconds = absl::IDivDuration(*duration, absl::Seconds(1), &*duration);
    set(seconds, static_cast<int32_t>(absl::ToInt64Nanoseconds(*duration)));
    return std::nullopt;
  }
  Message* wrapper = target();
  return SetValue(type->FindFieldByNumber(1), value, lenient, wrapper);
}

}  // namespace

std::optional<absl::Time> ParseTimestamp(std::string_view text) {
  // absl takes more than RFC 3339 does: spaces at the ends, signs and years of any length.
  if (text.size() < 20 || text.size() > 40 ||
      text.find_first_not_of("0123456789-+:.TtZz") != std::string_view::npos || text[4] != '-' ||
      (text[10] != 'T' && text[10] != 't')) {
    return std::nullopt;
  }
  std::string canonical(text);
  canonical[10] = 'T';
  if (canonical.back() == 'z') canonical.back() = 'Z';
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, canonical, &time, &error)) return std::nullopt;
  if (time < absl::FromUnixSeconds(-62135596800) || time >= absl::FromUnixSeconds(253402300800))
    return std::nullopt;
  return time;
}

std::optional<absl::Duration> ParseSeconds(std::string_view text) {
  if (!text.ends_with('s')) return std::nullopt;
  text.remove_suffix(1);
  if (text.empty() || text.size() > 30 ||
      text.find_first_not_of("0123456789.-") != std::string_view::npos)
    return std::nullopt;
  bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  size_t dot = text.find('.');
  std::optional<uint64_t> seconds = ParseNumber<uint64_t>(text.substr(0, dot));
  if (!seconds || *seconds > 315576000000) return std::nullopt;
  uint64_t nanos = 0;
  if (dot != std::string_view::npos) {
    std::string fraction(text.substr(dot + 1));
    if (fraction.empty() || fraction.size() > 9) return std::nullopt;
    fraction.resize(9, '0');
    std::optional<uint64_t> parsed = ParseNumber<uint64_t>(fraction);
    if (!parsed) return std::nullopt;
    nanos = *parsed;
  }
  absl::Duration duration = absl::Seconds(*seconds) + absl::Nanoseconds(nanos);
  return negative ? -duration : duration;
}

std::optional<ValueError> SetValue(const FieldDescriptor* field, const Value& value, bool lenient,
                                   Message* message) {
  const Reflection* reflection = message->GetReflection();
  bool add = field->is_repeated();
  const std::string_view* string = std::get_if<std::string_view>(&value);
  const JsonNumber* json_number = std::get_if<JsonNumber>(&value);
  const std::string_view* number = json_number != nullptr ? &json_number->text
                                   : lenient              ? string
                                                          : nullptr;
  const std::string_view* big = number != nullptr ? number : string;  // "123" is right for 64 bits.

  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return SetInteger<int32_t>(number, [&](int32_t n) {
        add ? reflection->AddInt32(message, field, n) : reflection->SetInt32(message, field, n);
      });
    case FieldDescriptor::CPPTYPE_UINT32:
      return SetInteger<uint32_t>(number, [&](uint32_t n) {
        add ? reflection->AddUInt32(message, field, n) : reflection->SetUInt32(message, field, n);
      });
    case FieldDescriptor::CPPTYPE_INT64:
      return SetInteger<int64_t>(big, [&](int64_t n) {
        add ? reflection->AddInt64(message, field, n) : reflection->SetInt64(message, field, n);
      });
    case FieldDescriptor::CPPTYPE_UINT64:
      return SetInteger<uint64_t>(big, [&](uint64_t n) {
        add ? reflection->AddUInt64(message, field, n) : reflection->SetUInt64(message, field, n);
      });
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT: {
      std::optional<double> real = number != nullptr ? ParseNumber<double>(*number) : std::nullopt;
      if (!real || !std::isfinite(*real)) return WrongType("number");
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
        add ? reflection->AddDouble(message, field, *real)
            : reflection->SetDouble(message, field, *real);
      } else {
        if (std::abs(*real) > std::numeric_limits<float>::max())
          return ValueError{"RANGE", "32 bits"};
        float narrow = static_cast<float>(*real);
        add ? reflection->AddFloat(message, field, narrow)
            : reflection->SetFloat(message, field, narrow);
      }
      return std::nullopt;
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      bool truth;
      if (const bool* given = std::get_if<bool>(&value)) {
        truth = *given;
      } else if (lenient && string != nullptr && (*string == "true" || *string == "false")) {
        truth = *string == "true";
      } else {
        return WrongType("true or false");
      }
      add ? reflection->AddBool(message, field, truth) : reflection->SetBool(message, field, truth);
      return std::nullopt;
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      if (string == nullptr) return WrongType(EnumNames(*field->enum_type()));
      const EnumValueDescriptor* named = field->enum_type()->FindValueByName(std::string(*string));
      if (named == nullptr) return ValueError{"UNKNOWN_VALUE", EnumNames(*field->enum_type())};
      add ? reflection->AddEnum(message, field, named) : reflection->SetEnum(message, field, named);
      return std::nullopt;
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      if (string == nullptr) return WrongType("string");
      std::string text(*string);
      if (field->type() == FieldDescriptor::TYPE_BYTES) {
        std::optional<std::string> bytes = Base64(*string);
        if (!bytes) return ValueError{"FORMAT", "base64"};
        text = *std::move(bytes);
      }
      add ? reflection->AddString(message, field, std::move(text))
          : reflection->SetString(message, field, std::move(text));
      return std::nullopt;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetScalarMessage(field, value, lenient, message);
  }
  return WrongType("known type");
}

}  // namespace hotline::gateway
