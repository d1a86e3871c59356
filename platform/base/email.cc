#include "platform/base/email.h"

#include <algorithm>

namespace hotline {
namespace {

bool IsAlphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool InLocalPart(char c) {
  return IsAlphanumeric(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
}

bool InDomain(char c) { return IsAlphanumeric(c) || c == '-' || c == '.'; }

bool HasEmptyLabel(std::string_view domain) {
  return domain.front() == '.' || domain.back() == '.' || domain.find("..") != domain.npos;
}

}  // namespace

bool IsEmail(std::string_view text) {
  const size_t at = text.find('@');
  if (text.size() > 254 || at == text.npos || at == 0 || at > 64) return false;
  const std::string_view local = text.substr(0, at), domain = text.substr(at + 1);
  return !domain.empty() && std::ranges::all_of(local, InLocalPart) &&
         std::ranges::all_of(domain, InDomain) && !HasEmptyLabel(domain);
}

}  // namespace hotline
