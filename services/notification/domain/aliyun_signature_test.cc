#include "services/notification/domain/aliyun_signature.h"

#include "catch2/catch.hpp"

namespace hotline::notification {
namespace {

TEST_CASE("the provider's own example of an SMS is signed as it says") {
  const FormFields fields = {{"AccessKeyId", "testId"},
                             {"Action", "SendSms"},
                             {"Format", "XML"},
                             {"OutId", "123"},
                             {"PhoneNumbers", "15300000001"},
                             {"RegionId", "cn-hangzhou"},
                             {"SignName", "阿里云短信测试专用"},
                             {"SignatureMethod", "HMAC-SHA1"},
                             {"SignatureNonce", "45e25e9b-0a6f-4070-8c85-2956eda1b466"},
                             {"SignatureVersion", "1.0"},
                             {"TemplateCode", "SMS_71390007"},
                             {"TemplateParam", "{\"customer\":\"test\"}"},
                             {"Timestamp", "2017-07-12T02:42:19Z"},
                             {"Version", "2017-05-25"}};
  CHECK(
      AliyunStringToSign("GET", fields) ==
      "GET&%2F&AccessKeyId%3DtestId%26Action%3DSendSms%26Format%3DXML%26OutId%3D123%26"
      "PhoneNumbers%3D15300000001%26RegionId%3Dcn-hangzhou%26SignName%3D%25E9%2598%25BF%25E9%2587"
      "%258C%25E4%25BA%2591%25E7%259F%25AD%25E4%25BF%25A1%25E6%25B5%258B%25E8%25AF%2595%25E4%25B8%"
      "2593%25E7%2594%25A8%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D45e25e9b-0a6f-4070-8c8"
      "5-2956eda1b466%26SignatureVersion%3D1.0%26TemplateCode%3DSMS_71390007%26TemplateParam%3D%25"
      "7B%2522customer%2522%253A%2522test%2522%257D%26Timestamp%3D2017-07-12T02%253A42%253A19Z%26"
      "Version%3D2017-05-25");
  CHECK(AliyunSignature("GET", fields, "testSecret") == "zJDF+Lrzhj/ThnlvIToysFRq6t4=");
}

TEST_CASE("another of its interfaces is signed likewise") {
  const FormFields fields = {{"AccessKeyId", "testid"},
                             {"Action", "DescribeRegions"},
                             {"Format", "XML"},
                             {"SignatureMethod", "HMAC-SHA1"},
                             {"SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"},
                             {"SignatureVersion", "1.0"},
                             {"Timestamp", "2016-02-23T12:46:24Z"},
                             {"Version", "2014-05-26"}};
  CHECK(AliyunSignature("GET", fields, "testsecret") == "OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
  CHECK(AliyunSignature("POST", fields, "testsecret") != "OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
}

TEST_CASE("text is encoded as RFC 3986 says") {
  CHECK(PercentEncoded("aZ09-_.~") == "aZ09-_.~");
  CHECK(PercentEncoded(" *+/&=%") == "%20%2A%2B%2F%26%3D%25");
  CHECK(PercentEncoded("法院") == "%E6%B3%95%E9%99%A2");
  CHECK(FormOf({{"b", "中 文"}, {"a", "1&2"}}) == "a=1%262&b=%E4%B8%AD%20%E6%96%87");
}

}  // namespace
}  // namespace hotline::notification
