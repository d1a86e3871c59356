#include "platform/base/phone.h"

#include "catch2/catch.hpp"

namespace hotline {
namespace {

TEST_CASE("a mobile number has one form however it is written") {
  for (const char* written : {"13800138000", "138 0013 8000", "138-0013-8000", "+86 138-0013-8000",
                              "+8613800138000", "8613800138000", "0086 13800138000", "013800138000",
                              "１３８００１３８０００", "138—0013—8000"}) {
    CAPTURE(written);
    CHECK(NormaliseChinesePhone(written) == "13800138000");
  }
}

TEST_CASE("a landline needs its area code") {
  for (const char* written : {"0755-83210000", "075583210000", "(0755)83210000",
                              "（0755）8321 0000", "+86-755-83210000", "0755－83210000"}) {
    CAPTURE(written);
    CHECK(NormaliseChinesePhone(written) == "075583210000");
  }
  CHECK(NormaliseChinesePhone("010-67550000") == "01067550000");
  CHECK(NormaliseChinesePhone("0898-6653123") == "08986653123");
  CHECK_FALSE(IsChinesePhone("83210000"));
  CHECK_FALSE(IsChinesePhone("010-6755000"));
  CHECK_FALSE(IsChinesePhone("0115-8321000"));
}

TEST_CASE("an extension is kept apart") {
  CHECK(NormaliseChinesePhone("0755-83210000-8001") == "075583210000-8001");
  CHECK(NormaliseChinesePhone("0755-83210000转8001") == "075583210000-8001");
  CHECK(NormaliseChinesePhone("0755-83210000 # 8001") == "075583210000-8001");
  CHECK(NormaliseChinesePhone("075583210000-8001") == "075583210000-8001");
  CHECK_FALSE(IsChinesePhone("0755-83210000转"));
  CHECK_FALSE(IsChinesePhone("0755-83210000转1转2"));
}

TEST_CASE("what nobody can call back is no telephone number") {
  CHECK(NormaliseChinesePhone("400-812-3456") == "4008123456");
  for (const char* other :
       {"", "12368", "110", "12800138000", "1380013800", "138001380001", "+1 212 555 0100", "abc",
        "13800138000;", "-", "转", "+", "+86", "１３８００１３８００", "138001380００Ｘ"}) {
    CAPTURE(other);
    CHECK_FALSE(IsChinesePhone(other));
  }
}

}  // namespace
}  // namespace hotline
