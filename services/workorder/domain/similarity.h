// How alike two requests are, for the duplicate check at registration (重复诉求).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::workorder {

// From this value on two texts are taken for the same matter and shown to the agent, who decides.
inline constexpr double kSimilarText = 0.5;

// What is left of a text when width, case, punctuation and the phrases with which everybody begins
// ("您好", "请问", "我想") are taken away. In UTF-8; what is not counts as punctuation.
class Essence {
 public:
  explicit Essence(std::string_view text);

  const std::u32string& characters() const { return characters_; }

 private:
  std::u32string characters_;
};

// One text made ready for comparison with many: Dice's coefficient over pairs of neighbouring
// characters of their essences.
class TextProfile {
 public:
  explicit TextProfile(const Essence& text);

  // 0 to 1. Symmetric; 1 for the same essence; 0 when either has nothing left.
  double SimilarityTo(const Essence& other) const;
  // Whether that is at least kSimilarText; looks no further than it must.
  bool IsSimilarTo(const Essence& other) const;

 private:
  struct Slot {
    uint64_t pair = 0;  // 0: free.
    uint32_t count = 0;
  };
  size_t Find(uint64_t pair) const;  // Its slot, or the free one where it belongs.
  // How many pairs both have; nothing once more than `misses` of the other's are not among ours.
  std::optional<size_t> SharedWith(const Essence& other, size_t misses) const;

  std::vector<Slot> table_;               // Open addressing; a power of two, at most half full.
  std::array<uint64_t, 128> marks_ = {};  // One bit for many pairs: nearly all others have none.
  size_t count_ = 0;
};

inline double TextSimilarity(std::string_view a, std::string_view b) {
  return TextProfile(Essence(a)).SimilarityTo(Essence(b));
}

}  // namespace hotline::workorder
