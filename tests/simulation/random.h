// Everything random in a simulation comes from one of these, so that a seed repeats a run.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace hotline::simulation {

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  // 0 ≤ result < limit. Not std::uniform_int_distribution, whose results differ between libraries.
  int Below(int limit) { return static_cast<int>(engine_() % static_cast<uint64_t>(limit)); }
  bool Chance(int percent) { return Below(100) < percent; }
  template <class T>
  const T& Of(const std::vector<T>& values) {
    return values[static_cast<size_t>(Below(static_cast<int>(values.size())))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace hotline::simulation
