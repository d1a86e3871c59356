#include "services/workorder/domain/similarity.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "platform/base/unicode.h"

namespace hotline::workorder {
namespace {

constexpr auto kPhrases = std::to_array<std::u32string_view>(
    {U"您好", U"你好", U"请问", U"我想", U"想要",   U"来电", U"反映", U"咨询",
     U"要求", U"希望", U"请求", U"诉求", U"当事人", U"市民", U"本人", U"谢谢",
     U"麻烦", U"法院", U"案件", U"一下", U"我们",   U"我的"});

// Letters, digits and ideographs, of one width and case, without the phrases.
std::u32string Essence(std::string_view text) {
  std::u32string out;
  for (char32_t wide : DecodeUtf8(text)) {
    char32_t c = HalfWidth(wide);
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    if (IsHan(c) || IsDigit(c) || IsLatin(c)) out += c;
  }
  for (std::u32string_view phrase : kPhrases) {
    for (size_t at = out.find(phrase); at != std::u32string::npos; at = out.find(phrase, at)) {
      out.erase(at, phrase.size());
    }
  }
  return out;
}

// Sorted, with repetitions. A text of one character is its own pair.
std::vector<uint64_t> Pairs(const std::u32string& text) {
  std::vector<uint64_t> pairs;
  if (text.size() == 1) return {text[0]};
  for (size_t i = 1; i < text.size(); ++i) pairs.push_back(uint64_t{text[i - 1]} << 32 | text[i]);
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

size_t CountShared(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b) {
  size_t shared = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) {
      ++shared;
      ++i;
      ++j;
    } else {
      *i < *j ? ++i : ++j;
    }
  }
  return shared;
}

}  // namespace

double TextSimilarity(std::string_view a, std::string_view b) {
  const std::vector<uint64_t> left = Pairs(Essence(a)), right = Pairs(Essence(b));
  if (left.empty() || right.empty()) return 0;
  return 2.0 * static_cast<double>(CountShared(left, right)) /
         static_cast<double>(left.size() + right.size());
}

}  // namespace hotline::workorder
