#include "platform/base/chinese_id.h"

#include "catch2/catch.hpp"

namespace hotline {
namespace {

TEST_CASE("an identity number has a possible date and the right check digit") {
  CHECK(IsChineseId("11010519491231002X"));  // The example of GB 11643-1999.
  CHECK(IsChineseId("440524188001010014"));  // The standard's second example.
  CHECK_FALSE(IsChineseId("110105194912310021"));
  CHECK_FALSE(IsChineseId("11010519490231002X"));
  CHECK_FALSE(IsChineseId("01010519491231002X"));
  CHECK_FALSE(IsChineseId("1101051949123100"));
  CHECK_FALSE(IsChineseId("X1010519491231002X"));
  CHECK_FALSE(IsChineseId("1101051949123100XX"));
  CHECK_FALSE(IsChineseId(""));
  CHECK_FALSE(IsChineseId(std::string(4000, '1')));
}

TEST_CASE("29 February counts only in leap years") {
  CHECK(IsChineseId("110105520229001"));        // 1952
  CHECK_FALSE(IsChineseId("110105530229001"));  // 1953
}

TEST_CASE("an identity number has one form however it is written") {
  const std::string canonical = "11010519491231002X";
  CHECK(NormaliseChineseId("11010519491231002x") == canonical);
  CHECK(NormaliseChineseId("１１０１０５１９４９１２３１００２Ｘ") == canonical);
  CHECK(NormaliseChineseId(" 110105 19491231 002X ") == canonical);
}

TEST_CASE("the old and the new number of a person are found under one form") {
  CHECK(NormaliseChineseId("110105491231002") == "110105491231002");
  CHECK(ChineseIdForIndex("110105491231002") == "11010519491231002X");
  CHECK(ChineseIdForIndex("11010519491231002X") == "11010519491231002X");
  CHECK_FALSE(IsChineseId("110105491331002"));
}

}  // namespace
}  // namespace hotline
