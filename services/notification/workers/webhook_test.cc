#include "services/notification/testing/http_receiver.h"
#include "services/notification/testing/post_room.h"

namespace hotline::notification::testing {
namespace {

const Caller kAdmin = User("admin");

TEST_CASE_METHOD(PostRoom, "an event of an order arrives at an endpoint, signed") {
  HttpReceiver receiver(Answering(204));
  v1::CreateWebhookEndpointRequest request;
  request.set_name("案件系统");
  request.set_url(receiver.Url("/hook"));
  request.add_event_types("work_order.*");
  auto created = webhooks.Create(As(kAdmin), request);
  REQUIRE(created.ok());
  Happen(1, "work_order.dispatched");
  Follow();
  Deliver();
  const auto received = receiver.requests();
  REQUIRE(received.size() == 1);
  CHECK(received[0].target == "/hook");
}

}  // namespace
}  // namespace hotline::notification::testing
