#include "platform/base/chinese_id.h"

#include "platform/base/unicode.h"

namespace hotline {
namespace {

// ISO 7064:1983 MOD 11-2 over the first 17 digits.
char CheckDigit(std::string_view digits) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (int i = 0; i < 17; ++i) sum += (digits[i] - '0') * kWeights[i];
  return "10X98765432"[sum % 11];
}

bool IsDate(std::string_view yyyymmdd) {
  const auto number = [&](size_t from, size_t count) {
    int value = 0;
    for (char c : yyyymmdd.substr(from, count)) value = value * 10 + (c - '0');
    return value;
  };
  const int year = number(0, 4), month = number(4, 2), day = number(6, 2);
  if (year < 1850 || year > 2099 || month < 1 || month > 12) return false;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day >= 1 && day <= kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

}  // namespace

std::optional<std::string> NormaliseChineseId(std::string_view text) {
  if (text.size() > 128) return std::nullopt;
  std::string id;
  for (char32_t wide : DecodeUtf8(text)) {
    const char32_t c = HalfWidth(wide);
    if (IsSpace(c)) continue;
    if (IsDigit(c)) {
      id += static_cast<char>(c);
    } else if ((c == 'x' || c == 'X') && id.size() == 17) {
      id += 'X';
    } else {
      return std::nullopt;
    }
  }
  if ((id.size() != 18 && id.size() != 15) || id[0] == '0') return std::nullopt;
  if (id.size() == 15) {
    return IsDate("19" + id.substr(6, 6)) ? std::optional(id) : std::nullopt;
  }
  if (!IsDate(id.substr(6, 8)) || id[17] != CheckDigit(id)) return std::nullopt;
  return id;
}

std::string ChineseIdForIndex(std::string_view normalised) {
  if (normalised.size() != 15) return std::string(normalised);
  std::string id = std::string(normalised.substr(0, 6)) + "19" + std::string(normalised.substr(6));
  return id + CheckDigit(id);
}

}  // namespace hotline
