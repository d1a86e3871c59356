#include <atomic>
#include <thread>

#include "services/workorder/commands/commands.h"
#include "services/workorder/desk_fixture.h"

namespace hotline::workorder {
namespace {

v1::RegisterRequest Complaint(const char* respondent_department,
                              const char* respondent_person = "") {
  auto request = Desk::Registration();
  request.set_type("COMPLAINT");
  request.mutable_respondent()->set_department_id(respondent_department);
  request.mutable_respondent()->set_person_name(respondent_person);
  return request;
}

TEST_CASE("an order goes to an active department of its own court") {
  Desk desk;
  const std::string id = desk.Registered().id();
  CHECK(desk.Refusal(desk.dispatcher, "Dispatch", Desk::ToDepartment(id, kForeignDepartment)) ==
        "DEPARTMENT_UNKNOWN");
  CHECK(desk.Refusal(desk.dispatcher, "Dispatch", Desk::ToDepartment(id, kLowerCourt)) ==
        "DEPARTMENT_UNKNOWN");
  CHECK(desk.Refusal(desk.dispatcher, "Dispatch", Desk::ToDepartment(id, kClosedDepartment)) ==
        "DEPARTMENT_INACTIVE");
  CHECK(desk.Refusal(desk.agent, "Dispatch", Desk::ToDepartment(id)) == "PERMISSION_MISSING");
  auto request = Desk::ToDepartment(id);
  request.set_urgency(v1::CRITICAL);
  request.add_co_department_ids(kOtherDepartment);
  const auto order = desk.Must(desk.dispatcher, "Dispatch", request);
  CHECK(order.urgency() == v1::CRITICAL);
  CHECK(order.co_handlers(0).department_name() == "立案庭");
  CHECK(desk.History(id).size() == 2);  // Refusals leave nothing behind.
}

TEST_CASE("a complaint goes to the supervision office and never to whom it is about") {
  Desk desk;
  const std::string id = desk.Registered(Complaint(kDepartment)).id();
  CHECK(desk.Refusal(desk.dispatcher, "Dispatch", Desk::ToDepartment(id)) ==
        "RESPONDENT_MAY_NOT_HANDLE");
  const auto wrong = desk.Do(desk.dispatcher, "Dispatch", Desk::ToDepartment(id, kOtherDepartment));
  CHECK(ReasonOf(wrong.status()) == "WRONG_ROUTE");
  CHECK(ParamsOf(wrong.status())["department"] == "监察室");
  auto request = Desk::ToDepartment(id, kSupervisionOffice);
  request.add_co_department_ids(kDepartment);
  CHECK(desk.Refusal(desk.dispatcher, "Dispatch", request) == "RESPONDENT_MAY_NOT_HANDLE");
  request.clear_co_department_ids();
  CHECK(desk.Must(desk.dispatcher, "Dispatch", request).department_name() == "监察室");

  // Against the supervision office itself: any other department.
  const std::string about_office = desk.Registered(Complaint(kSupervisionOffice)).id();
  CHECK(desk.Refusal(desk.dispatcher, "Dispatch",
                     Desk::ToDepartment(about_office, kSupervisionOffice)) ==
        "RESPONDENT_MAY_NOT_HANDLE");
  CHECK(desk.Must(desk.dispatcher, "Dispatch", Desk::ToDepartment(about_office)).department_id() ==
        kDepartment);

  // About nobody in particular: the usual way.
  const std::string about_nobody = desk.Registered(Complaint("")).id();
  CHECK(desk.Must(desk.dispatcher, "Dispatch", Desk::ToDepartment(about_nobody)).department_id() ==
        kDepartment);
}

TEST_CASE("a complaint does not exist for whom it is about") {
  Desk desk;
  auto about_person = Complaint("", "用 户2");
  const std::string id = desk.Registered(about_person).id();
  CHECK(desk.Refusal(desk.dispatcher, "Dispatch", Desk::ToDepartment(id, kSupervisionOffice)) ==
        "WORK_ORDER_NOT_FOUND");
  Caller other = desk.dispatcher;
  other.id = desk.supervisor.id;
  other.name = "别人";
  CHECK(desk.Must(other, "Dispatch", Desk::ToDepartment(id, kSupervisionOffice)).state() ==
        v1::DISPATCHED);
}

TEST_CASE("other courts and other departments learn nothing of an order") {
  Desk desk;
  const std::string id = desk.Dispatched().id();
  const auto sign_in = Desk::On<v1::SignInRequest>(id);
  CHECK(desk.Refusal(desk.other_handler, "SignIn", sign_in) == "WORK_ORDER_NOT_FOUND");
  Caller elsewhere = desk.dispatcher;
  elsewhere.court_path = "/gd/gd04/";
  CHECK(desk.Refusal(elsewhere, "Dispatch", Desk::ToDepartment(id)) == "WORK_ORDER_NOT_FOUND");
  CHECK(desk.Refusal(desk.handler, "SignIn", Desk::On<v1::SignInRequest>(kLowerCourt)) ==
        "WORK_ORDER_NOT_FOUND");
  Caller both = desk.other_handler;
  both.permissions.insert("workorder.read.court");
  CHECK(desk.Refusal(both, "SignIn", sign_in) == "NOT_YOUR_DEPARTMENT");
}

TEST_CASE("of 64 dispatches of one order at once exactly one wins") {
  Desk desk;
  const std::string id = desk.Registered().id();
  std::atomic<int> won = 0, wrong_state = 0, other = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 64; ++i) {
    threads.emplace_back([&] {
      const auto reply = DispatchOrder(desk.context, desk.CallBy(desk.dispatcher, "Dispatch"),
                                       Desk::ToDepartment(id));
      if (reply.ok()) {
        ++won;
      } else {
        ++(ReasonOf(reply.status()) == "WRONG_STATE" ? wrong_state : other);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(won == 1);
  CHECK(wrong_state == 63);
  CHECK(other == 0);
  CHECK(desk.History(id).size() == 2);
  desk.CheckChain();
}

TEST_CASE("a stale etag is refused, the current one passes, and a repeat gives the first answer") {
  Desk desk;
  const auto registered = desk.Registered().work_order();
  auto note = Desk::On<v1::AddNoteRequest>(registered.id());
  note.set_content("来电人下午有空");
  desk.Must(desk.agent, "AddNote", note);

  auto request = Desk::ToDepartment(registered.id());
  request.set_etag(registered.etag());
  const auto stale = desk.Do(desk.dispatcher, "Dispatch", request);
  CHECK(ReasonOf(stale.status()) == "ETAG_MISMATCH");
  CHECK(stale.status().code() == absl::StatusCode::kAborted);

  request.set_etag("2");
  request.set_request_id("dispatch-1");
  const auto first = desk.Must(desk.dispatcher, "Dispatch", request);
  CHECK(first.etag() == "3");
  const auto again = desk.Must(desk.dispatcher, "Dispatch", request);
  CHECK(again.SerializeAsString() == first.SerializeAsString());
  CHECK(desk.History(registered.id()).size() == 3);
}

TEST_CASE(
    "a handler is assigned from the own department, and stays the handler when a colleague signs "
    "in") {
  Desk desk;
  const std::string id = desk.Dispatched().id();
  auto assign = Desk::On<v1::AssignRequest>(id);
  assign.set_handler_id(desk.other_handler.id);
  CHECK(desk.Refusal(desk.handler, "Assign", assign) == "NOT_OF_DEPARTMENT");
  assign.set_handler_id(kLowerCourt);
  CHECK(desk.Refusal(desk.handler, "Assign", assign) == "USER_UNKNOWN");
  assign.set_handler_id(desk.colleague.id);
  desk.directory.users[desk.colleague.id].active = false;
  CHECK(desk.Refusal(desk.reviewer, "Assign", assign) == "USER_INACTIVE");
  desk.directory.users[desk.colleague.id].active = true;
  desk.directory.users[desk.colleague.id].may_handle = false;
  CHECK(desk.Refusal(desk.reviewer, "Assign", assign) == "MAY_NOT_HANDLE");
  desk.directory.users[desk.colleague.id].may_handle = true;
  CHECK(desk.Must(desk.reviewer, "Assign", assign).handler_id() == desk.colleague.id);
  const auto order = desk.Must(desk.handler, "SignIn", Desk::On<v1::SignInRequest>(id));
  CHECK(order.handler_id() == desk.colleague.id);
  CHECK(order.state() == v1::IN_PROGRESS);
}

TEST_CASE("an order is merged into an open one of the same court, which is urged") {
  Desk desk;
  const auto target = desk.Dispatched();
  const auto twin = desk.Registered();
  auto merge = Desk::On<v1::MergeRequest>(twin.id());
  merge.set_into_id(twin.id());
  CHECK(desk.Refusal(desk.dispatcher, "Merge", merge) == "MERGE_WITH_ITSELF");

  merge.set_into_id(target.id());
  const auto merged = desk.Must(desk.dispatcher, "Merge", merge);
  CHECK(merged.state() == v1::MERGED);
  CHECK(merged.merged_into_id() == target.id());
  const WorkOrder into = desk.Stored(target.id());
  CHECK(into.detail.merged_ids == std::vector{twin.id()});
  CHECK(into.urge_count == 1);
  CHECK(into.state == State::kDispatched);

  merge.set_id(desk.Registered().id());
  merge.set_into_id(twin.id());
  CHECK(desk.Refusal(desk.dispatcher, "Merge", merge) == "MERGE_INTO_CLOSED");
  auto elsewhere = Desk::Registration();
  elsewhere.set_court_id(kLowerCourt);
  merge.set_into_id(desk.Registered(elsewhere).id());
  CHECK(desk.Refusal(desk.dispatcher, "Merge", merge) == "MERGE_OTHER_COURT");
  desk.CheckChain();
}

TEST_CASE("no chains: an order that others were merged into is not merged itself") {
  Desk desk;
  const std::string first = desk.Registered().id(), second = desk.Registered().id(),
                    third = desk.Registered().id();
  auto merge = Desk::On<v1::MergeRequest>(first);
  merge.set_into_id(second);
  desk.Must(desk.dispatcher, "Merge", merge);
  merge.set_id(second);
  merge.set_into_id(third);
  CHECK(desk.Refusal(desk.dispatcher, "Merge", merge) == "MERGE_HAS_MERGED");
}

}  // namespace
}  // namespace hotline::workorder
