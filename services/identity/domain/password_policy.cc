#include "services/identity/domain/password_policy.h"

#include <algorithm>
#include <unordered_set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "platform/base/status.h"

namespace hotline::identity {
namespace {

constexpr int kMinimum = 8;
constexpr int kMaximum = 256;

// The 3,000 most frequent passwords of eight and more characters in published leaks, and habits of
// Chinese offices.
constexpr char kCommonPasswords[] =
#include "services/identity/domain/common_passwords.inc"
    ;

const std::unordered_set<std::string_view>& CommonPasswords() {
  static const auto& passwords = *new std::unordered_set<std::string_view>([] {
    std::unordered_set<std::string_view> set;
    for (absl::string_view line : absl::StrSplit(kCommonPasswords, '\n', absl::SkipEmpty())) {
      set.emplace(line.data(), line.size());
    }
    return set;
  }());
  return passwords;
}

long CountCharacters(std::string_view utf8) {
  return std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; });
}

}  // namespace

absl::Status CheckPassword(std::string_view password, std::string_view account) {
  const long length = CountCharacters(password);
  if (length < kMinimum)
    return Invalid("PASSWORD_TOO_SHORT", {{"minimum", std::to_string(kMinimum)}});
  if (length > kMaximum)
    return Invalid("PASSWORD_TOO_LONG", {{"maximum", std::to_string(kMaximum)}});
  const std::string lower = absl::AsciiStrToLower({password.data(), password.size()});
  const bool one_character = lower.find_first_not_of(lower[0]) == std::string::npos;
  if (one_character || CommonPasswords().contains(lower) || lower == account)
    return Invalid("PASSWORD_TOO_COMMON");
  return absl::OkStatus();
}

}  // namespace hotline::identity
