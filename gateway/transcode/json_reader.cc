#include "gateway/transcode/json_reader.h"

#include <set>
#include <string>
#include <vector>

#include "gateway/http/text.h"
#include "gateway/transcode/field_path.h"
#include "gateway/transcode/scalar.h"
#include "nlohmann/json.hpp"
#include "platform/base/status.h"

namespace hotline::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kMaxViolations = 50;

bool IsComposite(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         !IsScalarMessage(*field->message_type());
}

class Reader : public nlohmann::json_sax<nlohmann::json> {
 public:
  Reader(Message* root, const JsonLimits& limits) : root_(root), limits_(limits) {}

  bool null() override {
    if (!Count()) return false;
    if (stack_.empty() || stack_.back().kind == Kind::kArray || stack_.back().kind == Kind::kMap)
      Violate("WRONG_TYPE");
    return Consumed();
  }
  bool boolean(bool value) override { return Take(Value(value)); }
  bool number_integer(number_integer_t value) override { return Number(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return Number(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { return Number(text); }
  bool string(string_t& text) override {
    if (text.size() > limits_.string_bytes) {
      Violate("TOO_LONG", std::to_string(limits_.string_bytes) + " bytes");
      return Count() && Consumed();
    }
    return Take(Value(std::string_view(text)));
  }
  bool binary(binary_t&) override { return false; }

  bool start_object(size_t) override {
    if (!Open()) return false;
    if (stack_.empty()) return Push({.kind = Kind::kMessage, .message = root_});
    Frame& top = stack_.back();
    const FieldDescriptor* field = top.field;
    bool fits = field != nullptr && IsComposite(field);
    if (top.kind == Kind::kMessage && fits && field->is_map()) {
      return Push({.kind = Kind::kMap, .message = top.message, .field = field});
    }
    if (top.kind == Kind::kMap) {
      const FieldDescriptor* value = top.field->message_type()->map_value();
      if (top.entry == nullptr || !IsComposite(value))
        return Skip(top.entry == nullptr ? "" : "WRONG_TYPE");
      return Push({.kind = Kind::kMessage,
                   .message = top.entry->GetReflection()->MutableMessage(top.entry, value)});
    }
    if (top.kind == Kind::kSkip || field == nullptr) return Skip("");
    if (!fits || field->is_map() || (field->is_repeated() && top.kind != Kind::kArray))
      return Skip("WRONG_TYPE");
    const google::protobuf::Reflection* reflection = top.message->GetReflection();
    return Push({.kind = Kind::kMessage,
                 .message = field->is_repeated() ? reflection->AddMessage(top.message, field)
                                                 : reflection->MutableMessage(top.message, field)});
  }

  bool start_array(size_t) override {
    if (!Open()) return false;
    if (stack_.empty()) return Skip("WRONG_TYPE");
    Frame& top = stack_.back();
    if (top.kind == Kind::kSkip || (top.kind == Kind::kMessage && top.field == nullptr))
      return Skip("");
    if (top.kind != Kind::kMessage || !top.field->is_repeated() || top.field->is_map())
      return Skip("WRONG_TYPE");
    return Push({.kind = Kind::kArray, .message = top.message, .field = top.field});
  }

  bool end_object() override { return Pop(); }
  bool end_array() override { return Pop(); }

  bool key(string_t& name) override {
    if (!CountOne()) return false;
    Frame& top = stack_.back();
    if (top.kind == Kind::kSkip) return true;
    top.key = name.substr(0, 64);
    if (top.kind == Kind::kMap) return MapKey(&top, name);
    const google::protobuf::Descriptor* type = top.message->GetDescriptor();
    top.field = type->FindFieldByCamelcaseName(name);
    if (top.field == nullptr || top.field->json_name() != name) top.field = ByJsonName(*type, name);
    if (top.field == nullptr) {
      Violate("UNKNOWN_FIELD");
      return true;
    }
    if (!top.seen.insert(name).second) {
      Violate("DUPLICATE_FIELD");
      top.field = nullptr;
      return true;
    }
    const google::protobuf::OneofDescriptor* oneof = top.field->real_containing_oneof();
    if (oneof != nullptr && top.message->GetReflection()->HasOneof(*top.message, oneof))
      Violate("ONE_OF");
    return true;
  }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    if (refusal_.ok())
      refusal_ = Invalid("MALFORMED_JSON", {{"position", std::to_string(position)}});
    return false;
  }

  absl::Status Result() const {
    if (!refusal_.ok()) return refusal_;
    return violations_.empty() ? absl::OkStatus() : RefuseInput(violations_);
  }

 private:
  enum class Kind { kMessage, kMap, kArray, kSkip };
  struct Frame {
    Kind kind;
    Message* message =
        nullptr;  // That holds the fields; for maps and arrays the one that holds `field`.
    const FieldDescriptor* field = nullptr;  // Of the current key; none for unknown ones.
    Message* entry = nullptr;                // Of a map: the current one.
    std::string key = {};
    int index = 0;
    std::set<std::string> seen = {};
  };

  static const FieldDescriptor* ByJsonName(const google::protobuf::Descriptor& type,
                                           const std::string& name) {
    for (int i = 0; i < type.field_count(); ++i) {
      if (type.field(i)->json_name() == name) return type.field(i);
    }
    return nullptr;
  }

  bool MapKey(Frame* top, const std::string& name) {
    top->entry = nullptr;
    if (!top->seen.insert(name).second) {
      Violate("DUPLICATE_FIELD");
      return true;
    }
    Message* entry = top->message->GetReflection()->AddMessage(top->message, top->field);
    if (auto wrong = SetValue(top->field->message_type()->map_key(), Value(std::string_view(name)),
                              true, entry)) {
      Violate(wrong->reason, wrong->limit);
      return true;
    }
    top->entry = entry;
    return true;
  }

  bool Number(const std::string& text) { return Take(Value(JsonNumber{text})); }

  bool Take(const Value& value) {
    if (!Count()) return false;
    if (stack_.empty()) {
      Violate("WRONG_TYPE", "object");
      return true;
    }
    Frame& top = stack_.back();
    const FieldDescriptor* field = top.field;
    Message* message = top.message;
    if (top.kind == Kind::kMap) {
      field = top.entry == nullptr ? nullptr : top.field->message_type()->map_value();
      message = top.entry;
    }
    if (top.kind == Kind::kSkip || field == nullptr) return Consumed();
    if (IsComposite(field)) {
      Violate("WRONG_TYPE", field->is_repeated() && top.kind != Kind::kArray && !field->is_map()
                                ? "array"
                                : "object");
    } else if (field->is_repeated() && top.kind == Kind::kMessage) {
      Violate("WRONG_TYPE", "array");
    } else if (auto wrong = SetValue(field, value, /*lenient=*/false, message)) {
      Violate(wrong->reason, wrong->limit);
    }
    return Consumed();
  }

  bool CountOne() {
    if (++elements_ <= limits_.elements) return true;
    refusal_ = Invalid("JSON_TOO_LARGE", {{"limit", std::to_string(limits_.elements)}});
    return false;
  }
  bool Count() { return CountOne(); }
  bool Open() {
    if (!CountOne()) return false;
    if (static_cast<int>(stack_.size()) < limits_.depth) return true;
    refusal_ = Invalid("JSON_TOO_DEEP", {{"limit", std::to_string(limits_.depth)}});
    return false;
  }
  bool Push(Frame frame) {
    stack_.push_back(std::move(frame));
    return true;
  }
  bool Skip(std::string_view reason) {
    if (!reason.empty()) Violate(reason);
    return Push({.kind = Kind::kSkip});
  }
  bool Pop() {
    stack_.pop_back();
    return Consumed();
  }
  // One value of the enclosing array or object is done.
  bool Consumed() {
    if (!stack_.empty() && stack_.back().kind == Kind::kArray) ++stack_.back().index;
    return true;
  }

  std::string Path() const {
    std::string path;
    for (const Frame& frame : stack_) {
      if (frame.kind == Kind::kArray) path += "[" + std::to_string(frame.index) + "]";
      if (frame.kind == Kind::kMessage || frame.kind == Kind::kMap)
        path += (path.empty() ? "" : ".") + frame.key;
    }
    return path;
  }

  void Violate(std::string_view reason, std::string limit = "") {
    if (violations_.size() < kMaxViolations)
      violations_.push_back({Path(), std::string(reason), std::move(limit)});
  }

  Message* root_;
  const JsonLimits& limits_;
  std::vector<Frame> stack_;
  std::vector<Violation> violations_;
  absl::Status refusal_;
  int elements_ = 0;
};

}  // namespace

absl::Status ReadJson(std::string_view text, Message* message, const JsonLimits& limits) {
  // The parser takes NUL for the end of the text, whatever follows.
  if (const size_t nul = text.find('\0'); nul != text.npos)
    return Invalid("MALFORMED_JSON", {{"position", std::to_string(nul)}});
  if (text.starts_with("\xef\xbb\xbf")) return Invalid("MALFORMED_JSON", {{"position", "0"}});
  Reader reader(message, limits);
  nlohmann::json::sax_parse(text, &reader);
  return reader.Result();
}

}  // namespace hotline::gateway
