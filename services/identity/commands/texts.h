// Input rules that annotations cannot say, and names for violated constraints.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "platform/base/status.h"

namespace hotline::identity {

// In an update, a field that is given may be changed but not emptied.
inline absl::Status CheckNotBlank(const std::string& text, const std::string& field) {
  if (!absl::StripAsciiWhitespace(text).empty()) return absl::OkStatus();
  return RefuseInput({{field, "REQUIRED", ""}});
}

// A unique violation under the name that means something to the caller: ALREADY_EXISTS (`reason`).
inline absl::Status RenameDuplicate(const absl::Status& status, std::string_view reason) {
  return ReasonOf(status) == "DUPLICATE" ? Conflict(reason) : status;
}

}  // namespace hotline::identity
