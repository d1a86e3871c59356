#include "services/workorder/domain/similarity.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
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
std::u32string EssenceOf(std::string_view text) {
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
  all.shrink_to_fit();  // Some are kept for long.
  return all;
}

// Pairs of neighbours; a text of one character is its own pair.
size_t PairsOf(const std::u32string& text) {
  return text.size() == 1 ? 1 : text.size() - std::min<size_t>(text.size(), 1);
}
uint64_t PairAt(const std::u32string& text, size_t i) {
  return text.size() == 1 ? uint64_t{text[0]} : uint64_t{text[i]} << 32 | text[i + 1];
}

uint64_t HashOf(uint64_t pair) { return pair * 0x9E3779B97F4A7C15u; }
size_t MarkOf(uint64_t hash) { return hash >> 51; }  // Of 128 times 64.

}  // namespace

Essence::Essence(std::string_view text) : characters_(EssenceOf(text)) {}

TextProfile::TextProfile(const Essence& text) {
  table_.resize(std::bit_ceil(2 * text.characters().size() + 2));
  count_ = PairsOf(text.characters());
  for (size_t i = 0; i < count_; ++i) {
    const uint64_t pair = PairAt(text.characters(), i);
    Slot& slot = table_[Find(pair)];
    slot.pair = pair;
    ++slot.count;
    const size_t mark = MarkOf(HashOf(pair));
    marks_[mark / 64] |= uint64_t{1} << (mark % 64);
  }
}

size_t TextProfile::Find(uint64_t pair) const {
  const size_t mask = table_.size() - 1;
  size_t at = HashOf(pair) >> 32 & mask;
  while (table_[at].pair != 0 && table_[at].pair != pair) at = (at + 1) & mask;
  return at;
}

std::optional<size_t> TextProfile::SharedWith(const Essence& other, size_t misses) const {
  const std::u32string& text = other.characters();
  std::vector<uint32_t> met(table_.size());
  size_t shared = 0;
  for (size_t i = 0; i < PairsOf(text); ++i) {
    const uint64_t pair = PairAt(text, i);
    const size_t mark = MarkOf(HashOf(pair));
    if (marks_[mark / 64] >> (mark % 64) & 1) {
      const size_t at = Find(pair);
      if (table_[at].pair == pair && met[at] < table_[at].count) {
        ++met[at];
        ++shared;
        continue;
      }
    }
    if (misses-- == 0) return std::nullopt;
  }
  return shared;
}

double TextProfile::SimilarityTo(const Essence& other) const {
  const size_t pairs = PairsOf(other.characters());
  if (count_ == 0 || pairs == 0) return 0;
  return 2.0 * static_cast<double>(*SharedWith(other, pairs)) / static_cast<double>(count_ + pairs);
}

bool TextProfile::IsSimilarTo(const Essence& other) const {
  const size_t pairs = PairsOf(other.characters());
  if (count_ == 0 || pairs == 0) return false;
  const auto needed =
      static_cast<size_t>(std::ceil(kSimilarText / 2 * static_cast<double>(count_ + pairs)));
  if (needed > std::min(count_, pairs)) return false;
  return SharedWith(other, pairs - needed).has_value();
}

}  // namespace hotline::workorder
