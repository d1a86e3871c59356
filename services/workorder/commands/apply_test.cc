#include "services/workorder/desk_fixture.h"

namespace hotline::workorder {
namespace {

v1::RequestReturnRequest ReturnOf(const std::string& id) {
  auto request = Desk::On<v1::RequestReturnRequest>(id);
  request.set_reason("不属于本部门职责");
  return request;
}

v1::DecideReturnRequest Decided(const std::string& id, v1::ReviewDecision decision,
                                const char* department = "", bool designate = false) {
  auto request = Desk::On<v1::DecideReturnRequest>(id);
  request.set_decision(decision);
  request.set_department_id(department);
  request.set_designate(designate);
  return request;
}

v1::RequestExtensionRequest ExtensionOf(const std::string& id, int days = 3) {
  auto request = Desk::On<v1::RequestExtensionRequest>(id);
  request.set_working_days(days);
  request.set_legal_basis("《工单办理办法》第八条");
  request.set_reason("等待评估报告");
  return request;
}

TEST_CASE("a return is asked for and refused: the order goes on, the clock runs on") {
  Desk desk;
  const auto dispatched = desk.Dispatched();
  const std::string id = dispatched.id();
  desk.SetDue(id, desk.now + absl::Hours(72));
  auto order = desk.Must(desk.handler, "RequestReturn", ReturnOf(id));
  CHECK(order.state() == v1::DISPATCHED);
  CHECK(order.pending().kind() == v1::Application::RETURN);
  CHECK(order.has_due_time());
  CHECK(desk.Refusal(desk.handler, "RequestReturn", ReturnOf(id)) == "APPLICATION_PENDING");

  CHECK(desk.Refusal(desk.dispatcher, "DecideReturn", Decided(id, v1::REJECT, kOtherDepartment)) ==
        "DEPARTMENT_NOT_ALLOWED");
  order = desk.Must(desk.dispatcher, "DecideReturn", Decided(id, v1::REJECT, "", true));
  CHECK(order.state() == v1::DISPATCHED);
  CHECK(order.department_id() == kDepartment);
  CHECK(order.dispatch_time().seconds() == dispatched.dispatch_time().seconds());
  CHECK(order.has_due_time());
  CHECK(order.designated());
  CHECK_FALSE(order.has_pending());
  CHECK(order.applications(0).outcome() == v1::Application::REJECTED);
  // 指定承办: may not be returned again, in this state or the next.
  CHECK(desk.Refusal(desk.handler, "RequestReturn", ReturnOf(id)) == "RETURN_REFUSED_DESIGNATED");
  desk.Must(desk.handler, "SignIn", Desk::On<v1::SignInRequest>(id));
  CHECK(desk.Refusal(desk.handler, "RequestReturn", ReturnOf(id)) == "RETURN_REFUSED_DESIGNATED");
}

TEST_CASE("a return is approved: back to the office, or on to another department") {
  Desk desk;
  const std::string id = desk.InProgress().id();
  desk.Must(desk.handler, "RequestReturn", ReturnOf(id));
  auto order = desk.Must(desk.dispatcher, "DecideReturn", Decided(id, v1::APPROVE));
  CHECK(order.state() == v1::PENDING_DISPATCH);
  CHECK(order.department_id().empty());
  CHECK(order.handler_id().empty());
  CHECK(order.return_count() == 1);
  CHECK(desk.Refusal(desk.handler, "SignIn", Desk::On<v1::SignInRequest>(id)) ==
        "WORK_ORDER_NOT_FOUND");

  desk.Must(desk.dispatcher, "Dispatch", Desk::ToDepartment(id));
  desk.Must(desk.handler, "RequestReturn", ReturnOf(id));
  CHECK(desk.Refusal(desk.dispatcher, "DecideReturn", Decided(id, v1::APPROVE, kDepartment)) ==
        "SAME_DEPARTMENT");
  CHECK(desk.Refusal(desk.dispatcher, "DecideReturn",
                     Decided(id, v1::APPROVE, kClosedDepartment)) == "DEPARTMENT_INACTIVE");
  desk.now += absl::Hours(1);
  order =
      desk.Must(desk.dispatcher, "DecideReturn", Decided(id, v1::APPROVE, kOtherDepartment, true));
  CHECK(order.state() == v1::DISPATCHED);
  CHECK(order.department_name() == "立案庭");
  CHECK(order.designated());
  CHECK(order.return_count() == 2);
  CHECK(order.dispatch_time().seconds() == absl::ToUnixSeconds(desk.now));
  CHECK(desk.Refusal(desk.other_handler, "RequestReturn", ReturnOf(id)) ==
        "RETURN_REFUSED_DESIGNATED");
  desk.CheckChain();
}

TEST_CASE("who asked does not decide, and signing in lets a return lapse") {
  Desk desk;
  Caller both = desk.handler;
  both.permissions.insert({"workorder.decide", "workorder.read.court"});
  const std::string id = desk.Dispatched().id();
  desk.Must(both, "RequestReturn", ReturnOf(id));
  CHECK(desk.Refusal(both, "DecideReturn", Decided(id, v1::APPROVE)) == "HANDLED_BY_YOU");
  const auto order = desk.Must(desk.colleague, "SignIn", Desk::On<v1::SignInRequest>(id));
  CHECK(order.applications(0).outcome() == v1::Application::LAPSED);
  CHECK_FALSE(order.has_pending());
  CHECK(desk.Refusal(desk.dispatcher, "DecideReturn", Decided(id, v1::APPROVE)) ==
        "NOTHING_TO_DECIDE");
}

TEST_CASE(
    "an extension is asked for before expiry, once a round, and granted for at most what was "
    "asked") {
  Desk desk;
  const std::string id = desk.InProgress().id();
  const absl::Time due = desk.now + absl::Hours(72);
  desk.SetDue(id, due);
  auto no_basis = ExtensionOf(id);
  no_basis.clear_legal_basis();
  CHECK(desk.Refusal(desk.handler, "RequestExtension", no_basis) == "INVALID_INPUT");

  const absl::Time start = desk.now;
  desk.now = due;
  CHECK(desk.Refusal(desk.handler, "RequestExtension", ExtensionOf(id)) == "EXTENSION_TOO_LATE");
  desk.now = due - absl::Microseconds(1);
  desk.Must(desk.handler, "RequestExtension", ExtensionOf(id));

  auto decide = Desk::On<v1::DecideExtensionRequest>(id);
  decide.set_decision(v1::APPROVE);
  decide.set_working_days(4);
  CHECK(desk.Refusal(desk.dispatcher, "DecideExtension", decide) == "GRANT_TOO_LONG");
  decide.set_working_days(2);
  desk.now = due + absl::Hours(1);  // Decided after expiry, but asked for in time.
  auto order = desk.Must(desk.dispatcher, "DecideExtension", decide);
  CHECK(order.applications(0).granted_working_days() == 2);
  CHECK(order.extension_count() == 1);
  CHECK(order.due_time().seconds() == absl::ToUnixSeconds(due));  // The deadline service moves it.

  desk.now = start + absl::Hours(1);
  const auto limit = desk.Do(desk.handler, "RequestExtension", ExtensionOf(id));
  CHECK(ReasonOf(limit.status()) == "EXTENSION_LIMIT");
  CHECK(ParamsOf(limit.status())["limit"] == "1");
  desk.context.policy.max_extensions = 2;
  desk.Must(desk.handler, "RequestExtension", ExtensionOf(id));
  decide.set_decision(v1::REJECT);
  decide.clear_working_days();
  order = desk.Must(desk.dispatcher, "DecideExtension", decide);
  CHECK(order.extension_count() == 1);
  CHECK(order.applications(1).outcome() == v1::Application::REJECTED);
}

TEST_CASE("a suspension has a listed reason, is approved, and ends by resuming") {
  Desk desk;
  const std::string id = desk.InProgress().id();
  auto request = Desk::On<v1::RequestSuspensionRequest>(id);
  request.set_reason("评估机构尚未出具报告");
  request.set_reason_code("TIRED");
  CHECK(desk.Refusal(desk.handler, "RequestSuspension", request) == "SUSPENSION_REASON_UNKNOWN");
  request.set_reason_code("UNDER_APPRAISAL");
  CHECK(desk.Must(desk.handler, "RequestSuspension", request).state() == v1::IN_PROGRESS);
  auto decide = Desk::On<v1::DecideSuspensionRequest>(id);
  decide.set_decision(v1::APPROVE);
  CHECK(desk.Must(desk.supervisor, "DecideSuspension", decide).state() == v1::SUSPENDED);
  CHECK(desk.Refusal(desk.handler, "SubmitFeedback", Desk::FeedbackOn(id)) == "WRONG_STATE");
  CHECK(desk.Must(desk.handler, "Resume", Desk::On<v1::ResumeRequest>(id)).state() ==
        v1::IN_PROGRESS);
}

TEST_CASE("feedback lets an undecided application lapse") {
  Desk desk;
  const std::string id = desk.InProgress().id();
  desk.Must(desk.handler, "RequestExtension", ExtensionOf(id));
  const auto order = desk.Must(desk.handler, "SubmitFeedback", Desk::FeedbackOn(id));
  CHECK(order.applications(0).outcome() == v1::Application::LAPSED);
  CHECK_FALSE(order.has_pending());
}

}  // namespace
}  // namespace hotline::workorder
