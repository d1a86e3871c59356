#include "services/identity/domain/password_policy.h"

#include <algorithm>

#include "platform/base/status.h"
#include "services/identity/domain/guessable.h"

namespace hotline::identity {
namespace {

constexpr int kMinimum = 8;
constexpr int kMaximum = 256;

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
  if (IsGuessable(password, account)) return Invalid("PASSWORD_TOO_COMMON");
  return absl::OkStatus();
}

}  // namespace hotline::identity
