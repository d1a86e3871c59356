// One value into one field of a message: what JSON, query and path have in common.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace hotline::gateway {

// A number keeps its text: 64-bit integers do not fit a double.
struct JsonNumber {
  std::string_view text;
};
using Value = std::variant<bool, JsonNumber, std::string_view>;

// What was wrong: a reason for a Violation (WRONG_TYPE, RANGE, FORMAT, UNKNOWN_VALUE) and what was
// expected.
struct ValueError {
  std::string_view reason;
  std::string limit;
};

// Sets `field` of `message`, or adds to it when it is repeated. Scalar fields and the scalar
// messages (Timestamp, Duration, wrappers). `lenient` takes numbers and bools from strings, as
// queries need it; 64-bit integers as JSON strings are always taken.
std::optional<ValueError> SetValue(const google::protobuf::FieldDescriptor* field,
                                   const Value& value, bool lenient,
                                   google::protobuf::Message* message);

// RFC 3339 with offset or Z, years 0001 to 9999.
std::optional<absl::Time> ParseTimestamp(std::string_view text);
// "1.5s", "-3s"
std::optional<absl::Duration> ParseSeconds(std::string_view text);

}  // namespace hotline::gateway
