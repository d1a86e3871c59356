// Field rules of protos/hotline/api/v1/options.proto, checked for a whole message at once.
#include <algorithm>
#include <map>
#include <memory>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "hotline/api/v1/options.pb.h"
#include "platform/base/case_number.h"
#include "platform/base/chinese_id.h"
#include "platform/base/email.h"
#include "platform/base/phone.h"
#include "platform/base/status.h"
#include "platform/rpc/annotations.h"
#include "re2/re2.h"

namespace hotline::rpc {
namespace {

using api::v1::Rules;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kDefaultMaxLength = 4000;
constexpr int kDefaultMaxItems = 100;

// Compiled once for each pattern; patterns come from the protos, so there are few.
const RE2& PatternOf(const std::string& text) {
  static std::mutex mutex;
  static auto& patterns = *new std::map<std::string, std::unique_ptr<RE2>>;
  std::lock_guard lock(mutex);
  auto& pattern = patterns[text];
  if (pattern == nullptr) pattern = std::make_unique<RE2>(text);
  return *pattern;
}

int CharactersIn(std::string_view utf8) {
  return static_cast<int>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool HasControlCharacter(std::string_view text, bool allow_newlines) {
  return std::any_of(text.begin(), text.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (allow_newlines && (c == '\n' || c == '\r' || c == '\t')) return false;
    return byte < 0x20 || byte == 0x7F;
  });
}

bool IsBlank(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
}

bool IsUuid(std::string_view text) {
  static const RE2 pattern("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

bool IsAccount(std::string_view text) {
  static const RE2 pattern("[a-z0-9._-]{2,32}");
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

bool HasFormat(std::string_view text, api::v1::Format format) {
  switch (format) {
    case api::v1::UUID:
      return IsUuid(text);
    case api::v1::CHINESE_PHONE:
      return IsChinesePhone(text);
    case api::v1::CHINESE_ID:
      return IsChineseId(text);
    case api::v1::CASE_NUMBER:
      return NormaliseCaseNumber(text).has_value();
    case api::v1::ACCOUNT:
      return IsAccount(text);
    case api::v1::EMAIL:
      return IsEmail(text);
    default:
      return true;
  }
}

class Checker {
 public:
  void Check(const Message& message, const std::string& path) {
    const auto* descriptor = message.GetDescriptor();
    const auto* reflection = message.GetReflection();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const FieldDescriptor* field = descriptor->field(i);
      const std::string name = path.empty() ? field->json_name() : path + "." + field->json_name();
      if (field->is_map()) continue;
      if (field->is_repeated()) {
        CheckRepeated(message, *reflection, field, name);
      } else {
        CheckSingle(message, *reflection, field, name);
      }
    }
  }
  std::vector<Violation> violations;

 private:
  void Violate(const std::string& field, std::string_view reason, std::string limit = "") {
    violations.push_back({field, std::string(reason), std::move(limit)});
  }

  void CheckRepeated(const Message& message, const Reflection& reflection,
                     const FieldDescriptor* field, const std::string& name) {
    const Rules& rules = field->options().GetExtension(api::v1::rules);
    const int size = reflection.FieldSize(message, field);
    const int max_items = rules.max_items() > 0 ? rules.max_items() : kDefaultMaxItems;
    if (rules.required() && size == 0) Violate(name, "REQUIRED");
    if (size > max_items) return Violate(name, "TOO_MANY", std::to_string(max_items));
    for (int i = 0; i < size; ++i) {
      const std::string item = absl::StrCat(name, "[", i, "]");
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Check(reflection.GetRepeatedMessage(message, field, i), item);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        std::string scratch;
        const std::string& text =
            reflection.GetRepeatedStringReference(message, field, i, &scratch);
        if (text.empty()) Violate(item, "REQUIRED");
        CheckText(text, rules, item);
      }
    }
  }

  void CheckSingle(const Message& message, const Reflection& reflection,
                   const FieldDescriptor* field, const std::string& name) {
    const Rules& rules = field->options().GetExtension(api::v1::rules);
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (reflection.HasField(message, field))
          return Check(reflection.GetMessage(message, field), name);
        if (rules.required()) Violate(name, "REQUIRED");
        return;
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string scratch;
        const std::string& text = reflection.GetStringReference(message, field, &scratch);
        if (field->type() == FieldDescriptor::TYPE_BYTES) return CheckBytes(text, rules, name);
        if (text.empty() || IsBlank(text)) {
          if (rules.required()) return Violate(name, "REQUIRED");
          if (text.empty()) return;
        }
        return CheckText(text, rules, name);
      }
      case FieldDescriptor::CPPTYPE_ENUM:
        return CheckEnum(reflection.GetEnumValue(message, field), field, rules, name);
      case FieldDescriptor::CPPTYPE_INT32:
        return CheckNumber(reflection.GetInt32(message, field), rules, name);
      case FieldDescriptor::CPPTYPE_INT64:
        return CheckNumber(reflection.GetInt64(message, field), rules, name);
      default:
        return;
    }
  }

  void CheckText(const std::string& text, const Rules& rules, const std::string& name) {
    const int length = CharactersIn(text);
    const int longest = rules.max_length() > 0 ? rules.max_length() : kDefaultMaxLength;
    if (length > longest) return Violate(name, "TOO_LONG", std::to_string(longest));
    if (length < rules.min_length())
      return Violate(name, "TOO_SHORT", std::to_string(rules.min_length()));
    if (HasControlCharacter(text, rules.allow_newlines()))
      return Violate(name, "CONTROL_CHARACTER");
    if (!rules.pattern().empty() && !RE2::FullMatch(text, PatternOf(rules.pattern())))
      return Violate(name, "PATTERN");
    if (!HasFormat(text, rules.format()))
      return Violate(name, "FORMAT", api::v1::Format_Name(rules.format()));
  }

  void CheckBytes(const std::string& data, const Rules& rules, const std::string& name) {
    if (rules.required() && data.empty()) return Violate(name, "REQUIRED");
    if (rules.max_bytes() > 0 && static_cast<int64_t>(data.size()) > rules.max_bytes()) {
      Violate(name, "TOO_LONG", std::to_string(rules.max_bytes()));
    }
  }

  void CheckEnum(int value, const FieldDescriptor* field, const Rules& rules,
                 const std::string& name) {
    if (value == 0) {
      if (rules.required()) Violate(name, "REQUIRED");
    } else if (field->enum_type()->FindValueByNumber(value) == nullptr) {
      Violate(name, "UNKNOWN_VALUE");
    }
  }

  void CheckNumber(int64_t value, const Rules& rules, const std::string& name) {
    const bool limited = rules.minimum() != 0 || rules.maximum() != 0;
    if (limited && (value < rules.minimum() || (rules.maximum() != 0 && value > rules.maximum()))) {
      Violate(name, "RANGE", absl::StrCat(rules.minimum(), "..", rules.maximum()));
    }
  }
};

}  // namespace

absl::Status CheckRules(const Message& message) {
  Checker checker;
  checker.Check(message, "");
  return checker.violations.empty() ? absl::OkStatus() : RefuseInput(checker.violations);
}

}  // namespace hotline::rpc
