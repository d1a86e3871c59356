#include "services/notification/domain/webhook.h"

#include "absl/strings/escaping.h"
#include "catch2/catch.hpp"

namespace hotline::notification {
namespace {

std::string KeyOf(const std::string& secret) {
  std::string key;
  REQUIRE(absl::Base64Unescape(secret.substr(6), &key));
  return key;
}

TEST_CASE("a signature is that of the Standard Webhooks reference") {
  const std::string key = KeyOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  CHECK(WebhookSignature({key}, "msg_p5jXN8AQM9LWM0D4loKWxJek", absl::FromUnixSeconds(1614265330),
                         R"({"test": 2432232314})") ==
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  CHECK(SecretText(key) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
}

TEST_CASE("two keys sign each, the newer first") {
  const absl::Time time = absl::FromUnixSeconds(1614265330);
  CHECK(WebhookSignature({"new", "old"}, "id", time, "{}") ==
        WebhookSignature({"new"}, "id", time, "{}") + " " +
            WebhookSignature({"old"}, "id", time, "{}"));
}

TEST_CASE("an endpoint is told of its courts, its types, and nothing from before its time") {
  const absl::Time start = absl::FromUnixSeconds(1'700'000'000);
  WebhookEndpoint endpoint{.event_types = {"work_order.closed", "callback_task.*"},
                           .court_path = "/粤/粤03/",
                           .create_time = start};
  const auto told = [&](const std::string& type, const std::string& court,
                        absl::Duration after = absl::Seconds(1)) {
    return Subscribes(endpoint,
                      {.type = type, .time = start + after, .payload = {{"courtPath", court}}});
  };
  CHECK(told("work_order.closed", "/粤/粤03/"));
  CHECK(told("work_order.closed", "/粤/粤03/粤0305/"));
  CHECK(told("callback_task.completed", "/粤/粤03/"));
  CHECK_FALSE(told("work_order.closed", "/粤/粤01/"));
  CHECK_FALSE(told("work_order.closed", "/粤/"));
  CHECK_FALSE(told("work_order.closed", ""));
  CHECK_FALSE(told("work_order.dispatched", "/粤/粤03/"));
  CHECK_FALSE(told("callback_tasks.completed", "/粤/粤03/"));
  CHECK_FALSE(told("work_order.closed", "/粤/粤03/", -absl::Seconds(1)));
  endpoint.event_types = {"*"};
  CHECK(told("anything.at_all", "/粤/粤03/"));
  endpoint.active = false;
  CHECK_FALSE(told("work_order.closed", "/粤/粤03/"));
}

TEST_CASE("the body names the event and the order, and nothing else") {
  Letter letter{.stream_id = "0a000000-0000-4000-8000-000000000001",
                .revision = 3,
                .event_type = "work_order.closed",
                .event_time = absl::FromUnixMillis(1'700'000'000'123),
                .court_id = "0c000000-0000-4000-8000-000000000003",
                .order_id = "0a000000-0000-4000-8000-000000000001",
                .order_number = "20261123001001",
                .title = "标题",
                .body = "正文"};
  CHECK(WebhookBody(letter) ==
        R"({"type":"work_order.closed","timestamp":"2023-11-14T22:13:20.123Z","data":{)"
        R"("eventId":"0a000000-0000-4000-8000-000000000001/3",)"
        R"("courtId":"0c000000-0000-4000-8000-000000000003",)"
        R"("workOrderId":"0a000000-0000-4000-8000-000000000001"}})");
}

}  // namespace
}  // namespace hotline::notification
