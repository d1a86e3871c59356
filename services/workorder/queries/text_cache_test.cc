#include "services/workorder/queries/text_cache.h"

#include "catch2/catch.hpp"

namespace hotline::workorder {
namespace {

// More than one of a few characters takes, and less than two do.
constexpr size_t kShort = 400;

std::shared_ptr<const Essence> Text(const std::string& text) {
  return std::make_shared<Essence>(text);
}

TEST_CASE("what was used last stays, as far as there is room for") {
  TextCache cache(3 * kShort);
  const auto first = Text("执行款"), second = Text("立案庭"), third = Text("开庭时间");
  cache.Add("1", first);
  cache.Add("2", second);
  cache.Add("3", third);
  CHECK(cache.Find("2") == second);
  CHECK(cache.Find("1") == first);
  cache.Add("4", Text("传票"));  // The third has been idle for longest; it makes room for it.
  CHECK(cache.Find("3") == nullptr);
  CHECK(cache.Find("1") == first);
  CHECK(cache.Find("2") == second);
  CHECK(cache.Find("4") != nullptr);
}

TEST_CASE("what is known is not counted twice, and one that is too large stands alone") {
  TextCache cache(kShort);
  const auto text = Text("执行款");
  for (int i = 0; i < 3; ++i) cache.Add("1", text);
  CHECK(cache.Find("1") == text);
  cache.Add("2", Text("什么时候可以去法院立案庭"));
  CHECK(cache.Find("1") == nullptr);
  CHECK(cache.Find("2") != nullptr);
  cache.Add("3", Text("钱"));
  CHECK(cache.Find("2") == nullptr);
  CHECK(cache.Find("3") != nullptr);
}

}  // namespace
}  // namespace hotline::workorder
