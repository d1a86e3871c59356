// Case numbers (案号) of Chinese courts as people write them.
//
//   new, since 2016 (法〔2015〕137号)   （2026）粤0305民初1234号        （2019）川01执1834号之一
//   old                                （2014）朝民初字第12345号      （2012）温10破（预）字第8号
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hotline {

// The one form in which a number is stored and compared: full-width brackets, half-width digits, no
// spaces, no leading zeros in the running number, 号 at the end, "之一" for "之1". An old number
// keeps its 字第; a number of 2016 or later loses it, because the new rule has none and people add
// it from habit. Accepts brackets of any kind or width or none.
//
// Empty for what is not a case number: other documents look alike (公证 certificates, expert
// reports, arbitration awards, administrative decisions), so the characters before the running
// number must be a type of case.
std::optional<std::string> NormaliseCaseNumber(std::string_view text);

}  // namespace hotline
