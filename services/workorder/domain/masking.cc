#include "services/workorder/domain/masking.h"

#include <algorithm>
#include <cstddef>

#include "platform/base/unicode.h"

namespace hotline::workorder {
namespace {

// Keeps the first `head` and last `tail` characters, but never more than half of the text.
std::string Hide(std::string_view text, size_t head, size_t tail) {
  if (text.size() < 2 * (head + tail)) head = tail = text.size() / 4;
  std::string masked(text);
  std::fill(masked.begin() + static_cast<std::ptrdiff_t>(head), masked.end() - static_cast<std::ptrdiff_t>(tail), '*');
  return masked;
}

}  // namespace

std::string MaskName(std::string_view name) {
  const std::u32string characters = DecodeUtf8(name);
  if (characters.size() < 2) return std::string(name);
  return EncodeUtf8(characters.substr(0, 1)) + std::string(std::min<size_t>(characters.size() - 1, 3), '*');
}

std::string MaskPhone(std::string_view phone) {
  if (phone.size() == 11) {
    std::string masked(phone);
    return masked.replace(3, 4, "****");
  }
  return Hide(phone, 3, 2);
}

std::string MaskIdNumber(std::string_view id_number) {
  if (id_number.size() == 18) {
    std::string masked(id_number);
    return masked.replace(6, 8, "********");
  }
  return Hide(id_number, 3, 2);
}

}  // namespace hotline::workorder
