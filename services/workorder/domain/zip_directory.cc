#include "services/workorder/domain/zip_directory.h"

#include <algorithm>
#include <cstdint>

namespace hotline::workorder {
namespace {

constexpr std::string_view kEnd("PK\5\6", 4);
constexpr std::string_view kEntry("PK\1\2", 4);
constexpr size_t kEndSize = 22, kEntrySize = 46, kLongestComment = 65535;

uint32_t Number(std::string_view data, size_t at, size_t bytes) {
  uint32_t value = 0;
  for (size_t i = 0; i < bytes; ++i) {
    value |= static_cast<uint32_t>(static_cast<unsigned char>(data[at + i])) << (8 * i);
  }
  return value;
}

}  // namespace

std::optional<std::vector<std::string_view>> ZipEntryNames(std::string_view data, size_t limit) {
  if (data.size() < kEndSize || !data.starts_with("PK")) return std::nullopt;
  const size_t from = data.size() - std::min(data.size(), kEndSize + kLongestComment);
  const size_t end = data.substr(from).rfind(kEnd);
  if (end == std::string_view::npos || from + end + kEndSize > data.size()) return std::nullopt;
  const size_t record = from + end;
  const size_t count = Number(data, record + 10, 2);
  size_t at = Number(data, record + 16, 4);

  std::vector<std::string_view> names;
  for (size_t i = 0; i < count && i < limit; ++i) {
    if (at > record || record - at < kEntrySize || data.substr(at, 4) != kEntry)
      return std::nullopt;
    const size_t name = Number(data, at + 28, 2);
    const size_t extra = Number(data, at + 30, 2), comment = Number(data, at + 32, 2);
    if (record - at - kEntrySize < name) return std::nullopt;
    names.push_back(data.substr(at + kEntrySize, name));
    at += kEntrySize + name + extra + comment;
  }
  return names;
}

}  // namespace hotline::workorder
