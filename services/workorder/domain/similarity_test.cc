#include "services/workorder/domain/similarity.h"

#include <random>
#include <string>

#include "catch2/catch.hpp"
#include "platform/base/unicode.h"

namespace hotline::workorder {
namespace {

struct Pair {
  const char* first;
  const char* second;
};

TEST_CASE("the same matter told again is found") {
  for (const auto& [first, second] : {
           Pair{
               "我的执行案件已经立案八个月，被执行人名下有房产，一直没有进展，希望承办法官联系我。",
               "执行案件立案八个月了还没有进展，被执行人名下有房产没有处理，请承办法官尽快联系。"},
           Pair{"来电反映：民事判决书已生效，对方拒不支付工程款35万元，申请强制执行后法官电话打不通"
                "。",
                "对方拒不支付工程款35万元，判决书早已生效，申请强制执行后承办法官的电话一直打不通"
                "。"},
           Pair{"咨询离婚案件什么时候开庭，起诉材料交了两个月没有收到传票。",
                "您好，请问离婚案件什么时候开庭？起诉材料交了两个月了，还没有收到传票！"},
           Pair{"要求退还诉讼费，案件已撤诉，应减半收取，至今未收到退费。",
                "撤诉案件应减半收取诉讼费，至今未收到退还的诉讼费。"},
       }) {
    CAPTURE(first, second);
    CHECK(TextSimilarity(first, second) >= kSimilarText);
  }
}

TEST_CASE("other matters in the same words are not") {
  for (const auto& [first, second] : {
           Pair{
               "我的执行案件已经立案八个月，被执行人名下有房产，一直没有进展，希望承办法官联系我。",
               "我想联系承办法官，询问民事案件的开庭时间，收到传票后时间冲突，申请延期开庭。"},
           Pair{"咨询离婚案件什么时候开庭，起诉材料交了两个月没有收到传票。",
                "咨询如何起诉离婚，需要准备哪些材料，诉讼费怎么交。"},
           Pair{"要求退还诉讼费，案件已撤诉，应减半收取，至今未收到退费。",
                "申请诉讼费缓交，本人下岗，有低保证明，如何办理司法救助。"},
           Pair{"投诉立案窗口工作人员态度恶劣。",
                "表扬立案窗口工作人员耐心细致，帮助老人填写材料。"},
           Pair{"被执行人转移财产，要求查封其车辆。",
                "法院误将我的车辆查封，我不是被执行人，要求解除。"},
       }) {
    CAPTURE(first, second);
    CHECK(TextSimilarity(first, second) < kSimilarText);
  }
}

TEST_CASE(
    "similarity is symmetric, and whole for texts that differ only in width, case and politeness") {
  CHECK(TextSimilarity("请问（2026）粤0305民初1234号案件进展",
                       "(２０２６)粤0305民初1234号 案件进展，谢谢") == 1.0);
  CHECK(TextSimilarity("APP无法登录", "app无法登录") == 1.0);
  const std::string a = "执行款何时发放", b = "执行款什么时候发放";
  CHECK(TextSimilarity(a, b) == TextSimilarity(b, a));
  CHECK(TextSimilarity("", "") == 0);
  CHECK(TextSimilarity("。。。", "您好") == 0);
  CHECK(TextSimilarity("钱", "钱") == 1.0);
  CHECK(TextSimilarity("\xFF\xFE", "执行") == 0);
}

TEST_CASE("the quick question has the answer of the figure, on thousands of texts") {
  std::mt19937 random(20261126);
  // Few different characters, so that all figures occur, and often just the limit.
  const auto text = [&] {
    std::u32string made;
    for (size_t left = random() % 24; left > 0; --left) made += U"一丁七"[random() % 3];
    return Essence(EncodeUtf8(made));
  };
  int similar = 0, at_the_limit = 0;
  for (int i = 0; i < 20000; ++i) {
    const Essence a = text(), b = text();
    const double figure = TextProfile(a).SimilarityTo(b);
    if (TextProfile(a).IsSimilarTo(b) != (figure >= kSimilarText)) FAIL("differs at " << i);
    similar += figure >= kSimilarText;
    at_the_limit += figure == kSimilarText;
  }
  CHECK(similar > 1000);
  CHECK(similar < 19000);
  CHECK(at_the_limit > 100);
}

}  // namespace
}  // namespace hotline::workorder
