#include "gateway/http/head.h"

#include "catch2/catch.hpp"
#include "gateway/http/header_values.h"
#include "gateway/http/text.h"
#include "platform/base/status.h"

namespace hotline::gateway {
namespace {

using http::CheckHead;
using http::Headers;
using http::RawHead;

absl::StatusOr<http::RequestHead> Head(const std::string& target,
                                       std::vector<std::pair<std::string, std::string>> fields,
                                       int version = 11) {
  RawHead raw{.method = "POST",
              .target = target,
              .version = version,
              .headers = {},
              .peer_ip = "203.0.113.7"};
  for (const auto& [name, value] : fields) raw.headers.Add(name, value);
  static const std::vector<std::string> kProxies = {"10.0.0.1", "10.0.0.2"};
  return CheckHead(raw, {.max_target_bytes = 100, .trusted_proxies = &kProxies});
}
std::string Why(const std::string& target, std::vector<std::pair<std::string, std::string>> fields,
                int version = 11) {
  return ReasonOf(Head(target, std::move(fields), version).status());
}

TEST_CASE("what two parsers could read in two ways is refused") {
  using F = std::vector<std::pair<std::string, std::string>>;
  const std::pair<std::string, std::string> host{"Host", "h"};
  CHECK(Why("/", {host}) == "");
  CHECK(Why("/", {}) == "MALFORMED_REQUEST");
  CHECK(Why("/", {}, 10) == "");
  CHECK(Why("/", {host, {"host", "i"}}) == "MALFORMED_REQUEST");
  for (const F& fields :
       {F{host, {"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}},
        F{host, {"Content-Length", "5"}, {"content-length", "5"}},
        F{host, {"Content-Length", "+5"}}, F{host, {"Content-Length", "5, 5"}},
        F{host, {"Content-Length", "0x5"}}, F{host, {"Content-Length", ""}},
        F{host, {"Content-Length", "99999999999999999999"}},
        F{host, {"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}}}) {
    CHECK(Why("/", fields) == "MALFORMED_REQUEST");
  }
  CHECK(Why("/", {host, {"Transfer-Encoding", "gzip, chunked"}}) ==
        "TRANSFER_ENCODING_UNSUPPORTED");
  CHECK(Why("/", {host, {"Transfer-Encoding", "xchunked"}}) == "TRANSFER_ENCODING_UNSUPPORTED");
  CHECK(Why("/", {{"Transfer-Encoding", "chunked"}}, 10) == "MALFORMED_REQUEST");
}

TEST_CASE("targets") {
  const std::pair<std::string, std::string> host{"Host", "h"};
  auto full = Head("/a/b?c=d?e", {host});
  CHECK(full->path == "/a/b");
  CHECK(full->query == "c=d?e");
  CHECK(Head("http://other/a?b", {host})->path == "/a");
  for (const char* bad : {"a", "", "/a b", "/a#b", "/\x80", "http://other", "//\x7f", "\\a"})
    CHECK(Why(bad, {host}) == "MALFORMED_REQUEST");
  CHECK(Why("/" + std::string(100, 'a'), {host}) == "URI_TOO_LONG");
}

TEST_CASE("only trusted proxies may say who asks") {
  auto client = [](const std::string& peer, const std::string& forwarded) {
    RawHead raw{.method = "GET", .target = "/", .version = 10, .headers = {}, .peer_ip = peer};
    if (!forwarded.empty()) raw.headers.Add("X-Forwarded-For", forwarded);
    static const std::vector<std::string> kProxies = {"10.0.0.1", "10.0.0.2"};
    return CheckHead(raw, {.max_target_bytes = 100, .trusted_proxies = &kProxies})->client_ip;
  };
  CHECK(client("203.0.113.7", "1.2.3.4") == "203.0.113.7");
  CHECK(client("10.0.0.1", "1.2.3.4") == "1.2.3.4");
  CHECK(client("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2") == "1.2.3.4");
  CHECK(client("10.0.0.1", "6.6.6.6, <script>") == "10.0.0.1");
  CHECK(client("10.0.0.1", "") == "10.0.0.1");
}

TEST_CASE("idempotency keys") {
  CHECK(ParseIdempotencyKey("\"8e03978e-40d5\"") == "8e03978e-40d5");
  CHECK(ParseIdempotencyKey("8e03978e-40d5") == "8e03978e-40d5");
  CHECK(ParseIdempotencyKey("\"a\\\"b\"") == "a\"b");
  for (const char* bad :
       {"", "\"\"", "\"a", "a\"", "a,b", "\"a\"b\"", "\"a\\x\"", "a b", "\"钥\"", "\""})
    CHECK_FALSE(ParseIdempotencyKey(bad));
  CHECK_FALSE(ParseIdempotencyKey(std::string(129, 'a')));
}

TEST_CASE("entity tags") {
  CHECK(ParseIfMatch("\"7\"") == "7");
  CHECK(ParseIfMatch("W/\"7\"") == "7");
  CHECK(ParseIfMatch("*") == "");
  for (const char* bad : {"", "7", "\"7", "\"7\", \"8\"", "\"\"", "w/\"7\""})
    CHECK_FALSE(ParseIfMatch(bad));
  CHECK(NoneMatchHas("\"6\", W/\"7\"", "7"));
  CHECK(NoneMatchHas("*", "7"));
  CHECK_FALSE(NoneMatchHas("\"77\"", "7"));
  CHECK_FALSE(NoneMatchHas("", "7"));
}

TEST_CASE("languages") {
  CHECK(PreferredLanguage("") == "zh");
  CHECK(PreferredLanguage("en") == "en");
  CHECK(PreferredLanguage("zh-CN,zh;q=0.9,en;q=0.8") == "zh");
  CHECK(PreferredLanguage("fr, en-US;q=0.5, zh;q=0.1") == "en");
  CHECK(PreferredLanguage("*, en;q=x") == "zh");
}

TEST_CASE("trace contexts, by the rules of the W3C") {
  CHECK(TraceIdOf("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01") ==
        "0af7651916cd43dd8448eb211c80319c");
  CHECK(TraceIdOf("\t00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 ").has_value());
  CHECK(TraceIdOf("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more").has_value());
  for (const char* bad : {"", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                          "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                          "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                          "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                          "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                          "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
                          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g"}) {
    INFO(bad);
    CHECK_FALSE(TraceIdOf(bad).has_value());
  }
}

TEST_CASE("text") {
  CHECK(IsUtf8("工单 😀"));
  for (const char* bad :
       {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe5\xb7", "\x80", "\xff"})
    CHECK_FALSE(IsUtf8(bad));
  CHECK(PercentDecode("a%20b+c", true) == "a b c");
  CHECK(PercentDecode("a+c", false) == "a+c");
  CHECK_FALSE(PercentDecode("%", false));
  CHECK_FALSE(PercentDecode("%4", false));
  CHECK_FALSE(PercentDecode("%4g", false));
  CHECK(Attachment("") == "attachment");
  CHECK(Attachment("a\"b\r\n.txt") ==
        "attachment; filename=\"a_b__.txt\"; filename*=UTF-8''a%22b%0D%0A.txt");
  CHECK(MediaType(" Application/JSON ; charset=utf-8") == "application/json");
}

}  // namespace
}  // namespace hotline::gateway
