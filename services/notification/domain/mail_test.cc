#include "services/notification/domain/mail.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "catch2/catch.hpp"
#include "platform/base/status.h"

namespace hotline::notification {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1795395600);

absl::StatusOr<std::string> Message(const std::string& title, const std::string& to) {
  return MailMessage({.id = "0190", .title = title, .body = "正文"}, "hotline@court.test", to,
                     kNow);
}

TEST_CASE("a message has its headers once, and each line is short") {
  std::string title;
  for (int i = 0; i < 40; ++i) title += "催办a";  // Seven bytes: pieces end between characters.
  const auto message = Message(title, "li@court.test");
  REQUIRE(message.ok());
  CHECK(message->find("Date: Mon, 23 Nov 2026 09:00:00 +0800\r\n") == 0);
  CHECK(message->find("\r\nMessage-ID: <0190@court.test>\r\n") != message->npos);
  const std::vector<std::string> lines = absl::StrSplit(*message, "\r\n");
  std::string decoded;
  for (const std::string& line : lines) {
    CAPTURE(line);
    if (const size_t word = line.find("=?UTF-8?B?"); word != line.npos) {
      std::string piece;
      REQUIRE(absl::Base64Unescape(line.substr(word + 10, line.size() - word - 12), &piece));
      CHECK((static_cast<unsigned char>(piece[0]) & 0xc0) != 0x80);  // Not inside a character.
      decoded += piece;
    }
    CHECK(line.size() <= 76);
    CHECK(line.find_first_of("\r\n") == line.npos);
  }
  CHECK(decoded == title);
}

TEST_CASE("nobody writes headers of their own choice") {
  for (const char* title : {"", "工单\r\nBcc: x@evil.test", "a\nb", "a\rb", "a\tb", "a\x7f"})
    CHECK(ReasonOf(Message(title, "li@court.test").status()) == "BAD_SUBJECT");
  CHECK(Message("工单20261123001001", "li@court.test").ok());
  for (const char* address : {"", "li", "li@court.test\r\nBcc: x@evil.test",
                              "li@court.test,x@evil.test", "<li@court.test>"})
    CHECK(ReasonOf(Message("工单", address).status()) == "BAD_ADDRESS");
}

}  // namespace
}  // namespace hotline::notification
