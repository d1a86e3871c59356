// Telephone numbers of mainland China as people write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hotline {

// The number as it is stored and found: digits only, without country code ("13800138000",
// "075583210000", "4008123456"), an extension after a dash ("075583210000-8001"). Accepts
// full-width digits, spaces, dashes, brackets around the area code, +86, 0086 and a mobile's
// leading 0. Empty unless it is a mobile, a landline with area code, or a 400/800 number: a number
// that nobody can call back is refused where it is entered.
std::optional<std::string> NormaliseChinesePhone(std::string_view text);

inline bool IsChinesePhone(std::string_view text) {
  return NormaliseChinesePhone(text).has_value();
}

}  // namespace hotline
