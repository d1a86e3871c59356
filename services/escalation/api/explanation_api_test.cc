#include "services/escalation/api/explanation_api.h"

#include "services/escalation/testing/clock_room.h"

namespace hotline::escalation::testing {
namespace {

struct Reader {
  explicit Reader(ClockRoom& room)
      : clock(room.clock),
        api({.pool = &room.database.pool(),
             .work_orders = &room.orders,
             .calendars = &room.calendars}) {}

  absl::StatusOr<v1::ExplainDeadlineReply> Ask(int number, const std::string& permission) {
    Caller caller;
    caller.kind = Caller::Kind::kUser;
    caller.permissions = {permission};
    v1::ExplainDeadlineRequest request;
    request.set_id(ClockRoom::OrderId(number));
    return api.ExplainDeadline({.method = "test",
                                .caller = caller,
                                .now = clock.Now(),
                                .deadline = absl::Now() + absl::Seconds(10),
                                .trace_id = "t"},
                               request);
  }
  v1::DeadlineExplanation Handling(int number) {
    auto reply = Ask(number, "workorder.read.court");
    REQUIRE(reply.ok());
    for (const v1::DeadlineExplanation& clock : reply->clocks()) {
      if (clock.clock() == "HANDLING") return clock;
    }
    FAIL("no handling clock");
    return {};
  }

  ManualClock& clock;
  ExplanationApi api;
};

TEST_CASE("an order's deadlines are explained as its clocks stand") {
  ClockRoom room("11-27 10:00");  // A Friday.
  Reader reader(room);
  room.Dispatch(1);
  room.Follow();
  auto reply = reader.Ask(1, "workorder.read.court");
  REQUIRE(reply.ok());
  CHECK(reply->clocks_size() == 2);  // Sign-in and handling.
  v1::DeadlineExplanation handling = reader.Handling(1);
  CHECK(handling.text() ==
        "2026年11月27日10:00派单，当日不计；办理期限3个工作日；11月28日至29日周末不计；"
        "应于2026年12月2日17:30前办结。");
  CHECK(handling.budget_unit() == "WORKING_DAYS");
  CHECK(handling.due_time().seconds() == absl::ToUnixSeconds(At("12-02 17:30")));
  REQUIRE(handling.steps_size() == 3);
  CHECK(handling.steps(2).kind() == v1::DeadlineStep::SKIPPED);
  CHECK(handling.steps(2).from_day() == "2026-11-28");
  CHECK(handling.steps(2).to_day() == "2026-11-29");

  room.AdvanceTo("12-01 08:30");
  room.Event(1, "suspension_decided", "SUSPENDED");
  room.Follow();
  handling = reader.Handling(1);
  CHECK(handling.state() == "PAUSED");
  CHECK_FALSE(handling.has_due_time());
  CHECK(handling.text().ends_with("12月1日08:30批准挂起，暂停计算，恢复后另定期限。"));

  room.AdvanceTo("12-02 08:30");
  room.Event(1, "resumed", "IN_PROGRESS");
  room.Follow();
  handling = reader.Handling(1);
  CHECK(
      handling.text().ends_with("12月1日08:30批准挂起，至12月2日08:30暂停计算，"
                                "期限由12月2日17:30改为12月3日17:30；"
                                "应于2026年12月3日17:30前办结。"));
}

TEST_CASE("who may not see the order learns nothing of its deadlines") {
  ClockRoom room;
  Reader reader(room);
  room.Dispatch(1);
  room.Follow();
  CHECK(ReasonOf(reader.Ask(1, "workorder.read.department").status()) == "WORK_ORDER_NOT_FOUND");
  CHECK(ReasonOf(reader.Ask(2, "workorder.read.court").status()) == "WORK_ORDER_NOT_FOUND");
}

}  // namespace
}  // namespace hotline::escalation::testing
