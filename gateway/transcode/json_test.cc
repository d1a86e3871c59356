#include "nlohmann/json.hpp"
#include "catch2/catch.hpp"
#include "gateway/transcode/json_reader.h"
#include "gateway/transcode/json_writer.h"
#include "gateway/transcode/scalar.h"
#include "google/protobuf/util/json_util.h"
#include "hotline/testing/v1/files.pb.h"
#include "platform/base/status.h"

namespace hotline::gateway {
namespace {

using hotline::testing::v1::AllForms;

std::string Refusal(const std::string& text) {
  AllForms message;
  absl::Status status = ReadJson(text, &message);
  std::string all = ReasonOf(status);
  for (const Violation& violation : ViolationsOf(status))
    all += " " + violation.field + ":" + violation.reason;
  return all;
}

TEST_CASE("what is not JSON is refused") {
  const std::vector<std::string> bad = {"",
                                        " ",
                                        "{",
                                        "}",
                                        "{]",
                                        "nul",
                                        "{'text':1}",
                                        "{text:1}",
                                        "{\"text\":\"a\",}",
                                        "{\"text\":\"a\"} x",
                                        "{\"text\":\"a\"}{}",
                                        "\xef\xbb\xbf{}",
                                        "{\"doubleValue\":NaN}",
                                        "{\"doubleValue\":1e400}",
                                        "{\"int32Value\":01}",
                                        "{\"int32Value\":+1}",
                                        "{\"text\":\"\\ud800\"}",
                                        "{\"text\":\"\\udc00\\ud800\"}",
                                        "{\"text\":\"\xc3\x28\"}",
                                        "{\"text\":\"\xed\xa0\x80\"}",
                                        "{\"text\":\"\xff\"}",
                                        "{\"text\":\"a\nb\"}",
                                        "{\"text\":\"\\x41\"}",
                                        "{\"text\" \"a\"}",
                                        "// c\n{}",
                                        "{\"a\":\"\\u12\"}"};
  for (const std::string& text : bad) {
    INFO(text);
    CHECK(Refusal(text) == "MALFORMED_JSON");
  }
  CHECK(Refusal(std::string("{}\0{", 4)) == "MALFORMED_JSON");
}

TEST_CASE("depth, size and length have limits") {
  CHECK(Refusal(std::string(100'000, '[')) == "JSON_TOO_DEEP");
  std::string deep;
  for (int i = 0; i < 33; ++i) deep += "{\"inner\":";
  CHECK(Refusal(deep) == "JSON_TOO_DEEP");
  CHECK(Refusal("{\"texts\":" + std::string(33, '[') + std::string(33, ']') + "}") ==
        "JSON_TOO_DEEP");
  std::string many = "{\"texts\":[";
  for (int i = 0; i < 10'001; ++i) many += "\"\",";
  CHECK(Refusal(many + "\"\"]}") == "JSON_TOO_LARGE");
  CHECK(Refusal("{\"text\":\"" + std::string(65'537, 'a') + "\"}") ==
        "INVALID_INPUT text:TOO_LONG");
  CHECK(Refusal("{\"text\":\"" + std::string(65'536, 'a') + "\"}") == "");
}

TEST_CASE("every violation names its field") {
  CHECK(Refusal("[]") == "INVALID_INPUT :WRONG_TYPE");
  CHECK(Refusal("7") == "INVALID_INPUT :WRONG_TYPE");
  CHECK(Refusal("null") == "INVALID_INPUT :WRONG_TYPE");
  CHECK(Refusal(R"({"nothing":{"deep":[1,{"x":null}]},"text":5})") ==
        "INVALID_INPUT nothing:UNKNOWN_FIELD text:WRONG_TYPE");
  CHECK(Refusal(R"({"int32_value":5})") == "INVALID_INPUT int32_value:UNKNOWN_FIELD");
  CHECK(Refusal(R"({"text":"a","text":"b"})") == "INVALID_INPUT text:DUPLICATE_FIELD");
  CHECK(Refusal(R"({"counts":{"a":1,"a":2}})") == "INVALID_INPUT counts.a:DUPLICATE_FIELD");
  CHECK(Refusal(R"({"inner":{"inner":{"depth":"x"}},"inners":[{},{"name":1}]})") ==
        "INVALID_INPUT inner.inner.depth:WRONG_TYPE inners[1].name:WRONG_TYPE");
  CHECK(Refusal(R"({"texts":["a",1,null,["b"],{"c":1}],"colors":["RED","BLUE"]})") ==
        "INVALID_INPUT texts[1]:WRONG_TYPE texts[2]:WRONG_TYPE texts[3]:WRONG_TYPE "
        "texts[4]:WRONG_TYPE colors[1]:UNKNOWN_VALUE");
  CHECK(Refusal(R"({"texts":"a","inners":{},"inner":[],"counts":[1],"text":{}})") ==
        "INVALID_INPUT texts:WRONG_TYPE inners:WRONG_TYPE inner:WRONG_TYPE counts:WRONG_TYPE "
        "text:WRONG_TYPE");
  CHECK(Refusal(R"({"color":1})") == "INVALID_INPUT color:WRONG_TYPE");
  CHECK(Refusal(R"({"left":"a","right":1})") == "INVALID_INPUT right:ONE_OF");
  CHECK(Refusal(R"({"byNumber":{"x":{},"1":{"depth":true}}})") ==
        "INVALID_INPUT byNumber.x:WRONG_TYPE byNumber.1.depth:WRONG_TYPE");
}

TEST_CASE("numbers keep their ranges") {
  CHECK(
      Refusal(
          R"({"int32Value":2147483648,"uint32Value":-1,"int64Value":"9223372036854775808","uint64Value":18446744073709551616})") ==
      "INVALID_INPUT int32Value:RANGE uint32Value:RANGE int64Value:RANGE uint64Value:RANGE");
  CHECK(Refusal(R"({"int32Value":1.5,"truth":"true","truth2":1})") ==
        "INVALID_INPUT int32Value:WRONG_TYPE truth:WRONG_TYPE truth2:UNKNOWN_FIELD");
  CHECK(Refusal(R"({"int32Value":"5"})") == "INVALID_INPUT int32Value:WRONG_TYPE");
  AllForms message;
  REQUIRE(
      ReadJson(
          R"({"int32Value":7.0,"int64Value":-9223372036854775808,"uint64Value":"18446744073709551615","doubleValue":3,
                      "text":null,"inner":null})",
          &message)
          .ok());
  CHECK(message.int32_value() == 7);
  CHECK(message.int64_value() == std::numeric_limits<int64_t>::min());
  CHECK(message.uint64_value() == std::numeric_limits<uint64_t>::max());
  CHECK_FALSE(message.has_inner());
}

TEST_CASE("times are RFC 3339 with an offset") {
  for (const char* good :
       {"2026-11-23T08:00:00+08:00", "2026-11-23T00:00:00Z", "2026-11-23t00:00:00.5z",
        "2016-12-31T23:59:60Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"}) {
    INFO(good);
    CHECK(ParseTimestamp(good).has_value());
  }
  for (const char* bad :
       {"2026-11-23T08:00:00", "2026-11-23", "2026-13-23T08:00:00Z", "2026-11-23T25:00:00Z",
        " 2026-11-23T08:00:00Z", "10000-01-01T00:00:00Z", "2026-11-23 08:00:00Z",
        "-001-11-23T08:00:00Z", "infinite-future", "2026-02-30T00:00:00Z", ""}) {
    INFO(bad);
    CHECK_FALSE(ParseTimestamp(bad).has_value());
  }
  CHECK(ParseSeconds("1.5s") == absl::Milliseconds(1500));
  CHECK(ParseSeconds("-3s") == absl::Seconds(-3));
  for (const char* bad :
       {"", "s", "1", "1m", "1.s", "1.0000000001s", "--1s", "1e3s", "999999999999s"})
    CHECK_FALSE(ParseSeconds(bad).has_value());
}

// The writer is our own for speed; protobuf's says what is right.
TEST_CASE("the writer agrees with protobuf's") {
  AllForms full;
  REQUIRE(
      ReadJson(
          R"({"text":"</script>\u2028\u0001\"\\\n😀","int32Value":-5,"int64Value":"-7","uint32Value":4294967295,"uint64Value":"9",
    "doubleValue":0.1,"floatValue":0.1,"truth":true,"data":"AP8Q","color":"GREEN","time":"2026-11-23T00:00:00.000001Z","duration":"-0.000000001s",
    "wrapped":"","inner":{"inner":{"name":"x"}},"inners":[{},{"depth":3}],"texts":["a"],"colors":["RED"],"counts":{"b":1,"a":2},
    "byNumber":{"-1":{}},"left":"","maybe":0,"times":["1969-12-31T23:59:59.5Z"]})",
          &full)
          .ok());
  AllForms odd;
  odd.set_double_value(std::numeric_limits<double>::infinity());
  odd.set_float_value(-std::numeric_limits<float>::infinity());
  odd.mutable_duration()->set_seconds(-3);
  odd.mutable_duration()->set_nanos(-500'000'000);
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  for (const AllForms& message : {AllForms(), full, odd}) {
    std::string expected;
    REQUIRE(google::protobuf::util::MessageToJsonString(message, &expected, options).ok());
    CHECK(nlohmann::json::parse(ToJson(message)) == nlohmann::json::parse(expected));
  }
  AllForms again;
  REQUIRE(ReadJson(ToJson(full), &again).ok());
  CHECK(again.SerializeAsString().size() == full.SerializeAsString().size());
  CHECK(ToJson(again) == ToJson(full));
}

}  // namespace
}  // namespace hotline::gateway
