#include "services/workorder/domain/similarity.h"

#include <array>
#include <string>

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

// Calls `f` with each pair of neighbours; a text of one character is its own pair.
void ForEachPair(const std::u32string& text, auto f) {
  if (text.size() == 1) f(uint64_t{text[0]});
  for (size_t i = 1; i < text.size(); ++i) f(uint64_t{text[i - 1]} << 32 | text[i]);
}

}  // namespace

TextProfile::TextProfile(std::string_view text) {
  ForEachPair(Essence(text), [this](uint64_t pair) {
    ++pairs_[pair];
    ++count_;
  });
}

double TextProfile::SimilarityTo(std::string_view other) const {
  if (count_ == 0) return 0;
  std::unordered_map<uint64_t, uint32_t> met;
  size_t shared = 0, count = 0;
  ForEachPair(Essence(other), [&](uint64_t pair) {
    ++count;
    const auto found = pairs_.find(pair);
    if (found != pairs_.end() && ++met[pair] <= found->second) ++shared;
  });
  return 2.0 * static_cast<double>(shared) / static_cast<double>(count_ + count);
}

}  // namespace hotline::workorder
