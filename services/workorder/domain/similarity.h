// How alike two requests are, for the duplicate check at registration (重复诉求).
#pragma once

#include <string_view>

namespace hotline::workorder {

// From this value on two texts are taken for the same matter and shown to the agent, who decides.
inline constexpr double kSimilarText = 0.5;

// 0 to 1: Dice's coefficient over pairs of neighbouring characters, after width, case, punctuation
// and the phrases with which everybody begins ("您好", "请问", "我想") are taken away. Symmetric; 1
// for texts that differ only in those; 0 when either has nothing left.
double TextSimilarity(std::string_view a, std::string_view b);

}  // namespace hotline::workorder
