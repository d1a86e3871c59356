#include "platform/base/email.h"

#include <string>

#include "catch2/catch.hpp"

namespace hotline {
namespace {

TEST_CASE("addresses that mail servers take") {
  for (const char* address : {"li.ming@court.gov.cn", "li+12368@mail.court.gov.cn", "a@intranet",
                              "o'neil_2@court-1.cn"}) {
    CAPTURE(address);
    CHECK(IsEmail(address));
  }
  CHECK(IsEmail(std::string(64, 'a') + "@" + std::string(189, 'b')));
}

TEST_CASE("what is none, or could write a header or a command") {
  for (const char* text :
       {"", "li", "@", "li@", "@court.cn", "li@court@cn", "li@court.cn\r\nBcc: x@evil.cn",
        "li@court.cn,x@evil.cn", "<li@court.cn>", "li li@court.cn", "li@court.cn ", "李@court.cn",
        "li@法院.cn", "li@.cn", "li@court..cn", "li@court.cn.", "\"li\"@court.cn",
        "li@[127.0.0.1]"}) {
    CAPTURE(text);
    CHECK_FALSE(IsEmail(text));
  }
  CHECK_FALSE(IsEmail(std::string(65, 'a') + "@court.cn"));
  CHECK_FALSE(IsEmail(std::string(64, 'a') + "@" + std::string(190, 'b')));
}

}  // namespace
}  // namespace hotline
