#include <algorithm>

#include "services/workorder/desk_fixture.h"

namespace hotline::workorder {
namespace {

v1::SuperviseRequest SupervisionOf(const std::string& id, absl::Time deadline) {
  auto request = Desk::On<v1::SuperviseRequest>(id);
  request.set_requirement("三日内联系当事人并书面说明");
  request.mutable_deadline()->set_seconds(absl::ToUnixSeconds(deadline));
  return request;
}

TEST_CASE("the lead waits for the reports of its co-handlers") {
  Desk desk;
  const std::string id = desk.InProgress().id();
  auto add = Desk::On<v1::AddCoHandlerRequest>(id);
  add.set_task("核实立案时间");
  add.set_department_id(kDepartment);
  CHECK(desk.Refusal(desk.handler, "AddCoHandler", add) == "LEAD_MAY_NOT_CO_HANDLE");
  add.set_department_id(kOtherDepartment);
  desk.Must(desk.handler, "AddCoHandler", add);
  CHECK(desk.Refusal(desk.handler, "AddCoHandler", add) == "CO_HANDLER_EXISTS");
  CHECK(desk.Refusal(desk.handler, "SubmitFeedback", Desk::FeedbackOn(id)) == "CO_HANDLING_OPEN");

  auto report = Desk::On<v1::ReportCoHandlingRequest>(id);
  report.set_report("2026年3月2日立案");
  CHECK(desk.Refusal(desk.colleague, "ReportCoHandling", report) == "NOT_YOUR_DEPARTMENT");
  const auto order = desk.Must(desk.other_handler, "ReportCoHandling", report);
  CHECK(order.co_handlers(0).reported());
  CHECK(desk.Refusal(desk.other_handler, "ReportCoHandling", report) == "NOT_YOUR_DEPARTMENT");
  CHECK(desk.Refusal(desk.other_handler, "SubmitFeedback", Desk::FeedbackOn(id)) ==
        "NOT_YOUR_DEPARTMENT");
  CHECK(desk.Must(desk.handler, "SubmitFeedback", Desk::FeedbackOn(id)).state() ==
        v1::DEPARTMENT_REVIEW);

  // Who co-handled has handled it.
  desk.Must(desk.reviewer, "ReviewByDepartment", Desk::Reviewed(id));
  Caller helper = desk.other_handler;
  helper.permissions.insert({"workorder.review.hotline", "workorder.read.court"});
  CHECK(desk.Refusal(helper, "ReviewByHotline", Desk::Reviewed(id)) == "HANDLED_BY_YOU");
}

TEST_CASE("urges are counted; only services urge as the timer") {
  Desk desk;
  auto urge = Desk::On<v1::UrgeRequest>(desk.Registered().id());
  CHECK(desk.Refusal(desk.agent, "AddUrge", urge) == "WRONG_STATE");
  urge.set_id(desk.Dispatched().id());
  desk.Must(desk.agent, "AddUrge", urge);
  urge.set_source(v1::Urge::TIMER);
  CHECK(desk.Refusal(desk.agent, "AddUrge", urge) == "SERVICES_ONLY");
  Caller timer = desk.deadline_service;
  CHECK(desk.Refusal(timer, "AddUrge", urge) == "PERMISSION_MISSING");
  timer.permissions.insert("workorder.urge");
  const auto order = desk.Must(timer, "AddUrge", urge);
  CHECK(order.urge_count() == 2);
  CHECK(order.urges(1).source() == v1::Urge::TIMER);
}

TEST_CASE("a supervision has a number, a deadline ahead, and is replied to once") {
  Desk desk;
  const std::string id = desk.InProgress().id();
  CHECK(desk.Refusal(desk.supervisor, "Supervise", SupervisionOf(id, desk.now)) ==
        "DEADLINE_PASSED");
  CHECK(desk.Refusal(desk.dispatcher, "Supervise", SupervisionOf(id, desk.now + absl::Hours(1))) ==
        "PERMISSION_MISSING");
  auto order =
      desk.Must(desk.supervisor, "Supervise", SupervisionOf(id, desk.now + absl::Hours(1)));
  const std::string number = order.supervisions(0).number();
  CHECK(number.starts_with("督〔2026〕"));
  CHECK(number.ends_with("号"));
  CHECK(order.supervision_count() == 1);

  auto reply = Desk::On<v1::ReplySupervisionRequest>(id);
  reply.set_reply("已联系当事人");
  desk.Must(desk.supervisor, "Supervise", SupervisionOf(id, desk.now + absl::Hours(2)));
  CHECK(desk.Refusal(desk.handler, "ReplySupervision", reply) == "SUPERVISION_AMBIGUOUS");
  reply.set_number("督〔2020〕1号");
  CHECK(desk.Refusal(desk.handler, "ReplySupervision", reply) == "SUPERVISION_UNKNOWN");
  reply.set_number(number);
  desk.Must(desk.reviewer, "ReplySupervision", reply);
  CHECK(desk.Stored(id).supervised);
  CHECK(desk.Refusal(desk.handler, "ReplySupervision", reply) == "SUPERVISION_REPLIED");
  reply.clear_number();
  order = desk.Must(desk.handler, "ReplySupervision", reply);
  CHECK(order.supervisions(1).reply() == "已联系当事人");
  CHECK_FALSE(desk.Stored(id).supervised);
  CHECK(desk.Refusal(desk.handler, "ReplySupervision", reply) == "NO_OPEN_SUPERVISION");
}

TEST_CASE("personal data is shown for a stated purpose, which is recorded") {
  Desk desk;
  const auto masked = desk.Dispatched();
  CHECK(masked.requester().name() != "张三丰");
  auto reveal = Desk::On<v1::RevealRequest>(masked.id());
  CHECK(desk.Refusal(desk.handler, "Reveal", reveal) == "INVALID_INPUT");
  reveal.set_reason("回电核实情况");
  const auto clear = desk.Must(desk.handler, "Reveal", reveal);
  CHECK(clear.requester().name() == "张三丰");
  CHECK(clear.requester().phone() == "13800138000");
  CHECK_FALSE(clear.masked());
  CHECK(clear.update_time().seconds() == masked.update_time().seconds());
  const auto event = desk.History(masked.id()).back();
  CHECK(event.type == "work_order.revealed");
  CHECK(event.actor_id == desk.handler.id);
  CHECK(event.payload.find("回电核实情况") != std::string::npos);
  // And masked again for the next command.
  CHECK(desk.Must(desk.handler, "SignIn", Desk::On<v1::SignInRequest>(masked.id())).masked());
}

TEST_CASE("a confidential requester is kept from the departments") {
  Desk desk;
  auto request = Desk::Registration();
  request.mutable_requester()->set_confidential(true);
  const std::string id = desk.Registered(request).id();
  desk.Must(desk.dispatcher, "Dispatch", Desk::ToDepartment(id));
  const auto order = desk.Must(desk.handler, "SignIn", Desk::On<v1::SignInRequest>(id));
  CHECK(order.requester().confidential());
  CHECK(order.requester().name().empty());
  CHECK(order.requester().phone().empty());
  auto reveal = Desk::On<v1::RevealRequest>(id);
  reveal.set_reason("回电核实情况");
  CHECK(desk.Refusal(desk.handler, "Reveal", reveal) == "CONFIDENTIAL");
  CHECK(desk.Must(desk.agent, "Reveal", reveal).requester().phone() == "13800138000");
}

TEST_CASE("a service learns where the requester is reached, and each time is recorded") {
  Desk desk;
  auto request = Desk::Registration();
  request.mutable_requester()->set_confidential(true);  // From departments, not from themselves.
  const std::string id = desk.Registered(request).id();
  const int64_t revision = desk.Stored(id).revision;
  auto ask = Desk::On<v1::GetRequesterContactRequest>(id);
  const auto contact = [&] {
    return desk.Must<v1::RequesterContact>(desk.callback_service, "GetRequesterContact", ask);
  };
  CHECK(desk.Refusal(desk.callback_service, "GetRequesterContact", ask) == "INVALID_INPUT");
  ask.set_reason("短信告知延期");
  CHECK(desk.Refusal(desk.dispatcher, "GetRequesterContact", ask) == "PERMISSION_MISSING");
  CHECK(contact().phone() == "13800138000");
  CHECK(contact().phone() == "13800138000");
  CHECK(desk.Rows("contact_log WHERE caller_id = 'callback' AND reason = '短信告知延期' AND "
                  "work_order_id = '" +
                  id + "'") == 2);
  CHECK(desk.Rows("contact_log WHERE contact_log::text LIKE '%13800138000%'") == 0);
  CHECK(desk.Stored(id).revision == revision);  // Nobody's etag gets stale.

  ask.set_id("0e000000-0000-4000-8000-000000000009");
  CHECK(desk.Refusal(desk.callback_service, "GetRequesterContact", ask) == "WORK_ORDER_NOT_FOUND");
}

TEST_CASE("of an anonymous requester nothing is told, and nothing recorded") {
  Desk desk;
  auto request = Desk::Registration();
  request.mutable_requester()->set_anonymous(true);
  auto ask = Desk::On<v1::GetRequesterContactRequest>(desk.Registered(request).id());
  ask.set_reason("短信告知延期");
  CHECK(desk.Must<v1::RequesterContact>(desk.callback_service, "GetRequesterContact", ask)
            .phone()
            .empty());
  CHECK(desk.Rows("contact_log") == 0);
}

TEST_CASE("allowed commands are what the caller may do: legal now, and permitted") {
  Desk desk;
  const auto allowed = [](const v1::WorkOrder& order) {
    std::vector<std::string> names(order.allowed_commands().begin(),
                                   order.allowed_commands().end());
    std::ranges::sort(names);
    return names;
  };
  const auto registered = desk.Registered();
  CHECK(allowed(registered.work_order()) ==
        std::vector<std::string>{"addNote", "answer", "reveal"});
  const auto order = desk.Must(desk.dispatcher, "Dispatch", Desk::ToDepartment(registered.id()));
  CHECK(allowed(order) == std::vector<std::string>{"addCoHandler", "addNote", "reveal", "urge"});
  CHECK(allowed(desk.Must(desk.handler, "SignIn", Desk::On<v1::SignInRequest>(registered.id()))) ==
        std::vector<std::string>{"addCoHandler", "addNote", "assign", "requestExtension",
                                 "requestReturn", "requestSuspension", "reveal", "submitFeedback"});
}

TEST_CASE("other services follow the feed, which names every change") {
  Desk desk;
  const std::string id = desk.InCallback().id();
  REQUIRE(desk.feed.Tick(desk.now).ok());
  events::v1::PullEventsRequest pull;
  const auto response =
      desk.Must<events::v1::PullEventsResponse>(desk.callback_service, "PullEvents", pull);
  REQUIRE(response.events_size() == 6);
  const auto payload = nlohmann::json::parse(response.events(5).payload());
  CHECK(payload["state"] == "CALLBACK");
  CHECK(payload["round"] == 1);
  CHECK(payload["number"] == desk.Stored(id).number);
  CHECK(payload["participantIds"].size() == 3);
  CHECK(desk.Do<events::v1::PullEventsResponse>(desk.dispatcher, "PullEvents", pull)
            .status()
            .code() == absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace hotline::workorder
