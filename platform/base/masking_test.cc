#include "platform/base/masking.h"

#include "catch2/catch.hpp"

namespace hotline {
namespace {

TEST_CASE("names keep the surname") {
  CHECK(MaskName("张三") == "张某");
  CHECK(MaskName("张三丰") == "张某某");
  CHECK(MaskName(" 张 三 ") == "张某");
  CHECK(MaskName("张") == "某");
  CHECK(MaskName("") == "");
  CHECK(MaskName("深圳市明天科技有限公司") == "深某某");
}

TEST_CASE("compound surnames stay whole when a given name follows") {
  CHECK(MaskName("欧阳锋") == "欧阳某");
  CHECK(MaskName("欧阳娜娜") == "欧阳某某");
  CHECK(MaskName("爱新觉罗溥仪") == "爱新觉罗某某");
  CHECK(MaskName("欧阳") == "欧某");
}

TEST_CASE("names of ethnic minorities and of foreigners keep the first character") {
  CHECK(MaskName("买买提·吾守尔") == "买某某");
  CHECK(MaskName("阿卜杜拉•买合木提") == "阿某某");
  CHECK(MaskName("约翰・史密斯") == "约某某");
  CHECK(MaskName("John Smith") == "J***");
  CHECK(MaskName("Ｊｏｈｎ") == "J***");
  CHECK(MaskName("J") == "*");
}

TEST_CASE("forms of address hide nothing and stay") {
  CHECK(MaskName("王女士") == "王女士");
  CHECK(MaskName("欧阳先生") == "欧阳先生");
  CHECK(MaskName("王小丽女士") == "王某某");
}

TEST_CASE("telephone numbers keep what tells the line") {
  CHECK(MaskPhone("13800138000") == "138****8000");
  CHECK(MaskPhone("１３８００１３８０００") == "138****8000");
  CHECK(MaskPhone("+86 138-0013-8000") == "138****8000");
  CHECK(MaskPhone("075583210000") == "0755****0000");
  CHECK(MaskPhone("0755-83210000") == "0755****0000");
  CHECK(MaskPhone("01067550000") == "010****0000");
  CHECK(MaskPhone("075583210000-8001") == "0755****0000-****");
  CHECK(MaskPhone("83210000") == "****0000");
  CHECK(MaskPhone("4008123456") == "******3456");
  CHECK(MaskPhone("12368") == "***68");
  CHECK(MaskPhone("110") == "***");
  CHECK(MaskPhone("") == "");
}

TEST_CASE("identity numbers keep six and four") {
  CHECK(MaskIdNumber("110105194912311234") == "110105********1234");
  CHECK(MaskIdNumber("11010519491231002x") == "110105********002X");
  CHECK(MaskIdNumber("110105491231002") == "110105*****1002");
  CHECK(MaskIdNumber("１１０１０５１９４９１２３１００２Ｘ") == "110105********002X");
  CHECK(MaskIdNumber("H12345678") == "*******78");
  CHECK(MaskIdNumber("1234") == "****");
  CHECK(MaskIdNumber("") == "");
}

TEST_CASE("e-mail addresses keep the first letter and the domain") {
  CHECK(MaskEmail("li.ming@court.gov.cn") == "l***@court.gov.cn");
  CHECK(MaskEmail("l***@court.gov.cn") == "l***@court.gov.cn");
  CHECK(MaskEmail("l@court.gov.cn") == "l***@court.gov.cn");
  CHECK(MaskEmail("") == "");
  CHECK(MaskEmail("no address") == "***");
}

TEST_CASE("masking twice is masking once, and no value comes back whole") {
  for (const char* name : {"张", "张三", "张三丰", "欧阳锋", "买买提·吾守尔", "John Smith", "张*",
                           "张XX", "某", "*"}) {
    CAPTURE(name);
    const std::string once = MaskName(name);
    if (std::string(name) != "*") CHECK(MaskName(once) == once);
  }
  for (const char* phone : {"13800138000", "0755-83210000", "01067550000", "0755-83210000-8001",
                            "12368", "110", "8321000"}) {
    CAPTURE(phone);
    const std::string once = MaskPhone(phone);
    CHECK(once != phone);
    CHECK(MaskPhone(once) == once);
  }
  for (const char* id : {"11010519491231002X", "110105491231002", "H12345678", "123"}) {
    CAPTURE(id);
    const std::string once = MaskIdNumber(id);
    CHECK(once != id);
    CHECK(MaskIdNumber(once) == once);
  }
}

}  // namespace
}  // namespace hotline
