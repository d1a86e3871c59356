#include "services/workorder/domain/similarity.h"

#include <array>
#include <bit>
#include <string>

#include "platform/base/unicode.h"

namespace hotline::workorder {
namespace {

constexpr auto kPhrases = std::to_array<std::u32string_view>(
    {U"您好", U"你好", U"请问", U"我想", U"想要",   U"来电", U"反映", U"咨询",
     U"要求", U"希望", U"请求", U"诉求", U"当事人", U"市民", U"本人", U"谢谢",
     U"麻烦", U"法院", U"案件", U"一下", U"我们",   U"我的"});

// One bit per pair of characters with which a phrase begins, among 1024: almost no other pair has
// one.
constexpr size_t BitOf(char32_t a, char32_t b) { return (a * 37 + b) & 1023; }
constexpr auto kBeginnings = [] {
  std::array<uint64_t, 16> bits{};
  for (std::u32string_view phrase : kPhrases) {
    const size_t bit = BitOf(phrase[0], phrase[1]);
    bits[bit / 64] |= uint64_t{1} << (bit % 64);
  }
  return bits;
}();

size_t PhraseLengthAt(std::u32string_view text) {
  if (text.size() < 2) return 0;
  const size_t bit = BitOf(text[0], text[1]);
  if ((kBeginnings[bit / 64] >> (bit % 64) & 1) == 0) return 0;
  for (std::u32string_view phrase : kPhrases) {
    if (text.starts_with(phrase)) return phrase.size();
  }
  return 0;
}

// Letters, digits and ideographs, of one width and case, without the phrases.
std::u32string Essence(std::string_view text) {
  std::u32string all = DecodeUtf8(text);
  size_t kept = 0;
  for (char32_t wide : all) {
    if (wide >= 0x4E00 && wide <= 0x9FFF) {  // Nearly always.
      all[kept++] = wide;
      continue;
    }
    char32_t c = HalfWidth(wide);
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    if (IsHan(c) || IsDigit(c) || IsLatin(c)) all[kept++] = c;
  }
  all.resize(kept);
  kept = 0;
  for (size_t at = 0; at < all.size();) {
    if (const size_t skip = PhraseLengthAt(std::u32string_view(all).substr(at))) {
      at += skip;
    } else {
      all[kept++] = all[at++];
    }
  }
  all.resize(kept);
  return all;
}

// Calls `f` with each pair of neighbours; a text of one character is its own pair.
void ForEachPair(const std::u32string& text, auto f) {
  if (text.size() == 1) f(uint64_t{text[0]});
  for (size_t i = 1; i < text.size(); ++i) f(uint64_t{text[i - 1]} << 32 | text[i]);
}

}  // namespace

TextProfile::TextProfile(std::string_view text) {
  const std::u32string essence = Essence(text);
  table_.resize(std::bit_ceil(2 * essence.size() + 2));
  ForEachPair(essence, [this](uint64_t pair) {
    Slot& slot = table_[Find(pair)];
    slot.pair = pair;
    ++slot.count;
    ++count_;
  });
}

size_t TextProfile::Find(uint64_t pair) const {
  const size_t mask = table_.size() - 1;
  size_t at = (pair * 0x9E3779B97F4A7C15u >> 32) & mask;
  while (table_[at].pair != 0 && table_[at].pair != pair) at = (at + 1) & mask;
  return at;
}

double TextProfile::SimilarityTo(std::string_view other) const {
  if (count_ == 0) return 0;
  std::vector<uint32_t> met(table_.size());
  size_t shared = 0, count = 0;
  ForEachPair(Essence(other), [&](uint64_t pair) {
    ++count;
    const size_t at = Find(pair);
    if (table_[at].pair == pair && met[at] < table_[at].count) {
      ++met[at];
      ++shared;
    }
  });
  return 2.0 * static_cast<double>(shared) / static_cast<double>(count_ + count);
}

}  // namespace hotline::workorder
