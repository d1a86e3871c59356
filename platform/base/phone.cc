#include "platform/base/phone.h"

#include <algorithm>

#include "platform/base/unicode.h"

namespace hotline {
namespace {

bool IsMobile(std::string_view digits) {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
}

bool IsTollFree(std::string_view digits) {
  return digits.size() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
}

// Area code 010, 02x or 0 with three digits from 3 up, then a local number that starts with 2 to 9.
bool IsLandline(std::string_view digits) {
  if (digits.size() < 11 || digits.size() > 12 || digits[0] != '0') return false;
  const bool short_area = digits.starts_with("010") || digits[1] == '2';
  if (!short_area && digits[1] < '3') return false;
  const std::string_view local = digits.substr(short_area ? 3 : 4);
  return local[0] >= '2' && (short_area ? local.size() == 8 : local.size() >= 7);
}

// Digits, with 'e' where the extension begins and a leading '+' kept; empty for any other
// character. A dash is an extension only as the last of groups, so it is kept here as '-'.
std::optional<std::string> Simplify(std::string_view text) {
  std::string out;
  for (char32_t wide : DecodeUtf8(text)) {
    const char32_t c = IsDash(wide) ? U'-' : HalfWidth(wide);
    if (IsDigit(c) || c == '-' || (c == '+' && out.empty())) {
      out += static_cast<char>(c);
    } else if (c == U'转' || c == U'轉' || c == '#') {
      out += 'e';
    } else if (!IsSpace(c) && c != '(' && c != ')' && c != '.') {
      return std::nullopt;
    }
  }
  return out;
}

std::string WithoutDashes(std::string_view text) {
  std::string out(text);
  out.erase(std::remove(out.begin(), out.end(), '-'), out.end());
  return out;
}

// The number without country code, or empty.
std::string Subscriber(std::string digits) {
  bool country = false;
  for (std::string_view prefix : {"+86", "0086", "86"}) {
    if (digits.starts_with(prefix) && (prefix != "86" || digits.size() == 13)) {
      digits.erase(0, prefix.size());
      country = true;
      break;
    }
  }
  if (digits.empty() || digits[0] == '+') return "";
  if (digits.size() == 12 && digits[0] == '0' && IsMobile(digits.substr(1))) digits.erase(0, 1);
  if (country && !IsMobile(digits) && digits[0] != '0' && !IsTollFree(digits))
    digits.insert(0, 1, '0');
  return IsMobile(digits) || IsLandline(digits) || IsTollFree(digits) ? digits : "";
}

}  // namespace

std::optional<std::string> NormaliseChinesePhone(std::string_view text) {
  if (text.size() > 128) return std::nullopt;
  const std::optional<std::string> simple = Simplify(text);
  if (!simple) return std::nullopt;
  const size_t mark = simple->find('e');
  if (mark == std::string::npos) {
    if (std::string number = Subscriber(WithoutDashes(*simple)); !number.empty()) return number;
  }
  const size_t split = mark != std::string::npos ? mark : simple->rfind('-');
  if (split == std::string::npos) return std::nullopt;
  const std::string number = Subscriber(WithoutDashes(simple->substr(0, split)));
  const std::string extension = WithoutDashes(simple->substr(split + 1));
  const bool digits_only = extension.find_first_not_of("0123456789") == std::string::npos;
  if (number.empty() || extension.empty() || extension.size() > 6 || !digits_only)
    return std::nullopt;
  return number + "-" + extension;
}

}  // namespace hotline
