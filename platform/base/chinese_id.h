// Citizen identity numbers (公民身份号码).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hotline {

// The number as it is stored: half-width digits, a capital X, no spaces. Empty unless it is one: 18
// characters with a possible date of birth and the right check digit (GB 11643-1999), or the 15
// digits in use before 1999. Foreigners' permanent residence numbers of 2023 follow the same rule.
std::optional<std::string> NormaliseChineseId(std::string_view text);

inline bool IsChineseId(std::string_view text) { return NormaliseChineseId(text).has_value(); }

// The form under which one person is found whichever of the two numbers was given: the 18
// characters. `normalised` is a result of NormaliseChineseId.
std::string ChineseIdForIndex(std::string_view normalised);

}  // namespace hotline
