// JSON from outside into a message, in one pass and by one parser.
//
// Protobuf's own reader accepts what is not JSON ('a', trailing commas), takes seconds for nested
// arrays, and does not say which field is wrong; two parsers in a row may disagree (docs/adr). So
// nlohmann's strict SAX parser feeds the fields directly, and every violation carries its path.
// Names are camelCase only, enums are names only, null is "not given".
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace hotline::gateway {

struct JsonLimits {
  int depth = 32;
  int elements = 10'000;  // Values and keys, all levels together.
  size_t string_bytes = 64 * 1024;
};

// MALFORMED_JSON (position), JSON_TOO_DEEP, JSON_TOO_LARGE, or INVALID_INPUT with every violation:
// UNKNOWN_FIELD, DUPLICATE_FIELD, WRONG_TYPE, RANGE, FORMAT, UNKNOWN_VALUE, TOO_LONG. `message`
// holds something half-read then.
absl::Status ReadJson(std::string_view text, google::protobuf::Message* message,
                      const JsonLimits& limits = {});

}  // namespace hotline::gateway
