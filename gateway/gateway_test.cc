#include "gateway/gateway.h"

#include "gateway/testing/fixture.h"

namespace hotline::gateway::testing {
namespace {

const std::string kSay = "/test/v1/echo/e1:say";

TEST_CASE("a request goes to its method and comes back as JSON") {
  GatewayTest test;
  Reply reply = test.Post(kSay, R"({"text":"你好","kind":"LOUD","person":{"name":"张三"}})");
  CHECK(reply.status == 201);
  CHECK(reply.Json() ==
        nlohmann::json({{"text", "你好"}, {"callerId", "good|e1||"}, {"etag", "7"}, {"count", 1}}));
  CHECK(reply.headers["content-type"] == "application/json; charset=utf-8");
  CHECK(reply.headers["etag"] == "\"7\"");
  CHECK(reply.headers["cache-control"] == "no-store");
  CHECK(reply.headers["x-content-type-options"] == "nosniff");
  CHECK(reply.headers["x-trace-id"].size() == 32);
}

TEST_CASE("query parameters become fields") {
  GatewayTest test;
  CHECK(test.Ask("GET",
                 "/test/v1/echo?text=a%20b+c&count=3&kind=LOUD&tags=x&tags=y&person.name=%E5%BC%A0")
            .Json()["text"] == "a b c");
  CHECK(test.Ask("GET", "/test/v1/echo").status == 200);
}

TEST_CASE("idempotency key and if-match become request id and etag") {
  GatewayTest test;
  std::string good = GatewayTest::kGood;
  CHECK(test.Post(kSay, "{}", good + "Idempotency-Key: \"k-1\"\r\nIf-Match: \"7\"\r\n")
            .Json()["callerId"] == "good|e1|k-1|7");
  CHECK(
      test.Post(kSay, "{}", good + "Idempotency-Key: k-2\r\nIf-Match: *\r\n").Json()["callerId"] ==
      "good|e1|k-2|");
  CHECK(test.Post(kSay, R"({"requestId":"k-3"})", good + "Idempotency-Key: k-3\r\n")
            .Json()["callerId"] == "good|e1|k-3|");
  Reply other = test.Post(kSay, R"({"requestId":"k-3"})", good + "Idempotency-Key: k-4\r\n");
  CHECK(other.status == 400);
  CHECK(other.Json()["violations"][0]["field"] == "requestId");
  CHECK(other.Json()["violations"][0]["reason"] == "CONFLICT");
  CHECK(test.Post(kSay, R"({"id":"other"})").Json()["violations"][0]["reason"] == "CONFLICT");
  CHECK(test.Post(kSay, "{}", good + "Idempotency-Key: \"open\r\n").Reason() == "INVALID_HEADER");
  CHECK(test.Post(kSay, "{}", good + "If-Match: 7\r\n").Reason() == "INVALID_HEADER");
  CHECK(test.Post("/test/v1/forms", "{}", good + "If-Match: \"7\"\r\n").Reason() ==
        "IF_MATCH_NOT_SUPPORTED");
}

TEST_CASE("an unchanged resource is not sent again") {
  GatewayTest test;
  CHECK(test.Ask("GET", "/test/v1/echo", "If-None-Match: \"6\", W/\"7\"\r\n").status == 304);
  CHECK(test.Ask("GET", "/test/v1/echo", "If-None-Match: \"6\"\r\n").status == 200);
  CHECK(test.Ask("GET", "/test/v1/echo?text=tagless").headers.count("etag") == 0);
}

TEST_CASE("refusals are problem documents in the reader's language") {
  GatewayTest test;
  Reply reply = test.Post(kSay, R"({"text":"refuse"})");
  CHECK(reply.status == 400);
  CHECK(reply.headers["content-type"] == "application/problem+json; charset=utf-8");
  nlohmann::json problem = reply.Json();
  CHECK(problem["reason"] == "WRONG_STATE");
  CHECK(problem["code"] == "FAILED_PRECONDITION");
  CHECK(problem["status"] == 400);
  CHECK(problem["detail"] == "工单当前状态为办理中，不能派单。");
  CHECK(problem["instance"] == kSay);
  CHECK(problem["traceId"] == reply.headers["x-trace-id"]);
  Reply english = test.Post(kSay, R"({"text":"refuse"})",
                            GatewayTest::kGood + "Accept-Language: en-GB, zh;q=0.5\r\n");
  CHECK(english.Json()["detail"] == "The order is in state in progress; dispatch is not possible.");
  CHECK(english.headers["content-language"] == "en");
}

TEST_CASE("codes become HTTP statuses") {
  GatewayTest test;
  CHECK(test.Post(kSay, R"({"text":"stale"})").status == 412);
  CHECK(test.Post(kSay, R"({"text":"reused"})").status == 422);
  Reply busy = test.Post(kSay, R"({"text":"busy"})");
  CHECK(busy.status == 429);
  CHECK(busy.headers["retry-after"] == "1");
  Reply failed = test.Post(kSay, R"({"text":"throw"})");
  CHECK(failed.status == 500);
  CHECK(failed.Reason() == "INTERNAL");
  CHECK(failed.body.find("secret") == std::string::npos);
  Reply input = test.Post(kSay, R"({"person":{"name":"一二三四五"},"count":11})");
  CHECK(input.status == 400);
  CHECK(input.Json()["violations"].size() == 2);
}

TEST_CASE("who may not, does not") {
  GatewayTest test;
  Reply anonymous = test.Post(kSay, "{}", "");
  CHECK(anonymous.status == 401);
  CHECK(anonymous.Reason() == "SIGN_IN_REQUIRED");
  CHECK(anonymous.headers["www-authenticate"].starts_with("Bearer"));
  CHECK(test.Post(kSay, "{}", "Authorization: Bearer poor\r\n").status == 403);
  CHECK(test.Post(kSay, "{}", "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.\r\n").Reason() ==
        "INVALID_TOKEN");
  CHECK(test.Post(kSay, "{}", "Authorization: Basic Z29vZDpnb29k\r\n").Reason() ==
        "MALFORMED_CREDENTIALS");
  CHECK(test.Post(kSay, "{}", GatewayTest::kGood + "X-Api-Key: machine\r\n").Reason() ==
        "MALFORMED_CREDENTIALS");
  CHECK(test.Post(kSay, "{}", GatewayTest::kGood + GatewayTest::kGood).Reason() ==
        "MALFORMED_CREDENTIALS");
  CHECK(test.Post(kSay, "{}", "X-Api-Key: machine\r\n").Json()["callerId"] == "machine|e1||");
  CHECK(test.Post(kSay, "{}", "Authorization: Bearer gone\r\n").status == 503);
  // Bad credentials are refused also where none are needed, unless the method ignores them.
  CHECK(test.Ask("GET", "/test/v1/echo", "Authorization: Bearer bad\r\n").status == 401);
  CHECK(test.Ask("GET", "/test/v1/echo", GatewayTest::kGood).Json()["callerId"] == "good|||");
  // What a client says of itself means nothing.
  CHECK(test.Post(kSay, "{}",
                  "X-User-Id: good\r\nX-Hotline-Caller: good\r\nX-Forwarded-For: 127.0.0.1\r\n")
            .status == 401);
  CHECK(test.calls == 2);
}

TEST_CASE("who signs in may still send what is left of an old session") {
  GatewayTest test([](GatewayOptions* options) {
    options->limits.refused.rate = {1, absl::Hours(1)};
    options->limits.open.rate = {5, absl::Hours(1)};
  });
  const auto enter = [&](const std::string& headers) {
    return test.Post("/test/v1/door:enter", "{}", headers);
  };
  CHECK(enter("Authorization: Bearer old\r\n").Json()["callerId"] == "|||");
  CHECK(enter("Authorization: Basic Z29vZDpnb29k\r\n").status == 200);
  CHECK(enter(GatewayTest::kGood).Json()["callerId"] == "|||");
  CHECK(test.authenticator.asked == 0);  // Nothing can be guessed through it.
  // Elsewhere bad credentials are refused and counted as before; here only the method's own limit
  // holds.
  CHECK(test.Post(kSay, "{}", "Authorization: Bearer old\r\n").status == 401);
  CHECK(test.Post(kSay, "{}", "Authorization: Bearer older\r\n").status == 429);
  CHECK(enter("Authorization: Bearer old\r\n").status == 200);
  CHECK(enter("").status == 200);
  CHECK(enter("Authorization: Bearer old\r\n").Reason() == "RATE_LIMITED");
}

TEST_CASE("a change of access is seen at once") {
  GatewayTest test;
  test.Post(kSay, "{}");
  test.Post(kSay, "{}");
  CHECK(test.authenticator.asked == 1);
  CHECK(test.Post("/test/v1/forms", "{}").status == 200);
  test.Post(kSay, "{}");
  CHECK(test.authenticator.asked == 2);
}

TEST_CASE("addresses that are not there and methods that do not fit") {
  GatewayTest test;
  CHECK(test.Ask("GET", "/test/v1/nothing").Reason() == "ROUTE_NOT_FOUND");
  CHECK(test.Ask("GET", "/api/v1/nothing").status == 404);
  Reply wrong = test.Ask("DELETE", "/test/v1/echo");
  CHECK(wrong.status == 405);
  CHECK(wrong.headers["allow"] == "GET, HEAD, OPTIONS");
  CHECK(test.Ask("OPTIONS", "/test/v1/echo").status == 204);
  CHECK(test.Post("/test/v1/echo/e1:shout", "{}").status == 404);
  CHECK(test.Post("/hotline.testing.v1.EchoService/Inner", "{}").status == 404);
  Reply head = test.Ask("HEAD", "/test/v1/echo");
  CHECK(head.status == 200);
  CHECK(head.headers["content-length"] ==
        std::to_string(test.Ask("GET", "/test/v1/echo").body.size()));
}

TEST_CASE("raw bodies go up and come down") {
  GatewayTest test;
  std::string data(100'000, '\xff');
  Reply up = test.Ask("POST", "/test/v1/files?fileName=%E5%88%A4%E5%86%B3.pdf",
                      GatewayTest::kGood + "Content-Type: application/pdf\r\n", data);
  CHECK(up.status == 201);
  CHECK(up.Json() ==
        nlohmann::json(
            {{"size", "100000"}, {"fileName", "判决.pdf"}, {"contentType", "application/pdf"}}));
  Reply down = test.Ask("GET", "/test/v1/files/f1:download", GatewayTest::kGood);
  CHECK(down.body == std::string("\x00\x01\xff", 3));
  CHECK(down.headers["content-type"] == "image/png");
  CHECK(down.headers["content-disposition"] ==
        "attachment; filename=\"___ 1.png\"; filename*=UTF-8''%E5%88%A4%E5%86%B3%E4%B9%A6%201.png");
  CHECK(down.headers["x-content-type-options"] == "nosniff");
  Reply evil = test.Ask("GET", "/test/v1/files/evil:download", GatewayTest::kGood);
  CHECK(evil.headers["content-type"] == "application/octet-stream");
  CHECK(evil.headers.count("x-evil") == 0);
}

TEST_CASE("every form of field goes through JSON and back") {
  GatewayTest test;
  std::string all =
      R"({"text":"引号\"与\\","int32Value":-5,"int64Value":"9007199254740993","uint32Value":7,"uint64Value":"18446744073709551615",
    "doubleValue":1.5,"floatValue":0.25,"truth":true,"data":"AP8=","color":"GREEN","time":"2026-11-23T00:00:00.123Z","duration":"-1.500s",
    "wrapped":"w","inner":{"name":"n","depth":1,"inner":{"name":"m","depth":2,"etag":""},"etag":""},"inners":[{"name":"a","depth":0,"etag":""}],
    "texts":["x","y"],"colors":["RED","GREEN"],"counts":{"甲":"1"},"byNumber":{"5":{"name":"five","depth":0,"etag":""}},"right":0,"maybe":0,
    "times":["1970-01-01T00:00:00Z"]})";
  CHECK(test.Post("/test/v1/forms", all).Json() == nlohmann::json::parse(all));
  Reply get = test.Ask("GET",
                       "/test/v1/"
                       "forms?inner.name=q&int64Value=5&time=2026-11-23T08:00:00%2B08:00&colors="
                       "RED&colors=GREEN&truth=true&wrapped=w",
                       GatewayTest::kGood);
  CHECK(get.Json()["inner"]["name"] == "q");
  CHECK(get.Json()["time"] == "2026-11-23T00:00:00Z");
  CHECK(get.Json()["colors"] == nlohmann::json({"RED", "GREEN"}));
  Reply put =
      test.Ask("PUT", "/test/v1/forms/p%2F1/inner?int32Value=3",
               GatewayTest::kGood + "Content-Type: application/json\r\n", R"({"name":"body"})");
  CHECK(put.Json()["text"] == "p/1");
  CHECK(put.Json()["inner"]["name"] == "body");
  CHECK(put.Json()["int32Value"] == 3);
}

TEST_CASE("callers are limited and told so") {
  GatewayTest test([](GatewayOptions* options) {
    options->limits.user.rate = {3, absl::Hours(1)};
    options->limits.open.rate = {2, absl::Hours(1)};
    options->limits.refused.rate = {2, absl::Hours(1)};
  });
  Reply first = test.Post(kSay, "{}");
  CHECK(first.headers["ratelimit-policy"] == "\"user\";q=3;w=3600");
  CHECK(first.headers["ratelimit"] == "\"user\";r=2;t=1200");
  CHECK(test.Post(kSay, "{}").status == 201);
  CHECK(test.Post(kSay, "{}").status == 201);
  Reply limited = test.Post(kSay, "{}");
  CHECK(limited.status == 429);
  CHECK(limited.Reason() == "RATE_LIMITED");
  CHECK(std::stoi(limited.headers["retry-after"]) > 1000);
  CHECK(test.Post(kSay, "{}", "X-Api-Key: machine\r\n").status == 201);
  CHECK(test.Ask("GET", "/test/v1/echo").status == 200);
  CHECK(test.Ask("GET", "/test/v1/echo").status == 200);
  CHECK(test.Ask("GET", "/test/v1/echo").status == 429);
  // Guessing tokens is slowed, and what was seen to be good stays so.
  CHECK(test.Post(kSay, "{}", "Authorization: Bearer guess1\r\n").status == 401);
  CHECK(test.Post(kSay, "{}", "Authorization: Bearer guess2\r\n").status == 401);
  int asked = test.authenticator.asked;
  CHECK(test.Post(kSay, "{}", "Authorization: Bearer guess3\r\n").status == 429);
  CHECK(test.authenticator.asked == asked);
}

TEST_CASE("probes, metrics, the document and the dev clock") {
  GatewayTest plain;
  CHECK(plain.Ask("GET", "/livez").status == 200);
  CHECK(plain.Ask("GET", "/readyz").status == 200);
  CHECK(plain.Ask("GET", "/metrics").body.find("hotline_http_requests_total") != std::string::npos);
  CHECK(plain.Ask("GET", "/metrics", "X-Forwarded-For: 203.0.113.7\r\n").status == 403);
  CHECK(plain.Ask("GET", "/api/v1/openapi.json").Json()["openapi"] == "3.1.0");
  CHECK(plain.Ask("POST", "/livez").status == 405);
  CHECK(plain.Ask("GET", "/api/v1/dev/clock").status == 404);
  CHECK(plain.Post("/api/v1/dev/clock:advance", R"({"seconds":5})").status == 404);

  GatewayTest unready([](GatewayOptions* options) {
    options->admin = false;
    options->ready = [] { return Refuse(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE"); };
  });
  CHECK(unready.Ask("GET", "/readyz").status == 503);
  CHECK(unready.Ask("GET", "/metrics").status == 404);
}

TEST_CASE("the dev clock goes forward only") {
  std::string path = "/tmp/hotline-gateway-test-clock-" + std::to_string(::getpid());
  auto clock = DevClock::Open(path);
  REQUIRE(clock.ok());
  {
    GatewayTest test([&](GatewayOptions* options) { options->dev_clock = clock->get(); });
    absl::Time before = (*clock)->Now();
    Reply reply = test.Post("/api/v1/dev/clock:advance", R"({"duration":"3600s"})");
    CHECK(reply.status == 200);
    CHECK(reply.Json().contains("now"));
    CHECK((*clock)->Now() - before >= absl::Hours(1));
    CHECK(test.Post("/api/v1/dev/clock:advance", R"({"seconds":60})").status == 200);
    CHECK(test.Post("/api/v1/dev/clock:advance", R"({"seconds":-60})").Reason() == "INVALID_INPUT");
    CHECK(test.Ask("GET", "/api/v1/dev/clock").status == 200);
    CHECK(test.Ask("GET", "/api/v1/dev/clock:advance").status == 405);
  }
  ::unlink(path.c_str());
}

TEST_CASE("a service that no role serves is unavailable") {
  GatewayTest test(
      [](GatewayOptions* options) { options->channel = [](std::string_view) { return nullptr; }; });
  Reply reply = test.Post(kSay, "{}");
  CHECK(reply.status == 503);
  CHECK(reply.Reason() == "NO_BACKEND");
}

}  // namespace
}  // namespace hotline::gateway::testing
