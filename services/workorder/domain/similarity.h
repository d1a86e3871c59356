// How alike two requests are, for the duplicate check at registration (重复诉求).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hotline::workorder {

// From this value on two texts are taken for the same matter and shown to the agent, who decides.
inline constexpr double kSimilarText = 0.5;

// One text made ready for comparison with many: Dice's coefficient over pairs of neighbouring
// characters, after width, case, punctuation and the phrases with which everybody begins ("您好",
// "请问", "我想") are taken away.
class TextProfile {
 public:
  explicit TextProfile(std::string_view text);

  // 0 to 1. Symmetric; 1 for texts that differ only in what is taken away; 0 when either has
  // nothing left.
  double SimilarityTo(std::string_view other) const;

 private:
  struct Slot {
    uint64_t pair = 0;  // 0: free.
    uint32_t count = 0;
  };
  size_t Find(uint64_t pair) const;  // Its slot, or the free one where it belongs.

  std::vector<Slot> table_;  // Open addressing; a power of two, at most half full.
  size_t count_ = 0;
};

inline double TextSimilarity(std::string_view a, std::string_view b) {
  return TextProfile(a).SimilarityTo(b);
}

}  // namespace hotline::workorder
