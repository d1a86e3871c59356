// Webhooks from the event to a real receiver on this machine.
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "platform/observe/metrics.h"
#include "services/notification/testing/http_receiver.h"
#include "services/notification/testing/post_room.h"

namespace hotline::notification::testing {
namespace {

using nlohmann::json;

const Caller kAdmin = User("admin");

// What a receiver does: https://www.standardwebhooks.com. True when a signature of the list is by
// the secret.
bool Verifies(const ReceivedRequest& request, const std::string& secret) {
  std::string key;
  REQUIRE(secret.starts_with("whsec_"));
  REQUIRE(absl::Base64Unescape(secret.substr(6), &key));
  const auto& headers = request.headers;
  const std::string expected =
      "v1," + absl::Base64Escape(crypto::HmacSha256(key, headers.at("webhook-id") + "." +
                                                             headers.at("webhook-timestamp") + "." +
                                                             request.body));
  for (const auto& signature : absl::StrSplit(headers.at("webhook-signature"), ' '))
    if (signature == expected) return true;
  return false;
}

size_t SignaturesOf(const ReceivedRequest& request) {
  return std::vector<std::string>(absl::StrSplit(request.headers.at("webhook-signature"), ' '))
      .size();
}

class WebhookRoom : public PostRoom {
 public:
  v1::WebhookEndpointSecret Register(const std::string& url, const Caller& caller = kAdmin,
                                     const std::string& types = "work_order.*") {
    auto created = webhooks.Create(As(caller), Asking(url, types));
    REQUIRE(created.ok());
    return *created;
  }
  static v1::CreateWebhookEndpointRequest Asking(const std::string& url,
                                                 const std::string& types = "work_order.*") {
    v1::CreateWebhookEndpointRequest request;
    request.set_name("案件系统");
    request.set_url(url);
    request.add_event_types(types);
    return request;
  }
  v1::WebhookEndpoint Get(const std::string& id) {
    v1::GetWebhookEndpointRequest request;
    request.set_id(id);
    auto endpoint = webhooks.Get(As(kAdmin), request);
    REQUIRE(endpoint.ok());
    return *endpoint;
  }
  void SwitchOn(const std::string& id) {
    v1::UpdateWebhookEndpointRequest request;
    request.set_id(id);
    request.set_active(true);
    REQUIRE(webhooks.Update(As(kAdmin), request).ok());
  }
  int ReplaySince(const std::string& id, absl::Time since, bool all = false) {
    v1::ReplayWebhookEndpointRequest request;
    request.set_id(id);
    request.mutable_since()->set_seconds(absl::ToUnixSeconds(since));
    request.set_all(all);
    auto reply = webhooks.Replay(As(kAdmin), request);
    REQUIRE(reply.ok());
    return reply->replayed();
  }
  // To the next attempt of the only delivery; false when there is none.
  bool GoToNextAttempt() {
    const v1::Delivery delivery = Deliveries().at(0);
    if (!delivery.has_next_attempt_time()) return false;
    const absl::Time next = absl::FromUnixSeconds(delivery.next_attempt_time().seconds()) +
                            absl::Nanoseconds(delivery.next_attempt_time().nanos());
    if (next > clock.Now()) clock.Set(next);
    return true;
  }
};

TEST_CASE_METHOD(WebhookRoom, "an event arrives at an endpoint, signed, and names ids only") {
  HttpReceiver receiver(Answering(204));
  const auto registered = Register(receiver.Url("/hook?a=1"));
  Happen(1, "work_order.dispatched", {{"departmentName", "执行局"}});
  Follow();
  Deliver();
  const auto received = receiver.requests();
  REQUIRE(received.size() == 1);
  CHECK(received[0].target == "/hook?a=1");
  CHECK(received[0].headers.at("content-type") == "application/json");
  CHECK(received[0].headers.at("webhook-timestamp") ==
        absl::StrCat(absl::ToUnixSeconds(clock.Now())));
  CHECK(Verifies(received[0], registered.secret()));
  CHECK(SignaturesOf(received[0]) == 1);
  const json body = json::parse(received[0].body);
  CHECK(body["type"] == "work_order.dispatched");
  CHECK(body["data"] ==
        json{{"eventId", OrderId(1) + "/1"}, {"courtId", kCourt}, {"workOrderId", OrderId(1)}});

  const v1::Delivery delivery = GetDelivery(Deliveries().at(0).id());
  CHECK(delivery.id() == received[0].headers.at("webhook-id"));
  CHECK(delivery.state() == v1::Delivery::DELIVERED);
  CHECK(delivery.attempt_count() == 1);
  REQUIRE(delivery.attempts_size() == 1);
  CHECK(delivery.attempts(0).outcome() == "DELIVERED");
  CHECK(delivery.attempts(0).status() == 204);
}

TEST_CASE_METHOD(WebhookRoom, "a repeated feed delivers nothing twice") {
  HttpReceiver receiver(Answering(204));
  Register(receiver.Url());
  Happen(1, "work_order.dispatched");
  Follow();
  Deliver();
  REQUIRE(database.pool()
              .Transact([](db::Tx& tx) -> absl::Status {
                tx.ExecText("UPDATE consumer SET position = 0");
                return absl::OkStatus();
              })
              .ok());
  Follow();
  Deliver();
  CHECK(receiver.requests().size() == 1);
}

TEST_CASE_METHOD(WebhookRoom,
                 "a receiver that fails is tried ten times in three days, then never") {
  HttpReceiver receiver(Answering(500));
  const absl::Time start = clock.Now();
  Register(receiver.Url());
  Happen(1, "work_order.dispatched");
  Follow();
  do Deliver();
  while (GoToNextAttempt());

  const auto received = receiver.requests();
  CHECK(received.size() == 10);
  std::set<std::string> ids, times;
  for (const ReceivedRequest& request : received) {
    ids.insert(request.headers.at("webhook-id"));
    times.insert(request.headers.at("webhook-timestamp"));
  }
  CHECK(ids.size() == 1);
  CHECK(times.size() == 10);
  CHECK(clock.Now() - start > absl::Hours(75));
  CHECK(clock.Now() - start < absl::Hours(92));
  const v1::Delivery dead = GetDelivery(Deliveries(v1::Delivery::DEAD).at(0).id());
  CHECK(dead.reason() == "HTTP_STATUS");
  REQUIRE(dead.attempts_size() == 10);
  CHECK(observe::MetricsText().find("hotline_deliveries_dead_total{channel=\"WEBHOOK\"}") !=
        std::string::npos);
  CHECK(dead.attempts(9).status() == 500);
  CHECK(dead.attempts(9).outcome() == "RETRY");
}

TEST_CASE_METHOD(WebhookRoom, "what was given up is sent again when asked for, under the same id") {
  bool up = false;
  HttpReceiver receiver([&](const ReceivedRequest& request, ReceiverConnection& client) {
    Answering(up ? 200 : 503)(request, client);
  });
  const auto registered = Register(receiver.Url());
  Happen(1, "work_order.dispatched");
  Follow();
  do Deliver();
  while (GoToNextAttempt());
  const std::string id = Deliveries(v1::Delivery::DEAD).at(0).id();
  up = true;
  CHECK(ReasonOf(Replay(id, User("other", "", "/粤/粤01/"))) == "DELIVERY_NOT_FOUND");
  REQUIRE(Replay(id).ok());
  CHECK(ReasonOf(Replay(id)) == "DELIVERY_PENDING");
  Deliver();
  CHECK(receiver.requests().size() == 11);
  CHECK(receiver.requests().back().headers.at("webhook-id") == id);
  CHECK(Verifies(receiver.requests().back(), registered.secret()));
  const v1::Delivery delivered = GetDelivery(id);
  CHECK(delivered.state() == v1::Delivery::DELIVERED);
  CHECK(delivered.attempts_size() == 11);
}

TEST_CASE_METHOD(WebhookRoom,
                 "410 switches an endpoint off; on again, what it missed is replayed") {
  bool gone = true;
  HttpReceiver receiver([&](const ReceivedRequest& request, ReceiverConnection& client) {
    Answering(gone ? 410 : 200)(request, client);
  });
  const absl::Time start = clock.Now();
  const std::string id = Register(receiver.Url()).endpoint().id();
  Happen(1, "work_order.dispatched");
  Follow();
  Deliver();
  CHECK_FALSE(Get(id).active());
  CHECK(Get(id).inactive_reason() == "GONE");
  CHECK(Deliveries().at(0).state() == v1::Delivery::DEAD);
  CHECK(Deliveries().at(0).reason() == "GONE");
  Happen(2, "work_order.dispatched");
  Follow();
  Deliver();
  CHECK(receiver.requests().size() == 1);
  CHECK(Deliveries().size() == 1);
  v1::TestWebhookEndpointRequest test;
  test.set_id(id);
  CHECK(ReasonOf(webhooks.Test(As(kAdmin), test).status()) == "WEBHOOK_ENDPOINT_INACTIVE");

  gone = false;
  SwitchOn(id);
  CHECK(Get(id).inactive_reason().empty());
  CHECK(ReplaySince(id, start) == 1);
  Deliver();
  CHECK(receiver.requests().size() == 2);
  auto history = events::VerifyHistory(database.pool());
  REQUIRE(history.ok());
  CHECK(history->events == 3);  // Created, disabled, updated.
  CHECK(history->broken.empty());
}

TEST_CASE_METHOD(WebhookRoom, "a replay since a time takes what did not arrive, or everything") {
  HttpReceiver receiver(Answering(200));
  const std::string id = Register(receiver.Url()).endpoint().id();
  Happen(1, "work_order.dispatched");
  Follow();
  Deliver();
  clock.Advance(absl::Hours(1));
  const absl::Time since = clock.Now();
  Happen(2, "work_order.dispatched");
  Follow();
  Deliver();
  CHECK(ReplaySince(id, since) == 0);
  CHECK(ReplaySince(id, since, true) == 1);
  Deliver();
  CHECK(receiver.requests().size() == 3);
}

TEST_CASE_METHOD(WebhookRoom, "Retry-After is kept to") {
  HttpReceiver receiver(Answering(429, "", "Retry-After: 3600\r\n"));
  Register(receiver.Url());
  Happen(1, "work_order.dispatched");
  Follow();
  Deliver();
  clock.Advance(absl::Minutes(59));
  Deliver();
  CHECK(receiver.requests().size() == 1);
  clock.Advance(absl::Minutes(1));
  Deliver();
  CHECK(receiver.requests().size() == 2);
}

TEST_CASE_METHOD(WebhookRoom, "after a rotation both secrets sign for a day") {
  HttpReceiver receiver(Answering(200));
  const auto first = Register(receiver.Url());
  v1::RotateSecretRequest request;
  request.set_id(first.endpoint().id());
  auto second = webhooks.Rotate(As(kAdmin), request);
  REQUIRE(second.ok());
  CHECK(second->secret() != first.secret());
  Happen(1, "work_order.dispatched");
  Follow();
  Deliver();
  clock.Advance(absl::Hours(24));
  Happen(2, "work_order.dispatched");
  Follow();
  Deliver();
  const auto received = receiver.requests();
  REQUIRE(received.size() == 2);
  CHECK(SignaturesOf(received[0]) == 2);
  CHECK(Verifies(received[0], first.secret()));
  CHECK(Verifies(received[0], second->secret()));
  CHECK(SignaturesOf(received[1]) == 1);
  CHECK_FALSE(Verifies(received[1], first.secret()));
  CHECK(Verifies(received[1], second->secret()));
}

TEST_CASE_METHOD(WebhookRoom, "secrets rest sealed, and only the reply to who made one shows it") {
  const auto created = Register("https://receiver.example/");
  std::string key;
  REQUIRE(absl::Base64Unescape(created.secret().substr(6), &key));
  CHECK(key.size() == 32);
  CHECK(Get(created.endpoint().id()).ShortDebugString().find(created.secret()) ==
        std::string::npos);
  auto stored = database.pool().Read<std::string>([](db::Tx& tx) -> absl::StatusOr<std::string> {
    return db::BytesOf(tx.ExecText("SELECT secret FROM webhook_endpoint")[0][0]) +
           tx.ExecText("SELECT string_agg(payload::text, '') FROM event")[0][0].c_str();
  });
  REQUIRE(stored.ok());
  CHECK(stored->find(key) == std::string::npos);
  CHECK(stored->find(created.secret().substr(6)) == std::string::npos);
}

TEST_CASE_METHOD(WebhookRoom, "each court sees its own endpoints and events, and those below") {
  HttpReceiver receiver(Answering(200));
  const Caller root = User("root", "", "/粤/");
  const Caller other = User("other", "", "/粤/粤01/");
  Register(receiver.Url("/root"), root);
  Register(receiver.Url("/other"), other);
  const auto own = Register(receiver.Url("/own"));
  Happen(1, "work_order.dispatched");
  Follow();
  Deliver();
  std::set<std::string> told;
  for (const auto& request : receiver.requests()) told.insert(request.target);
  CHECK(told == std::set<std::string>{"/root", "/own"});
  CHECK(webhooks.List(As(root), {})->webhook_endpoints_size() == 3);
  CHECK(webhooks.List(As(kAdmin), {})->webhook_endpoints_size() == 1);
  v1::UpdateWebhookEndpointRequest update;
  update.set_id(own.endpoint().id());
  update.set_active(false);
  CHECK(ReasonOf(webhooks.Update(As(other), update).status()) == "WEBHOOK_ENDPOINT_NOT_FOUND");
  update.set_etag("7");
  CHECK(ReasonOf(webhooks.Update(As(kAdmin), update).status()) == "ETAG_MISMATCH");
  v1::DeleteWebhookEndpointRequest remove;
  remove.set_id(own.endpoint().id());
  CHECK(ReasonOf(webhooks.Delete(As(other), remove).status()) == "WEBHOOK_ENDPOINT_NOT_FOUND");
  REQUIRE(webhooks.Delete(As(kAdmin), remove).ok());
  CHECK(webhooks.List(As(kAdmin), {})->webhook_endpoints_size() == 0);
  CHECK(Deliveries().size() == 2);  // The log stays.
}

TEST_CASE_METHOD(WebhookRoom, "addresses that lead inside, and those that are none, are refused") {
  for (const char* url : {"http://10.0.0.1/", "https://[::1]/", "http://169.254.169.254/latest",
                          "http://[::ffff:192.168.1.1]/", "http://2130706434/"}) {
    CAPTURE(url);
    CHECK(ReasonOf(webhooks.Create(As(kAdmin), Asking(url)).status()) == "URL_ADDRESS_REFUSED");
  }
  for (const char* url : {"ftp://receiver.example/", "file:///etc/passwd", "receiver.example",
                          "https://user:pass@receiver.example/", "https:///", "javascript:alert(1)",
                          "https://receiver.example/\r\nX-Injected: 1"}) {
    CAPTURE(url);
    CHECK(ReasonOf(webhooks.Create(As(kAdmin), Asking(url)).status()) == "URL_MALFORMED");
  }
}

TEST_CASE_METHOD(WebhookRoom, "a name that leads inside is found out at the connection, for good") {
  HttpReceiver receiver(Answering(200));
  HttpClient closed{Networks()};
  WebhookChannel guarded(&database.pool(), &cipher, &closed);
  Sender careful({.pool = &database.pool(),
                  .cipher = &cipher,
                  .clock = &clock,
                  .channels = {{ChannelKind::kWebhook, &guarded}}});
  DeliveryWorker worker(&database.pool(), &careful, {});
  Register(receiver.Url("/", "localhost"));
  Happen(1, "work_order.dispatched");
  Follow();
  REQUIRE(worker.Tick(clock.Now()).ok());
  worker.AwaitAll();
  CHECK(receiver.requests().empty());
  REQUIRE(Deliveries(v1::Delivery::DEAD).size() == 1);
  CHECK(Deliveries()[0].reason() == "ADDRESS_REFUSED");
}

TEST_CASE_METHOD(WebhookRoom, "redirects are not followed, long answers not read") {
  HttpReceiver inside(Answering(200));
  HttpReceiver receiver(Answering(302, "", "Location: " + inside.Url() + "\r\n"));
  HttpReceiver talkative(Answering(200, std::string(3 << 20, 'x')));
  Register(receiver.Url());
  Register(talkative.Url());
  Happen(1, "work_order.dispatched");
  Follow();
  Deliver();
  CHECK(inside.requests().empty());
  const auto waiting = Deliveries(v1::Delivery::PENDING);
  REQUIRE(waiting.size() == 1);
  CHECK(waiting[0].reason() == "REDIRECT");
  CHECK(Deliveries(v1::Delivery::DELIVERED).size() == 1);
}

TEST_CASE_METHOD(WebhookRoom, "a test event goes to one endpoint, whatever it subscribes to") {
  HttpReceiver receiver(Answering(200));
  const auto registered = Register(receiver.Url(), kAdmin, "callback_task.completed");
  v1::TestWebhookEndpointRequest request;
  request.set_id(registered.endpoint().id());
  auto test = webhooks.Test(As(kAdmin), request);
  REQUIRE(test.ok());
  CHECK(test->state() == v1::Delivery::PENDING);
  Deliver();
  REQUIRE(receiver.requests().size() == 1);
  CHECK(Verifies(receiver.requests()[0], registered.secret()));
  CHECK(json::parse(receiver.requests()[0].body)["type"] == "webhook.test");
  CHECK(GetDelivery(test->id()).state() == v1::Delivery::DELIVERED);
}

}  // namespace
}  // namespace hotline::notification::testing
