// A court at work, for scenario tests: its departments and people, virtual time, a real database,
// and the bound handlers, reached through the same checks of access and rules as over the wire.
// Only for tests.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "catch2/catch.hpp"
#include "hotline/workorder/v1/timer_service.pb.h"
#include "platform/base/status.h"
#include "platform/events/event.h"
#include "platform/rpc/annotations.h"
#include "services/workorder/api/bind_commands.h"
#include "services/workorder/service_fixture.h"

namespace hotline::workorder {

inline constexpr char kSupervisionOffice[] = "55555555-5555-5555-5555-555555555555";
inline constexpr char kClosedDepartment[] = "66666666-6666-6666-6666-666666666666";
inline constexpr char kForeignDepartment[] = "77777777-7777-7777-7777-777777777777";
inline constexpr char kLowerCourt[] = "88888888-8888-8888-8888-888888888888";

class FakeDirectory : public Directory {
 public:
  std::map<std::string, Department, std::less<>> departments = {
      {kDepartment, {kDepartment, "执行局", kCourt, true}},
      {kOtherDepartment, {kOtherDepartment, "立案庭", kCourt, true}},
      {kSupervisionOffice, {kSupervisionOffice, "监察室", kCourt, true}},
      {kClosedDepartment, {kClosedDepartment, "旧部门", kCourt, false}},
      {kForeignDepartment,
       {kForeignDepartment, "执行局", "99999999-9999-9999-9999-999999999999", true}}};
  std::map<std::string, User, std::less<>> users;

  absl::StatusOr<Court> FindCourt(std::string_view id) override {
    if (id == kLowerCourt)
      return Court{kLowerCourt, std::string(kCourtPath) + "gd0305/", "基层法院"};
    return Invalid("COURT_UNKNOWN");
  }
  absl::StatusOr<Department> FindDepartment(std::string_view id) override {
    auto found = departments.find(id);
    if (found == departments.end()) return Invalid("DEPARTMENT_UNKNOWN");
    return found->second;
  }
  absl::StatusOr<User> FindUser(std::string_view id) override {
    auto found = users.find(id);
    if (found == users.end()) return Invalid("USER_UNKNOWN");
    return found->second;
  }
  absl::StatusOr<std::optional<Department>> FindSupervisionOffice(std::string_view) override {
    return departments.at(kSupervisionOffice);
  }
};

struct Desk : ServiceFixture {
  FakeDirectory directory;
  events::Feed feed{&pool, "workorder"};
  Context context{.commands = &commands,
                  .store = &store,
                  .directory = &directory,
                  .policy = {},
                  .find_duplicates = {}};
  rpc::ServiceBinding binding = Bound();
  rpc::ServiceBinding timers = BindTimerService(&context);

  // People with the permissions of the built-in roles.
  Caller agent = Person("1", {"workorder.register", "workorder.read.court", "workorder.answer",
                              "workorder.urge", "workorder.note", "workorder.reveal"});
  Caller dispatcher = Person("2", {"workorder.read.court", "workorder.answer", "workorder.dispatch",
                                   "workorder.decide", "workorder.review.hotline", "workorder.urge",
                                   "workorder.cancel", "workorder.note", "workorder.reveal"});
  Caller handler = Handling("3", kDepartment);
  Caller reviewer = Person("4",
                           {"workorder.read.department", "workorder.review.department",
                            "workorder.note", "workorder.reveal"},
                           kDepartment);
  Caller supervisor = Person(
      "5", {"workorder.read.court", "workorder.decide", "workorder.urge", "workorder.supervise",
            "workorder.cancel", "workorder.note", "workorder.reveal"});
  Caller other_handler = Handling("6", kOtherDepartment);
  Caller colleague = Handling("7", kDepartment);
  Caller callback_service = Service("callback");
  Caller deadline_service = Service("escalation");

  Caller Handling(const std::string& id, const char* department) {
    const Caller person = Person(
        id, {"workorder.read.department", "workorder.handle", "workorder.note", "workorder.reveal"},
        department);
    directory.users[person.id] = {person.id, person.name, department, true, true};
    return person;
  }
  static Caller Service(const char* name) {
    Caller service;
    service.kind = Caller::Kind::kService;
    service.id = service.name = name;
    return service;
  }

  // As the server does it: access, rules, handler.
  template <class Reply = v1::WorkOrder, class Request>
  absl::StatusOr<Reply> Do(const Caller& caller, const std::string& method,
                           const Request& request) {
    const bool by_timer = timers.methods().contains("/hotline.workorder.v1.TimerService/" + method);
    const std::string path = (by_timer ? "hotline.workorder.v1.TimerService/"
                                       : "hotline.workorder.v1.WorkOrderService/") +
                             method;
    const auto& bound = (by_timer ? timers : binding).methods().at("/" + path);
    HOTLINE_RETURN_IF_ERROR(rpc::CheckAccess(*bound.descriptor, caller));
    HOTLINE_RETURN_IF_ERROR(rpc::CheckRules(request));
    std::string bytes;
    HOTLINE_RETURN_IF_ERROR(bound.handler(CallBy(caller, path), request, &bytes));
    Reply reply;
    REQUIRE(reply.ParseFromString(bytes));
    return reply;
  }
  // For those that must succeed.
  template <class Reply = v1::WorkOrder, class Request>
  Reply Must(const Caller& caller, const std::string& method, const Request& request) {
    auto reply = Do<Reply>(caller, method, request);
    INFO(method << ": " << ReasonOf(reply.status()));
    REQUIRE(reply.ok());
    return *reply;
  }
  template <class Request>
  std::string Refusal(const Caller& caller, const std::string& method, const Request& request) {
    const auto reply = Do(caller, method, request);
    return reply.ok() ? "" : ReasonOf(reply.status());
  }

  template <class Request>
  static Request On(const std::string& id) {
    Request request;
    request.set_id(id);
    return request;
  }

  static v1::RegisterRequest Registration() {
    v1::RegisterRequest request;
    request.mutable_requester()->set_name("张三丰");
    request.mutable_requester()->set_phone("13800138000");
    request.set_channel(v1::Channel::PHONE);
    request.set_type("联系法官");
    request.set_title("联系执行法官");
    request.set_content("执行案件立案八个月，一直没有进展，请承办法官联系。");
    request.set_case_number("(2026)粤0305执1234号");
    return request;
  }
  v1::RegisterReply Registered() {
    return Must<v1::RegisterReply>(agent, "Register", Registration());
  }
  v1::RegisterReply Registered(const v1::RegisterRequest& request) {
    return Must<v1::RegisterReply>(agent, "Register", request);
  }

  // The usual steps of an order; each answers with the order.
  static v1::DispatchRequest ToDepartment(const std::string& id,
                                          const char* department = kDepartment) {
    auto request = On<v1::DispatchRequest>(id);
    request.set_department_id(department);
    return request;
  }
  static v1::SubmitFeedbackRequest FeedbackOn(const std::string& id) {
    auto request = On<v1::SubmitFeedbackRequest>(id);
    request.set_channel(v1::Feedback::PHONE);
    request.set_content("已与当事人电话沟通，告知评估拍卖进度。");
    return request;
  }
  static v1::ReviewRequest Reviewed(const std::string& id,
                                    v1::ReviewDecision decision = v1::APPROVE) {
    auto request = On<v1::ReviewRequest>(id);
    request.set_decision(decision);
    if (decision == v1::REJECT) request.set_comment("未说明下一步计划");
    return request;
  }
  static v1::ConcludeCallbackRequest CalledBack(const std::string& id, bool pass, int round = 1) {
    auto request = On<v1::ConcludeCallbackRequest>(id);
    request.set_request_id("callback-" + std::to_string(round) + (pass ? "p" : "r"));
    request.set_round(round);
    request.set_pass(pass);
    request.set_callback_agent_id("44444444-4444-4444-4444-000000000099");
    request.set_callback_agent_name("回访员");
    return request;
  }
  v1::WorkOrder Dispatched() {
    return Must(dispatcher, "Dispatch", ToDepartment(Registered().id()));
  }
  v1::WorkOrder InProgress() {
    return Must(handler, "SignIn", On<v1::SignInRequest>(Dispatched().id()));
  }
  v1::WorkOrder InDepartmentReview() {
    return Must(handler, "SubmitFeedback", FeedbackOn(InProgress().id()));
  }
  v1::WorkOrder InHotlineReview() {
    return Must(reviewer, "ReviewByDepartment", Reviewed(InDepartmentReview().id()));
  }
  v1::WorkOrder InCallback() {
    return Must(dispatcher, "ReviewByHotline", Reviewed(InHotlineReview().id()));
  }

  // As the deadline service sets it; unset clears. Each call is a new projection.
  void SetDue(const std::string& id, std::optional<absl::Time> time) {
    v1::SetDueTimesRequest request;
    auto* item = request.add_items();
    item->set_work_order_id(id);
    item->set_sequence(++due_sequence);
    if (time) item->mutable_due_time()->set_seconds(absl::ToUnixSeconds(*time));
    const auto reply = Must<v1::SetDueTimesReply>(deadline_service, "SetDueTimes", request);
    CHECK(reply.results(0).reason().empty());
  }
  int64_t due_sequence = 0;

  WorkOrder Stored(const std::string& id) {
    return pool.Read<WorkOrder>([&](db::Tx& tx) { return store.Load(tx, id); }).value();
  }
  std::vector<events::Event> History(const std::string& id) {
    return pool
        .Read<std::vector<events::Event>>(
            [&](db::Tx& tx) -> absl::StatusOr<std::vector<events::Event>> {
              return events::History(tx, id, 0, 1000);
            })
        .value();
  }
  void CheckChain() {
    const auto report = events::VerifyHistory(pool);
    REQUIRE(report.ok());
    CHECK(report->broken.empty());
  }

 private:
  rpc::ServiceBinding Bound() {
    rpc::ServiceBinding bound("hotline.workorder.v1.WorkOrderService");
    BindCommands(bound, &context, &feed);
    return bound;
  }
};

}  // namespace hotline::workorder
